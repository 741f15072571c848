import { z } from "zod";
import { toEngineError } from "@/lib/upstream/status-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const told = z.object({ text: z.string() });
const failed = z.object({ error: z.unknown() });

/**
 * The words in a server's answer: the object that was asked for, with or without its segments, or (where a server knows
 * one form alone) plain text. Empty where nobody speaks. Throws UpstreamError for a page, an error said with 200, anything else.
 */
export function transcriptIn(body: string): string {
  const text = body.trim();
  if (/^[<]/.test(text)) throw new UpstreamError("malformed", "answer is a page");
  const json = jsonOf(text);
  if (json === undefined) {
    if (/^[{[]/.test(text)) throw new UpstreamError("malformed", "answer breaks off");
    return inOneLine(text);
  }
  const known = told.safeParse(json);
  if (known.success) return inOneLine(known.data.text);
  // Older whisper.cpp says what went wrong with status 200.
  const failure = failed.safeParse(json);
  if (failure.success) throw toEngineError({ error: failure.data.error });
  if (typeof json === "string") return inOneLine(json);
  throw new UpstreamError("malformed", "answer without a text");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Segments come as lines of their own, most with a space in front; Han and kana need none between them. What whisper.cpp
 * calls silence is none of the words.
 */
function inOneLine(text: string): string {
  return text
    .replaceAll("[BLANK_AUDIO]", " ")
    .replace(/[\s\u0000-\u001f]+/gu, " ")
    .replace(
      /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}、。，！？]) (?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/gu,
      "",
    )
    .trim();
}
