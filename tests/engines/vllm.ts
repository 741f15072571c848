import type { IncomingMessage, ServerResponse } from "node:http";
import { now, sleepUntil } from "./clock";
import { FaultBoard, type FaultScope } from "./faults";
import type { ChatLine } from "./ollama/options";
import { rolePlayReply } from "./ollama/replies";
import { OllamaLog as ChatLog } from "./ollama/request-log";
import { messageTokens, tokenize } from "./ollama/tokens";
import { drop, readBody, SocketServer, send } from "./socket-server";
import { generate } from "./vllm/generation";
import type { VllmFault, VllmFaultSettings, VllmOptions } from "./vllm/options";
import { faultRefusal, type Refusal, requestRefusal, vllmError } from "./vllm/refusals";

export {
  VLLM_FAULTS,
  VLLM_FLAVOURS,
  type VllmFault,
  type VllmFlavour,
  type VllmOptions,
} from "./vllm/options";

const DEFAULT_OPTIONS: VllmOptions = {
  port: 0,
  prefix: "",
  flavour: "vllm",
  models: ["Qwen/Qwen3-8B"],
  contextLength: 4096,
  isLoaded: true,
  nativeList: "v0",
  apiKey: null,
  template: "any",
  refusesTemplateOptions: false,
  refusesForm: false,
  firstTokenMs: 150,
  tokensPerSecond: 60,
  speed: 1,
  reply: rolePlayReply,
  thinking: "",
  reasoning: "reasoning",
  overflowWords: "2026",
};

/** An OpenAI-compatible server on real sockets, without a model: scripted answers at a set pace, many at once. */
export interface VllmSimulator {
  /** With its prefix, without `/v1`. */
  readonly url: string;
  readonly port: number;
  /** May be changed while it runs. */
  readonly options: VllmOptions;
  readonly log: ChatLog;
  /** `Authorization` of every request, in order; null where there was none. */
  readonly authorizations: (string | null)[];
  /** Keys under which generations were stopped (KoboldCpp). */
  readonly stopped: string[];
  whenIdle(): Promise<void>;
  /** As the Ollama simulator's: a fault for all, for the `next` so many, or for lines `matching`. */
  behave(fault: VllmFault | "down" | "well", scope?: FaultScope & VllmFaultSettings): Promise<void>;
  close(): Promise<void>;
}

interface Exchange {
  path: string;
  request: IncomingMessage;
  response: ServerResponse;
  text: string;
}

export async function startVllm(given: Partial<VllmOptions> = {}): Promise<VllmSimulator> {
  const options: VllmOptions = { ...DEFAULT_OPTIONS, ...given };
  const log = new ChatLog();
  const faults = new FaultBoard<VllmFault, VllmFaultSettings>();
  const authorizations: (string | null)[] = [];
  const stopped: string[] = [];
  const running = new Map<string, AbortController>();
  let turns = 0;

  const server = new SocketServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://engine");
    const text = await readBody(request);
    authorizations.push(request.headers.authorization ?? null);
    log.paths.push(pathname);
    if (!pathname.startsWith(`${options.prefix}/`))
      return send(response, 404, "<h1>Not Found</h1>", "text/html");
    await answer({ path: pathname.slice(options.prefix.length), request, response, text });
  });

  async function answer(exchange: Exchange): Promise<void> {
    const { path, request, response } = exchange;
    const isChat = path === "/v1/chat/completions";
    const standing = isChat ? null : faults.standing();
    if (standing === "loading") return refuse(response, LOADING);
    if (await misbehave(response, standing)) return;
    const isOpen = options.flavour === "llama.cpp" ? path === "/health" : !path.startsWith("/v1");
    if (options.apiKey && !isOpen && request.headers.authorization !== `Bearer ${options.apiKey}`)
      return send(response, 401, { error: "Unauthorized" });
    if (isChat && request.method === "POST") return answerChat(exchange);
    if (path === "/tokenize") return answerTokenize(exchange);
    if (path === "/api/extra/abort" && options.flavour === "koboldcpp") return stop(exchange);
    const page = pages(standing)[path];
    if (!page && options.flavour === "lm-studio")
      return send(response, 200, { error: `Unexpected endpoint or method. (${request.method} ${path})` });
    if (!page) return send(response, 404, { detail: "Not Found" });
    refuse(response, page);
  }

  function pages(standing: VllmFault | null): Record<string, Refusal> {
    const { flavour } = options;
    const health: Refusal =
      standing === "dead"
        ? { status: 503, body: "" }
        : standing === "badGateway"
          ? { status: 502, body: "<html>502 Bad Gateway</html>" }
          : flavour === "vllm"
            ? { status: 200, body: "" }
            : { status: 200, body: { status: "ok" } };
    const hasHealth = standing !== "noHealth" && (flavour === "vllm" || flavour === "llama.cpp");
    const models = standing === "noModels" ? [] : options.models.map(describe);
    return {
      ...(hasHealth ? { "/health": health } : {}),
      "/v1/models": { status: 200, body: { object: "list", data: models } },
      ...ownPage(),
    };
  }

  /** Where a server tells how much its models read, if its list does not. */
  function ownPage(): Record<string, Refusal> {
    const { flavour, contextLength, isLoaded, nativeList } = options;
    if (flavour === "llama.cpp") {
      const body = { default_generation_settings: { n_ctx: contextLength }, total_slots: 1 };
      return { "/props": { status: 200, body } };
    }
    if (flavour === "koboldcpp")
      return { "/api/extra/true_max_context_length": { status: 200, body: { value: contextLength } } };
    if (flavour !== "lm-studio") return {};
    const trained = { max_context_length: 262_144 };
    const older = options.models.map((id) => ({
      id,
      object: "model",
      type: "llm",
      state: isLoaded ? "loaded" : "not-loaded",
      ...trained,
      ...(isLoaded ? { loaded_context_length: contextLength } : {}),
    }));
    const native = options.models.map((key) => ({
      type: "llm",
      key,
      loaded_instances: isLoaded ? [{ id: key, config: { context_length: contextLength } }] : [],
      ...trained,
    }));
    return nativeList === "v0"
      ? { "/api/v0/models": { status: 200, body: { object: "list", data: older } } }
      : { "/api/v1/models": { status: 200, body: { models: native } } };
  }

  function describe(id: string): object {
    const { flavour, contextLength } = options;
    const model = { id, object: "model", created: 1_790_000_000, owned_by: flavour };
    if (flavour === "vllm")
      return { ...model, root: id, parent: null, max_model_len: contextLength, permission: [] };
    return flavour === "openrouter" ? { ...model, context_length: contextLength } : model;
  }

  async function answerChat({ response, text }: Exchange): Promise<void> {
    const receivedAt = now();
    const body: Record<string, unknown> = JSON.parse(text);
    const messages = (body.messages ?? []) as ChatLine[];
    const entry = log.receive(body, receivedAt);
    entry.messages = messages;
    const gone = new AbortController();
    const isKobold = options.flavour === "koboldcpp";
    let dropped = false;
    const end = () => log.close(entry, response.writableFinished || dropped ? "finished" : "aborted");
    response.on("close", () => {
      entry.status = response.statusCode;
      // KoboldCpp goes on although nobody listens.
      if (!isKobold) gone.abort();
      if (!isKobold || response.writableFinished) end();
    });
    if (typeof body.genkey === "string") running.set(body.genkey, gone);
    const fault = faults.take(messages.at(-1)?.content ?? "");
    entry.fault = fault?.name ?? null;
    dropped = fault?.name === "reset" || fault?.name === "dieMidStream";
    if (fault?.name === "loading") return refuse(response, LOADING);
    if (await misbehave(response, fault?.name ?? null)) return;
    const known = options.models.includes(entry.model);
    const refusal =
      faultRefusal(fault?.name, options.apiKey ?? undefined) ??
      (known ? null : vllmError(404, "NotFoundError", `The model \`${entry.model}\` does not exist.`)) ??
      requestRefusal(body, options);
    if (refusal) return refuse(response, refusal);
    entry.startedAt = now();
    options.isLoaded = true;
    const kwargs = body.chat_template_kwargs as { enable_thinking?: boolean } | undefined;
    const thinking =
      kwargs?.enable_thinking === false && options.reasoning !== "inline" ? "" : options.thinking;
    const reply = options.reply(messages, turns++);
    await generate({ options, request: entry, response, fault, gone: gone.signal, text: reply, thinking });
    if (isKobold) end();
  }

  async function answerTokenize({ response, text }: Exchange): Promise<void> {
    if (options.flavour === "llama.cpp") return send(response, 200, { tokens: [] });
    if (options.flavour !== "vllm") return send(response, 404, { detail: "Not Found" });
    const body: Record<string, unknown> = JSON.parse(text);
    // Not limited by the context.
    const refusal = requestRefusal(body, { ...options, contextLength: Number.POSITIVE_INFINITY });
    if (refusal) return refuse(response, refusal);
    const messages = (body.messages ?? []) as ChatLine[];
    const count = messages.reduce((sum, message) => sum + messageTokens(message), 0);
    const tokens = messages.flatMap(({ content }) => tokenize(content).map((_, index) => index));
    send(response, 200, { count, max_model_len: options.contextLength, tokens, token_strs: null });
  }

  function stop({ response, text }: Exchange): void {
    const { genkey } = JSON.parse(text) as { genkey: string };
    stopped.push(genkey);
    running.get(genkey)?.abort();
    send(response, 200, { success: "true" });
  }

  async function misbehave(response: ServerResponse, fault: VllmFault | null): Promise<boolean> {
    if (fault === "hang")
      await sleepUntil(now() + 3_600_000, AbortSignal.any([server.life, closing(response)]));
    else if (fault === "reset") drop(response);
    else if (fault === "garbage") send(response, 200, "<!doctype html><title>Sign in</title>", "text/html");
    else return false;
    return true;
  }

  await server.start(options.port);
  return {
    get url() {
      return `${server.url}${options.prefix}`;
    },
    get port() {
      return server.port;
    },
    options,
    log,
    authorizations,
    stopped,
    whenIdle: () => log.whenIdle(),
    async behave(fault, scope = {}) {
      if (fault === "down") return server.stop();
      if (fault !== "well") return faults.add(fault, scope);
      faults.clear();
      await server.start();
    },
    close: () => server.stop(),
  };
}

const LOADING: Refusal = {
  status: 503,
  body: { error: { code: 503, message: "Loading model", type: "unavailable_error" } },
};

function refuse(response: ServerResponse, { status, body, headers = {} }: Refusal): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  send(response, status, body);
}

function closing(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.on("close", () => left.abort());
  return left.signal;
}
