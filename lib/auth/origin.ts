import "server-only";

export interface OriginPolicy {
  publicUrl: string;
  corsOrigins: readonly string[];
}

/** The address a person's browser has open: PUBLIC_URL where its host was asked for, which a proxy may serve as https. */
export function originOf(headers: Headers, publicUrl: string): string {
  const host = headers.get("x-forwarded-host") ?? headers.get("host") ?? "";
  if (host === new URL(publicUrl).host) return publicUrl;
  return `${headers.get("x-forwarded-proto") ?? "http"}://${host}`;
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
