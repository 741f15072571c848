import "server-only";

export interface OriginPolicy {
  publicUrl: string;
  corsOrigins: readonly string[];
}

/** Origins that may call with credentials from elsewhere. */
export function isCorsOrigin(origin: string | null, policy: OriginPolicy): boolean {
  return origin !== null && policy.corsOrigins.includes(origin);
}

/**
 * Whether a write may come from here: no Origin (not a browser's cross-site call), the address the request
 * itself was sent to (the edge has judged its Host), PUBLIC_URL, or one of CORS_ORIGINS.
 */
export function isTrustedOrigin(headers: Headers, policy: OriginPolicy): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") !== "cross-site";
  if (origin === policy.publicUrl || isCorsOrigin(origin, policy)) return true;
  const protocol = headers.get("x-forwarded-proto") ?? "http";
  return origin === `${protocol}://${headers.get("host")}`;
}
