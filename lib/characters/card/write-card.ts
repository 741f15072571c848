import { writePackage } from "@/lib/storage/package";
import { embeddedPath, readdressed } from "./card-assets";
import { isObject, type JsonObject, type JsonValue, stringifyCardJson } from "./card-json";
import { type PngText, withPngTexts } from "./png";

/** A character ready to leave, in both versions of the format. */
export interface CardToWrite {
  v2: JsonObject;
  v3: JsonObject;
  /** The files its assets name, by path. */
  assets: ReadonlyMap<string, Uint8Array>;
}

const LONGEST_CHUNK_NAME = 60;

export function writeCardJson({ v3 }: CardToWrite): string {
  return stringifyCardJson(v3, 2);
}

/** Both versions and every asset as texts of this PNG picture. */
export function writeCardPng({ v2, v3, assets }: CardToWrite, picture: Uint8Array): Uint8Array {
  const names = chunkNames([...assets.keys()]);
  const readable = withAssets(v3, (path) => {
    const name = names.get(path);
    return name === undefined ? null : `__asset:${name}`;
  });
  const texts: PngText[] = [...assets].map(([path, content]) => ({
    keyword: `chara-ext-asset_:${names.get(path)}`,
    text: Buffer.from(content).toString("base64"),
  }));
  const encode = (card: JsonObject) => Buffer.from(stringifyCardJson(card), "utf8").toString("base64");
  return withPngTexts(picture, [
    ...texts,
    { keyword: "chara", text: encode(v2) },
    { keyword: "ccv3", text: encode(readable) },
  ]);
}

/** A CHARX: the card, its assets under their own names, and the picture as its main icon. */
export function writeCharx(
  { v3, assets }: CardToWrite,
  picture: { bytes: Uint8Array; ext: string } | null,
): Uint8Array {
  const icon = picture && { path: `assets/icon/images/main.${picture.ext}`, content: picture.bytes };
  const data = isObject(v3.data) ? v3.data : {};
  const named = Array.isArray(data.assets) ? data.assets : [];
  const main: JsonValue[] = icon
    ? [{ type: "icon", uri: `embeded://${icon.path}`, name: "main", ext: picture.ext }]
    : [];
  const others = named.filter((asset) => !icon || !isMainIcon(asset));
  const card = { ...v3, data: { ...data, assets: [...main, ...others] } };
  const files = [...assets]
    .filter(([path]) => path !== icon?.path)
    .map(([path, content]) => ({ path, content }));
  return writePackage([
    { path: "card.json", content: stringifyCardJson(card) },
    ...(icon ? [icon] : []),
    ...files,
  ]);
}

function isMainIcon(asset: JsonValue): boolean {
  return isObject(asset) && asset.type === "icon" && asset.name === "main";
}

function withAssets(card: JsonObject, address: (path: string) => string | null): JsonObject {
  const data = isObject(card.data) ? card.data : {};
  if (!Array.isArray(data.assets)) return card;
  return { ...card, data: { ...data, assets: readdressed(data.assets, address) } };
}

/** A chunk's keyword is short and Latin; a path that is not gets a number of its own. */
function chunkNames(paths: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  let count = 0;
  return new Map(
    paths.map((path) => {
      let name = /^[\x21-\x7e]+$/.test(path) && path.length <= LONGEST_CHUNK_NAME ? path : "";
      while (name === "" || taken.has(name)) name = `${count++}`;
      taken.add(name);
      return [path, name];
    }),
  );
}

/** The files of a package that its card names. */
export function namedAssets(
  data: JsonObject,
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array> {
  const assets = Array.isArray(data.assets) ? data.assets : [];
  const named = assets.flatMap((asset) => (isObject(asset) ? (embeddedPath(asset.uri) ?? []) : []));
  return new Map(
    named.flatMap((path) => {
      const content = files.get(path);
      return content ? [[path, content] as const] : [];
    }),
  );
}
