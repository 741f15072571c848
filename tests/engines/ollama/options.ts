export interface ChatLine {
  role: string;
  content: string;
}

export interface OllamaModel {
  /** With its tag. */
  name: string;
  /** `completion`, `thinking`, `vision`, `tools`, `embedding`. */
  capabilities: string[];
  /** The length it was trained for, in tokens. */
  contextLength: number;
}

export interface OllamaOptions {
  /** 0 = any free one. */
  port: number;
  /** Models it has, newest first as `/api/tags` lists them. */
  models: OllamaModel[];
  /** Milliseconds from taking a slot to the first token. */
  firstTokenMs: number;
  tokensPerSecond: number;
  /** Milliseconds to load a model, or to load it again because `num_ctx` changed. */
  loadMs: number;
  /** Divides every duration. */
  speed: number;
  /** Requests answered at the same time (OLLAMA_NUM_PARALLEL); further ones wait. */
  parallel: number;
  /** `num_ctx` where the request says nothing. */
  contextLength: number;
  /** What is answered to these messages; `turn` counts the answers from 0. */
  reply: (messages: ChatLine[], turn: number) => string;
  /** What a thinking model thinks unless it was told not to. */
  thinking: string;
  /** Whether `/api/tags` tells capabilities and context length, as recent versions do. */
  tellsCapabilities: boolean;
}

export const DEFAULT_MODELS: OllamaModel[] = [
  { name: "gemma3:12b", capabilities: ["completion", "vision"], contextLength: 131_072 },
  { name: "qwen3:8b", capabilities: ["completion", "tools", "thinking"], contextLength: 40_960 },
  { name: "nomic-embed-text:latest", capabilities: ["embedding"], contextLength: 2048 },
];

/** A name without a tag means `:latest`. */
export const withTag = (name: string): string => (name.includes(":") ? name : `${name}:latest`);
