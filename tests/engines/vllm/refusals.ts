import type { ChatLine } from "../ollama/options";
import { messageTokens } from "../ollama/tokens";
import type { VllmFault, VllmOptions } from "./options";

export interface Refusal {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** llama.cpp's, before it told the numbers. */
export const OLDER_OVERFLOW = {
  code: 400,
  message:
    "the request exceeds the available context size. try increasing the context size or enable context shift",
  type: "invalid_request_error",
};

/** vLLM's error object: `code` is the number. */
export const vllmError = (status: number, type: string, message: string, param: string | null = null) => ({
  status,
  body: { error: { message, type, param, code: status } },
});
const badRequest = (message: string, param: string | null = null) =>
  vllmError(400, "BadRequestError", message, param);

/** What a fault answers before anything is generated. */
export function faultRefusal(fault: VllmFault | undefined, key: string | undefined): Refusal | null {
  switch (fault) {
    case "serverError":
      return vllmError(
        500,
        "InternalServerError",
        "EngineCore encountered an issue. See stack trace for the root cause.",
      );
    case "validation":
      return vllmError(
        400,
        "Bad Request",
        "[{'type': 'missing', 'loc': ('body', 'messages'), 'msg': 'Field required', 'input': {}}]",
      );
    case "busy":
      return {
        status: 503,
        body: { detail: { msg: "Server is busy; please try again later.", type: "service_unavailable" } },
      };
    case "rateLimited":
      return {
        status: 429,
        body: { error: { code: 429, message: "Rate limit exceeded", metadata: {} } },
        headers: { "Retry-After": "7" },
      };
    case "noCredit":
      return { status: 402, body: { error: { code: 402, message: "Insufficient credits" } } };
    case "moderated":
      return {
        status: 403,
        body: {
          error: {
            code: 403,
            message: "The chosen model requires moderation on Somewhere, and your input was flagged.",
            metadata: {
              reasons: ["violence"],
              flagged_input: "what the person said",
              provider_name: "Somewhere",
              model_slug: "maker/model",
            },
          },
        },
      };
    case "noProvider":
      return { status: 503, body: { error: { code: 503, message: "No instances available" } } };
    case "notImplemented":
      return vllmError(501, "NotImplementedError", "This model does not support chat completions.");
    case "echoesKey":
      return {
        status: 401,
        body: { error: { message: `Incorrect API key provided: ${key}.`, type: "invalid_request_error" } },
      };
    default:
      return null;
  }
}

/** What a model's template and server say of a request they do not take; null: it goes on. */
export function requestRefusal(body: Record<string, unknown>, options: VllmOptions): Refusal | null {
  const messages = (body.messages ?? []) as ChatLine[];
  const usesOptions = ["chat_template_kwargs", "continue_final_message", "add_generation_prompt"].some(
    (name) => body[name] !== undefined,
  );
  if (options.refusesTemplateOptions && usesOptions)
    return badRequest("chat_template_kwargs is not supported for Mistral tokenizers.");
  if (body.continue_final_message === true && body.add_generation_prompt !== false)
    return badRequest("Cannot set both `continue_final_message` and `add_generation_prompt` to True.");
  if (options.refusesForm && body.response_format !== undefined)
    return badRequest("'response_format.type' must be 'text'", "response_format");
  return templateRefusal(messages, options) ?? overflow(body, messages, options);
}

function templateRefusal(messages: ChatLine[], { template, flavour }: VllmOptions): Refusal | null {
  if (template === "any") return null;
  // llama.cpp runs the template itself, and what it raises is a 500 there.
  const refuse = (message: string) =>
    flavour === "llama.cpp"
      ? { status: 500, body: { error: { code: 500, message, type: "server_error" } } }
      : badRequest(message);
  if (template === "no-system" && messages.some(({ role }) => role === "system"))
    return refuse("System role not supported");
  const spoken = messages[0]?.role === "system" ? messages.slice(1) : messages;
  const alternate = spoken.every(({ role }, at) => role === (at % 2 === 0 ? "user" : "assistant"));
  return alternate ? null : refuse("Conversation roles must alternate user/assistant/user/assistant/...");
}

/** Prompt and wanted answer together must fit. */
function overflow(
  body: Record<string, unknown>,
  messages: ChatLine[],
  { flavour, contextLength: limit, overflowWords }: VllmOptions,
): Refusal | null {
  const input = messages.reduce((sum, message) => sum + messageTokens(message), 0);
  const output = Number(body.max_completion_tokens ?? body.max_tokens ?? 0);
  if (flavour === "llama.cpp") {
    // Its answer may grow until the context is full.
    if (input <= limit) return null;
    if (overflowWords === "older") return { status: 400, body: { error: OLDER_OVERFLOW } };
    if (overflowWords === "500") {
      const told = { code: 500, type: "exceed_context_size_error", n_prompt_tokens: input, n_ctx: limit };
      return { status: 500, body: { error: { ...OLDER_OVERFLOW, ...told } } };
    }
    const message = `request (${input} tokens) exceeds the available context size (${limit} tokens), try increasing it`;
    const type = "exceed_context_size_error";
    return {
      status: 400,
      body: { error: { code: 400, message, type, n_prompt_tokens: input, n_ctx: limit } },
    };
  }
  if (input + output <= limit) return null;
  const shorter = "Please reduce the length of the input prompt";
  // The prompt was cut off at the limit while it was counted.
  const least = Math.min(input, limit - output + 1);
  const words = {
    "2026": `This model's maximum context length is ${limit} tokens. However, you requested ${output} output tokens and your prompt contains at least ${least} input tokens, for a total of at least ${least + output} tokens. ${shorter} or the number of requested output tokens. (parameter=input_tokens, value=${least})`,
    params: `You passed ${least} input tokens and requested ${output} output tokens. However, the model's context length is only ${limit} tokens, resulting in a maximum input length of ${limit - output} tokens. ${shorter}.`,
    characters: `You passed ${input * 2} characters and requested ${output} output tokens. However, the model's context length is only ${limit} tokens, resulting in a maximum input length of ${limit - output} tokens (at most ${(limit - output) * 6} characters). ${shorter}.`,
  };
  if (flavour === "openrouter") {
    const raw = JSON.stringify({ error: { message: words["2026"], code: 400 } });
    const metadata = { raw, provider_name: "Somewhere" };
    return { status: 400, body: { error: { code: 400, message: "Provider returned error", metadata } } };
  }
  return badRequest(
    words[overflowWords === "older" || overflowWords === "500" ? "2026" : overflowWords],
    "input_tokens",
  );
}
