import type { ChatLine } from "../ollama/options";

/** Servers that speak OpenAI's chat completions, each in its own way. */
export const VLLM_FLAVOURS = ["vllm", "llama.cpp", "lm-studio", "koboldcpp", "openrouter"] as const;
export type VllmFlavour = (typeof VLLM_FLAVOURS)[number];

/** What a model's chat template refuses: nothing, lines that do not alternate, or also a system line. */
export type Template = "any" | "alternating" | "no-system";

export interface VllmOptions {
  /** 0: any free port. */
  port: number;
  /** Where a proxy has put it: `/vllm`. */
  prefix: string;
  flavour: VllmFlavour;
  models: string[];
  /** Tokens of prompt and answer together. */
  contextLength: number;
  /** LM Studio: whether its model is loaded, which alone has a context; it loads when it is first asked. */
  isLoaded: boolean;
  /** LM Studio: which list of its own it has, the older or the one since 0.4.0. */
  nativeList: "v0" | "v1";
  /** What `/v1` asks for; null: nothing. */
  apiKey: string | null;
  template: Template;
  /** Mistral's tokenizer takes no options for a template. */
  refusesTemplateOptions: boolean;
  /** It has no JSON mode and says so. */
  refusesForm: boolean;
  /** Milliseconds to the first token. */
  firstTokenMs: number;
  tokensPerSecond: number;
  /** Divides every duration. */
  speed: number;
  /** What is answered to these messages; `turn` counts the answers from 0. */
  reply: (messages: ChatLine[], turn: number) => string;
  /** What it thinks before it answers; empty: nothing. */
  thinking: string;
  /** Where it says what it thinks: a parser's field, its older name, or the text itself. */
  reasoning: "reasoning" | "reasoning_content" | "inline";
  /** Which of vLLM's sentences tells that a prompt is too long; `older`: llama.cpp's without numbers; `500`: as the error that it was there. */
  overflowWords: "2026" | "params" | "characters" | "older" | "500";
}

/** What can be made to go wrong, and how it shows. */
export const VLLM_FAULTS = {
  hang: "Takes the request and never answers",
  reset: "Closes the connection without an answer",
  garbage: "200 with a web page",
  noHealth: "404 with a web page on /health, as a proxy answers",
  badGateway: "502 with a web page on /health",
  dead: "503 with an empty body on /health: the engine is dead",
  loading: "503 on every path: the model is being loaded",
  noModels: "The list of models is empty",
  serverError: "500",
  validation: "400 with a dump of pydantic's",
  busy: "503 in KoboldCpp's words",
  rateLimited: "429 with Retry-After",
  noCredit: "402, as OpenRouter says it",
  moderated: "403, as OpenRouter says that a moderator flagged the prompt",
  noProvider: "503, as OpenRouter says that nobody offers the model now",
  notImplemented: "501",
  echoesKey: "401 that repeats the key",
  midStreamError: "An error event after `afterTokens`, then [DONE]",
  overflowInStream: "An error event that says the context is full, before the first token",
  overflowLine: "As older llama.cpp says it: an `error:` line in a stream with status 200",
  providerError: "OpenRouter's error event: the provider's words inside metadata.raw",
  endWithoutDone: "The stream ends after `afterTokens`, with no finish reason and no [DONE]",
  noDone: "The stream ends after its finish reason, without [DONE]",
  noUsage: "No usage, although it was asked for",
  dieMidStream: "The connection breaks after `afterTokens`",
  garbageLines: "Something that is no JSON after `afterTokens`",
  stall: "Nothing more after `afterTokens`, the connection stays",
  endless: "Tokens without end, whatever `max_tokens` says",
  plainJson: "One JSON object although a stream was asked for",
} as const;
export type VllmFault = keyof typeof VLLM_FAULTS;

export interface VllmFaultSettings {
  /** Tokens before a fault in the middle; default 5. */
  afterTokens?: number;
}
