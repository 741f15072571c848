import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { BuiltinVoice } from "./builtin-voices";

/** A shipped clip under the name it is published by. */
export interface ClipFile {
  voiceId: string;
  /** On this machine. */
  source: string;
  sha256: string;
  /** `<sha256>.wav`: engines remember a reference by its path, so other bytes must have another name. */
  fileName: string;
  bytes: number;
}

const CLIPS_DIR = path.join(/*turbopackIgnore: true*/ process.cwd(), "lib/voices/references");

/** The clips of these voices, 200 kB each. Throws where one is missing: it ships with the code. */
export function readClipFiles(voices: readonly BuiltinVoice[]): ClipFile[] {
  return voices.map((voice) => {
    const source = path.join(/*turbopackIgnore: true*/ CLIPS_DIR, voice.reference.file);
    const content = readFileSync(source);
    const sha256 = createHash("sha256").update(content).digest("hex");
    return { voiceId: voice.id, source, sha256, fileName: `${sha256}.wav`, bytes: content.byteLength };
  });
}
