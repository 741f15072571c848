import { createHash } from "node:crypto";
import { z } from "zod";
import { speechControls, streamingMode } from "@/lib/contract/speech";
import { storedReference, voiceSound } from "./voice";

/** How one stretch of speech is made; kept with the file, so that it can be made (again) when asked for. */
export const speechRecipe = z.object({
  kind: z.literal("speech"),
  /** The engines that may make it: they all sound the same. */
  pool: z.string(),
  voiceId: z.string(),
  revisionKey: z.string(),
  /** The voice as it was then; absent in recipes older than this field: the voice as it is now. */
  sound: voiceSound.optional(),
  /** The mood of the sound's reference, where it is not the neutral one. */
  emotion: z.string().optional(),
  /** Speakable, as the engine gets it. */
  text: z.string(),
  language: z.string(),
  controls: speechControls.required(),
  streamingMode,
  /** Limit of an engine that speaks in tokens; absent: enough for the text. */
  maxNewTokens: z.number().optional(),
  /** What one request wished in place of the voice's own. */
  scene: z.string().optional(),
  /** An admin's own references for this one request. */
  reference: storedReference.optional(),
  auxiliaryReferences: z.array(storedReference).optional(),
  /** Several voices in one request to an engine; `text` is all they say, the recipe's own voice is the first. */
  dialogue: z
    .object({
      speakers: z.array(z.object({ voiceId: z.string(), revisionKey: z.string(), sound: voiceSound })),
      lines: z.array(z.object({ speaker: z.number().int(), text: z.string() })),
    })
    .optional(),
});
export type SpeechRecipe = z.infer<typeof speechRecipe>;

/** A whole line: its stretches one after the other. */
const lineRecipe = z.object({ kind: z.literal("line"), parts: z.array(speechRecipe).min(1) });

const eitherRecipe = z.discriminatedUnion("kind", [speechRecipe, lineRecipe]);
export type Recipe = z.infer<typeof eitherRecipe>;

/** A recipe as it was kept; an older one names its engine's kind, which is its pool's name. */
export const recipe = z.preprocess(upgraded, eitherRecipe);

function upgraded(kept: unknown): unknown {
  if (kept === null || typeof kept !== "object") return kept;
  if ("parts" in kept && Array.isArray(kept.parts)) return { ...kept, parts: kept.parts.map(upgraded) };
  return "engine" in kept && !("pool" in kept) ? { ...kept, pool: kept.engine } : kept;
}

/** The content key: everything that changes the sound, nothing else. Never leaves the server. */
export function clipKey(made: Recipe): string {
  const content =
    made.kind === "line"
      ? ["line", ...made.parts.map(clipKey)]
      : [
          made.pool,
          made.revisionKey,
          made.text.normalize("NFC"),
          made.language,
          Object.entries(made.controls).sort(([a], [b]) => (a < b ? -1 : 1)),
          made.streamingMode,
          made.reference ?? null,
          ...wishesOf(made),
        ];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** What few recipes have, in the key only where it is there: keys of clips made before it stay theirs. */
function wishesOf({ emotion, scene, maxNewTokens, auxiliaryReferences, dialogue }: SpeechRecipe): unknown[] {
  const turns = dialogue && [dialogue.speakers.map(({ revisionKey }) => revisionKey), dialogue.lines];
  const wishes = Object.entries({ emotion, scene, maxNewTokens, auxiliaryReferences, turns });
  return wishes.filter(([, wish]) => wish !== undefined);
}
