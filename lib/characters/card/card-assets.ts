import { isObject, type JsonObject, type JsonValue } from "./card-json";

const EMBEDDED = /^(?:embeded|embedded):\/\/(.*)$/;
const CHUNK = /^__asset:(.*)$/;

/** The path inside the file that an asset's address names; null for any other address. */
export function embeddedPath(uri: JsonValue | undefined): string | null {
  if (typeof uri !== "string") return null;
  const [, path] = EMBEDDED.exec(uri) ?? CHUNK.exec(uri) ?? [];
  return path?.normalize("NFC") ?? null;
}

/** Whether an asset stands on another machine: it stays in the card and is never fetched. */
export function isRemote(asset: JsonValue): boolean {
  return isObject(asset) && typeof asset.uri === "string" && /^https?:/i.test(asset.uri);
}

/** Assets with every address into the file in the spelling of the format (`embeded://`). */
export function internalAssets(assets: readonly JsonValue[]): JsonValue[] {
  return readdressed(assets, (path) => `embeded://${path}`);
}

/** Assets with every address into the file as `address` gives it; null leaves the asset out. */
export function readdressed(
  assets: readonly JsonValue[],
  address: (path: string, asset: JsonObject) => string | null,
): JsonValue[] {
  return assets.flatMap((asset) => {
    const path = isObject(asset) ? embeddedPath(asset.uri) : null;
    if (path === null || !isObject(asset)) return [asset];
    const uri = address(path, asset);
    return uri === null ? [] : [{ ...asset, uri }];
  });
}
