import { createHash } from "node:crypto";
import { z } from "zod";
import { speechEngineKind } from "@/lib/contract/engines";
import { speechControls, streamingMode } from "@/lib/contract/speech";

/** How one stretch of speech is made; kept with the file, so that it can be made (again) when asked for. */
export const speechRecipe = z.object({
  kind: z.literal("speech"),
  engine: speechEngineKind,
  voiceId: z.string(),
  revisionKey: z.string(),
  /** Speakable, as the engine gets it. */
  text: z.string(),
  language: z.string(),
  controls: speechControls.required(),
  streamingMode,
  /** An admin's own reference for this one request. */
  reference: z.object({ path: z.string(), promptText: z.string(), promptLang: z.string() }).optional(),
});
export type SpeechRecipe = z.infer<typeof speechRecipe>;

/** A whole line: its stretches one after the other. */
const lineRecipe = z.object({ kind: z.literal("line"), parts: z.array(speechRecipe).min(1) });

export const recipe = z.discriminatedUnion("kind", [speechRecipe, lineRecipe]);
export type Recipe = z.infer<typeof recipe>;

/** The content key: everything that changes the sound, nothing else. Never leaves the server. */
export function clipKey(made: Recipe): string {
  const content =
    made.kind === "line"
      ? ["line", ...made.parts.map(clipKey)]
      : [
          made.engine,
          made.revisionKey,
          made.text.normalize("NFC"),
          made.language,
          Object.entries(made.controls).sort(([a], [b]) => (a < b ? -1 : 1)),
          made.streamingMode,
          made.reference ?? null,
        ];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
