import { z } from "zod";
import { speechLanguage } from "@/lib/contract/speech";
import { embeddedPath } from "./card-assets";
import { isObject, type JsonObject, type JsonValue } from "./card-json";
import { readText } from "./card-text";
import { CARD_LIMITS } from "./limits";

/** What is said in a reference clip, in which mood. */
export interface ClipWords {
  promptText: string;
  promptLang: string;
  emotion: string;
}

export interface CardClip extends ClipWords {
  bytes: Uint8Array;
}

/** A voice whose owner lets its clips leave with cards; the neutral clip first. */
export interface TravellingVoice {
  name: string;
  language: string;
  clips: readonly CardClip[];
}

const INLINE = /^data:[^,]{0,100};base64,/;
const language = speechLanguage.catch("ko");
const emotion = z.string().trim().toLowerCase().min(1).max(40).catch("neutral");

/** A card's voice apart from the sounds in it: those are used by nobody before they were looked at. */
export function withoutSounds(voice: JsonObject): { voice: JsonObject; sounds: JsonObject[] } {
  if (!Array.isArray(voice.references)) return { voice, sounds: [] };
  const sounds = voice.references.filter(isObject).filter(({ uri }) => isSound(uri));
  if (sounds.length === 0) return { voice, sounds };
  const { references, ...others } = voice;
  const left = references.filter((one) => !isObject(one) || !isSound(one.uri));
  return { voice: { ...others, ...(left.length > 0 ? { references: left } : {}) }, sounds };
}

/** The path inside the file a sound's bytes stand at; null where they are in the card itself. */
export function soundPath(sound: JsonObject): string | null {
  return embeddedPath(sound.uri);
}

/** A sound of a card as it stands there, not judged; null where its bytes are not in the file, or too many. */
export function readSoundOf(sound: JsonObject, files: ReadonlyMap<string, Uint8Array>): CardClip | null {
  const path = soundPath(sound);
  const bytes = path === null ? fromDataUri(sound.uri) : files.get(path);
  if (!bytes || bytes.byteLength > CARD_LIMITS.clipBytes) return null;
  return {
    bytes,
    promptText: readText(sound.prompt_text, 1000)?.text ?? "",
    promptLang: language.parse(sound.prompt_lang),
    emotion: emotion.parse(sound.emotion),
  };
}

export const cardLanguage = (value: JsonValue | undefined): string => language.parse(value);

/**
 * A voice for a card's extension, its clips as files of the package or picture, or (`json`) in the card itself; as many as
 * `CARD_LIMITS` lets through, in their order.
 */
export function packVoice(
  { name, language, clips }: TravellingVoice,
  format: "json" | "files",
): { member: JsonObject; files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  const references: JsonObject[] = [];
  let left: number = format === "json" ? CARD_LIMITS.inlineVoiceBytes : CARD_LIMITS.voiceBytes;
  for (const { bytes, promptText, promptLang, emotion } of clips) {
    if (bytes.byteLength > left) continue;
    left -= bytes.byteLength;
    const path = `avatar_forge/voice/${String(references.length + 1).padStart(2, "0")}.wav`;
    if (format === "files") files.set(path, bytes);
    const uri =
      format === "files"
        ? `embeded://${path}`
        : `data:audio/wav;base64,${Buffer.from(bytes).toString("base64")}`;
    references.push({ uri, prompt_text: promptText, prompt_lang: promptLang, emotion });
  }
  return { member: { name, language, references }, files };
}

function isSound(uri: JsonValue | undefined): boolean {
  return typeof uri === "string" && (embeddedPath(uri) !== null || INLINE.test(uri));
}

function fromDataUri(uri: JsonValue | undefined): Buffer | null {
  const [head] = (typeof uri === "string" && INLINE.exec(uri)) || [];
  return head === undefined || typeof uri !== "string" ? null : Buffer.from(uri.slice(head.length), "base64");
}
