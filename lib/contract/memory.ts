import { z } from "zod";
import { optionalText } from "./fields";
import { lorebook } from "./lorebook";
import { PROMPT_PARTS } from "./prompt-parts";

/** What the older lines of a play were folded into. Empty and null where nothing was folded yet. */
export const summary = z.object({
  text: z.string(),
  /** The last line it stands for. */
  folded_until: z.string().nullable(),
  /** Tokens of what it stands for (the summary before it and the folded lines), and its own. */
  tokens_before: z.number().int(),
  tokens_after: z.number().int(),
  /** Whether a folding can be taken back. */
  can_undo: z.boolean(),
});
export type SummaryView = z.infer<typeof summary>;

/** `undo` takes the last folding back; else `text` replaces the summary's words. */
export const putSummary = z
  .object({ text: z.string().max(20_000).optional(), undo: z.boolean().default(false) })
  .refine((body) => body.undo || body.text !== undefined, { path: ["text"] });
export type PutSummary = z.infer<typeof putSummary>;

/** A fact that stays in every prompt word for word. */
export const pin = z.object({
  id: z.string(),
  text: z.string(),
  message_id: z.string().nullable(),
  created_at: z.string(),
});
export type PinView = z.infer<typeof pin>;

export const MAX_PINS = 100;
export const postPin = z.object({ text: z.string().trim().min(1).max(500), message_id: optionalText(128) });
export const deletePinQuery = z.object({ id: z.string().min(1).max(128) });

/** The house rules of role-play. Each can be taken away; `more` is added in the person's own words. */
export const promptRules = z.object({
  stays_in_character: z.boolean(),
  never_speaks_for_user: z.boolean(),
  no_emoji: z.boolean(),
  more: z.string().max(4000),
});
export type PromptRules = z.infer<typeof promptRules>;
export const DEFAULT_RULES: PromptRules = {
  stays_in_character: true,
  never_speaks_for_user: true,
  no_emoji: true,
  more: "",
};

/** What a person sets for the prompts of one play. */
export const promptSettings = z.object({
  user: z.object({ name: z.string(), persona: z.string() }),
  rules: promptRules,
  lorebook: lorebook.nullable(),
});
export type PromptSettingsView = z.infer<typeof promptSettings>;

/** PUT merges: what is absent stays. An empty `entries` takes the play's lorebook away. */
export const putPromptSettings = z.object({
  user: z
    .object({ name: z.string().max(100).optional(), persona: z.string().max(8000).optional() })
    .optional(),
  rules: promptRules.partial().optional(),
  lorebook: lorebook.optional(),
});
export type PutPromptSettings = z.infer<typeof putPromptSettings>;

/** What was sent for a line. `tokens` of parts add up to the engine's own count where it told one. */
export const sentPrompt = z.object({
  message_id: z.string(),
  model: z.string(),
  context_length: z.number().int(),
  /** Tokens the prompt might take: the context less the answer. */
  budget: z.number().int(),
  tokens: z.number().int(),
  /** Whether `tokens` is what the engine counted, or an estimate. */
  counted_by: z.enum(["engine", "estimate"]),
  parts: z.array(z.object({ part: z.enum(PROMPT_PARTS), tokens: z.number().int() })),
  messages: z.array(z.object({ role: z.string(), content: z.string(), tokens: z.number().int() })),
  /** When the line's turn came to each stage, ms after its request came (null: it never did); null while it is written. */
  clock: z
    .object({
      first_token: z.number().int().nullable(),
      first_segment: z.number().int().nullable(),
      first_audio: z.number().int().nullable(),
      done: z.number().int(),
    })
    .nullable(),
});
export type SentPromptView = z.infer<typeof sentPrompt>;

export const pinList = z.object({ pins: z.array(pin) });
