export interface GeminiModel {
  /** Without `models/`. */
  name: string;
  methods: string[];
  inputTokenLimit: number;
  /** Tokens it thinks before it says anything; they count against `maxOutputTokens`. */
  thinkingTokens: number;
}

export interface GeminiContent {
  role?: string;
  parts: { text?: string }[];
}

export interface GeminiOptions {
  /** 0 = any free one. */
  port: number;
  /** The one key it takes. */
  apiKey: string;
  models: GeminiModel[];
  /** Models on one page of the list, whatever is asked for. */
  pageSize: number;
  /** Milliseconds until the first piece. */
  firstTokenMs: number;
  tokensPerSecond: number;
  /** Divides every duration. */
  speed: number;
  /** What is answered; `turn` counts the answers from 0. */
  reply: (contents: GeminiContent[], turn: number) => string;
}

const GENERATES = ["generateContent", "countTokens", "createCachedContent"];

const model = (name: string, methods = GENERATES, thinkingTokens = 0): GeminiModel => ({
  name,
  methods,
  inputTokenLimit: 1_048_576,
  thinkingTokens,
});

export const DEFAULT_GEMINI_MODELS: GeminiModel[] = [
  model("embedding-001", ["embedContent"]),
  model("gemini-2.5-flash-lite"),
  model("gemini-3.5-flash"),
  model("gemini-3.8-pro-preview", GENERATES, 40),
  model("gemini-3.8-flash-preview-tts"),
  model("gemini-3.8-flash-image"),
  model("gemini-3.8-flash-lite"),
  model("gemini-3.8-flash", GENERATES, 40),
  model("gemma-3-27b-it"),
];

/** What can be made to go wrong, and how it shows. */
export const GEMINI_FAULTS = {
  blockedPrompt: "200 with `promptFeedback.blockReason` and no candidates",
  safety: "The answer ends after `afterTokens` with finishReason `reason` (default SAFETY)",
  blockedEmpty: "A candidate with finishReason PROHIBITED_CONTENT and no content",
  empty: "A candidate with finishReason STOP and no parts",
  thoughts: "Parts marked `thought` before the answer and between its pieces",
  quota: "429 RESOURCE_EXHAUSTED with RetryInfo",
  dailyQuota: "429 RESOURCE_EXHAUSTED without RetryInfo",
  overloaded: "503 UNAVAILABLE",
  serverError: "500 INTERNAL",
  deadline: "504 DEADLINE_EXCEEDED",
  badKey: "400 API_KEY_INVALID, on every path",
  suspended: "403 whose words name the key, on every path",
  location: "400: the country is not supported",
  overflow: "400: more tokens than the model reads",
  htmlError: "502 with a proxy's web page, on every path",
  garbage: "200 with a web page, on every path",
  redirect: "302 to `to`, on every path",
  hang: "Takes the request and never answers, on every path",
  reset: "Closes the connection without an answer, on every path",
  stall: "Nothing more after `afterTokens`, the connection stays",
  cut: "The connection breaks after `afterTokens`",
  endsEarly: "The answer ends after `afterTokens` without a finishReason",
  errorInStream: "An error object after `afterTokens`, inside a 200 stream",
  brokenJson: "Half a JSON object after `afterTokens`",
  plainJson: "A JSON array instead of events, as without alt=sse",
} as const;
export type GeminiFault = keyof typeof GEMINI_FAULTS;

export interface GeminiFaultSettings {
  /** Tokens before a fault in the middle; default 5. */
  afterTokens?: number;
  reason?: string;
  to?: string;
}
