import { isPackage, type Package, readPackage } from "@/lib/storage/package";
import { cardError } from "./card-error";
import { isObject, type JsonObject, parseCardJson } from "./card-json";
import { CARD_LIMITS } from "./limits";
import { isPng, type PngText, readPngTexts } from "./png";

export type CardFormat = "png" | "json" | "charx" | "jpeg+charx";

/** What a file holds, before anybody decides what of it to keep. */
export interface CardFile {
  format: CardFormat;
  /** The card as it stands there. */
  card: JsonObject;
  /** The picture the card is in. */
  picture: Uint8Array | null;
  /** Further files, by the path the card's `assets` name them with. */
  assets: ReadonlyMap<string, Uint8Array>;
  passedOver: Package["passedOver"];
}

const CARD_KEYWORD = /^(ccv3|chara)$/i;
const ASSET_KEYWORD = /^chara-ext-asset_:?(.+)$/;

/**
 * Reads a card file by its bytes, whatever its name says: PNG, JSON, CHARX, a JPEG with a CHARX behind it.
 * Throws a card error that says what is wrong with it.
 */
export function readCardFile(bytes: Uint8Array): CardFile {
  if (bytes.byteLength === 0) throw cardError("card_empty");
  if (bytes.byteLength > CARD_LIMITS.fileBytes) {
    throw cardError("card_too_large", { limit: CARD_LIMITS.fileBytes / 2 ** 20 });
  }
  if (isPng(bytes)) return fromPng(bytes);
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (isJpeg || (bytes[0] === 0x50 && bytes[1] === 0x4b)) return fromPackage(bytes, isJpeg);
  return { ...withoutFiles("json"), card: toCard(decodeUtf8(bytes)) };
}

function withoutFiles(format: CardFormat) {
  return { format, picture: null, assets: new Map<string, Uint8Array>(), passedOver: [] };
}

function fromPng(bytes: Uint8Array): CardFile {
  const texts = readPngTexts(bytes, (keyword) => CARD_KEYWORD.test(keyword) || ASSET_KEYWORD.test(keyword));
  const named = (keyword: string) => texts.filter((text) => text.keyword.toLowerCase() === keyword);
  // The newer form first; of several the last that can be read.
  const candidates = [...named("ccv3").reverse(), ...named("chara").reverse()].slice(0, CARD_LIMITS.tries);
  if (candidates.length === 0) throw cardError("card_no_data");
  let failure: unknown;
  for (const { text } of candidates) {
    try {
      return { ...withoutFiles("png"), card: toCard(decodeText(text)), picture: bytes, ...assetsOf(texts) };
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

function assetsOf(texts: readonly PngText[]): Pick<CardFile, "assets" | "passedOver"> {
  const assets = new Map<string, Uint8Array>();
  const passedOver: CardFile["passedOver"] = [];
  let left: number = CARD_LIMITS.unpackedBytes;
  for (const { keyword, text } of texts) {
    const [, name] = ASSET_KEYWORD.exec(keyword) ?? [];
    if (name === undefined) continue;
    const content = Buffer.from(text, "base64");
    if (content.byteLength > Math.min(CARD_LIMITS.assetBytes, left)) {
      passedOver.push({ path: name, reason: "too_large" });
      continue;
    }
    left -= content.byteLength;
    assets.set(name, content);
  }
  return { assets, passedOver };
}

function fromPackage(bytes: Uint8Array, isJpeg: boolean): CardFile {
  if (!isPackage(bytes)) throw cardError(isJpeg ? "card_no_data" : "card_truncated");
  const { assetBytes: fileBytes, unpackedBytes, entries } = CARD_LIMITS;
  const opened = readPackage(bytes, { fileBytes, unpackedBytes, entries });
  if (!opened) throw cardError("card_truncated");
  const { files, passedOver } = opened;
  const card = files.find(({ path }) => path.toLowerCase() === "card.json");
  if (!card) throw cardError("card_no_data");
  return {
    format: isJpeg ? "jpeg+charx" : "charx",
    card: toCard(decodeUtf8(card.bytes)),
    picture: isJpeg ? bytes : null,
    assets: new Map(files.filter((file) => file !== card).map((file) => [file.path, file.bytes])),
    passedOver,
  };
}

function decodeText(base64: string): string {
  if (/^rcc\|\|/.test(base64)) throw cardError("card_encrypted");
  if (base64.length > (CARD_LIMITS.jsonBytes * 4) / 3 + 4) throw cardError("card_too_large", jsonLimit);
  const bytes = Buffer.from(base64, "base64");
  const text = decodeUtf8(bytes);
  if (/^rcc\|\|/.test(text)) throw cardError("card_encrypted");
  return text;
}

const jsonLimit = { limit: CARD_LIMITS.jsonBytes / 2 ** 20 };

function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.byteLength > CARD_LIMITS.jsonBytes) throw cardError("card_too_large", jsonLimit);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw cardError("card_unknown_format", { cause: error });
  }
}

function toCard(text: string): JsonObject {
  if (!/^\uFEFF?\s*[[{]/.test(text)) throw cardError("card_unknown_format");
  const card = parseCardJson(text);
  if (!isObject(card)) throw cardError("card_not_a_card");
  return card;
}
