import { z } from "zod";

/** The parts of OpenAI's chat completions that other programs send and read. */
const content = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal("text"), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join("")),
]);

export const chatCompletionRequest = z.object({
  /** A character's id. */
  model: z.string().min(1).max(128),
  messages: z
    .array(
      z.object({
        role: z.enum(["system", "developer", "user", "assistant"]),
        content: content.pipe(z.string().max(32_000)),
      }),
    )
    .min(1)
    .max(10_000)
    .refine((lines) => lines.some(({ role, content: said }) => isSpoken(role) && said !== "")),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).optional(),
  temperature: z.number().min(0).max(2).default(0.7),
  max_tokens: z.number().int().min(1).max(8192).optional(),
  max_completion_tokens: z.number().int().min(1).max(8192).optional(),
  n: z.literal(1).optional(),
});
export type ChatCompletionRequest = z.output<typeof chatCompletionRequest>;

/** Whether a line of this role is said in the play; the others direct it. */
export function isSpoken(role: string): role is "user" | "assistant" {
  return role === "user" || role === "assistant";
}

/** What other programs may have speech as; all but wav keep OpenAI's own terms (`pcm`: 24 kHz, s16le). */
export const SPEECH_RESPONSE_TYPES = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
} as const;

const named = z.string().min(1).max(128);

/** The parts of OpenAI's speech request that mean something here; `model` and `instructions` do not. */
export const speechRequest = z.object({
  input: z.string().min(1).max(5000),
  /** A voice's id. */
  voice: z.union([named, z.object({ id: named }).transform(({ id }) => id)]).optional(),
  response_format: z.enum(["mp3", "opus", "aac", "flac", "wav", "pcm"]).default("mp3"),
  speed: z
    .number()
    .min(0.25)
    .max(4)
    .default(1)
    .transform((speed) => Math.min(2, Math.max(0.5, speed))),
  stream_format: z.literal("audio").optional(),
});

/** A character, as other programs list it. */
export const openAiModel = z.object({
  id: z.string(),
  object: z.literal("model"),
  /** Seconds since the epoch. */
  created: z.number().int(),
  owned_by: z.string(),
  /** Not OpenAI's; what people call it. */
  name: z.string(),
});
export type OpenAiModel = z.infer<typeof openAiModel>;
export const openAiModelList = z.object({ object: z.literal("list"), data: z.array(openAiModel) });

export const openAiVoiceList = z.object({
  voices: z.array(
    z.object({ id: z.string(), name: z.string(), language: z.string(), description: z.string() }),
  ),
});

const completion = z.object({ id: z.string(), created: z.number().int(), model: z.string() });
const finishReason = z.enum(["stop", "length", "content_filter"]);
const completionUsage = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
});

/** A character's whole answer. */
export const chatCompletion = completion.extend({
  object: z.literal("chat.completion"),
  choices: z.array(
    z.object({
      index: z.number().int(),
      message: z.object({ role: z.literal("assistant"), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: finishReason,
    }),
  ),
  usage: completionUsage,
});
export type ChatCompletion = z.infer<typeof chatCompletion>;

/** A piece of it as it is written. */
export const chatCompletionChunk = completion.extend({
  object: z.literal("chat.completion.chunk"),
  choices: z.array(
    z.object({
      index: z.number().int(),
      delta: z.object({ role: z.literal("assistant").optional(), content: z.string().optional() }),
      logprobs: z.null(),
      finish_reason: finishReason.nullable(),
    }),
  ),
  usage: completionUsage.optional(),
});
export type ChatCompletionChunk = z.infer<typeof chatCompletionChunk>;

export const openAiError = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.null(), code: z.string() }),
});
export type OpenAiError = z.infer<typeof openAiError>;
