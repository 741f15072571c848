import { FaultBoard, type FaultScope } from "./faults";
import { answerChat } from "./ollama/answer-chat";
import {
  describeModel,
  type Engine,
  type Exchange,
  findModel,
  misbehave,
  modelsOf,
  readObject,
} from "./ollama/engine";
import type { OllamaFault, OllamaFaultSettings } from "./ollama/generation";
import { DEFAULT_MODELS, type OllamaOptions } from "./ollama/options";
import { answerDelete, answerPull, createPulls, type Pulls } from "./ollama/pulls";
import { rolePlayReply } from "./ollama/replies";
import { OllamaLog } from "./ollama/request-log";
import { Slots } from "./ollama/slots";
import { SocketServer, send } from "./socket-server";

export { OLLAMA_FAULTS, type OllamaFault } from "./ollama/generation";
export type { ChatLine, OllamaModel, OllamaOptions } from "./ollama/options";
export { PULL_FAULTS, type PullFault } from "./ollama/pulls";
export { ROLE_PLAY_REPLIES } from "./ollama/replies";
export type { OllamaLog, OllamaRequest, SentToken } from "./ollama/request-log";
export { tokenize } from "./ollama/tokens";

const VERSION = "0.33.0";

const DEFAULT_OPTIONS: OllamaOptions = {
  port: 0,
  models: DEFAULT_MODELS,
  firstTokenMs: 250,
  tokensPerSecond: 40,
  loadMs: 0,
  speed: 1,
  parallel: 1,
  contextLength: 4096,
  reply: rolePlayReply,
  thinking: "The user is speaking to me in a scene. I should stay in character and answer warmly.",
  tellsCapabilities: true,
};

/** An Ollama with real sockets, without a model: scripted answers at a set pace. */
export interface OllamaSimulator {
  readonly url: string;
  readonly port: number;
  /** May be changed while it runs. */
  readonly options: OllamaOptions;
  readonly log: OllamaLog;
  /** What can be downloaded, how fast, what goes wrong with it, and what was. */
  readonly pulls: Pulls;
  readonly idle: boolean;
  whenIdle(): Promise<void>;
  /**
   * From now on `/api/chat` fails this way: every request, the `next` so many, or those whose last line is
   * `matching`. `hang`, `reset`, `forbidden`, `garbage` and `noModels` without a scope hold for every path.
   * `down` stops the process; `well` ends all faults and starts it again.
   */
  behave(fault: OllamaFault | "down" | "well", scope?: FaultScope & OllamaFaultSettings): Promise<void>;
  /** Kills the process: nothing listens, every connection breaks. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with no model loaded. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startOllama(given: Partial<OllamaOptions> = {}): Promise<OllamaSimulator> {
  const engine: Engine = {
    options: { ...DEFAULT_OPTIONS, models: [...DEFAULT_MODELS], ...given },
    log: new OllamaLog(),
    faults: new FaultBoard(),
    slots: new Slots(),
    pulls: createPulls(),
    loaded: null,
    turns: 0,
  };
  const server = new SocketServer((request, response) => answer({ engine, request, response }));
  await server.start(engine.options.port);
  const restart = async () => {
    await server.stop();
    engine.loaded = null;
    await server.start();
  };
  return {
    get url() {
      return server.url;
    },
    get port() {
      return server.port;
    },
    options: engine.options,
    log: engine.log,
    pulls: engine.pulls,
    get idle() {
      return engine.log.idle;
    },
    whenIdle: () => engine.log.whenIdle(),
    async behave(fault, scope = {}) {
      if (fault === "down") return server.stop();
      if (fault !== "well") return engine.faults.add(fault, scope);
      engine.faults.clear();
      if (!server.listening) await restart();
    },
    stop: () => server.stop(),
    restart,
    close: () => server.stop(),
  };
}

const ROUTES: Record<string, (exchange: Exchange) => Promise<void> | void> = {
  "GET /": ({ response }) => send(response, 200, "Ollama is running"),
  "GET /api/version": ({ response }) => send(response, 200, { version: VERSION }),
  "GET /api/tags": ({ engine, response }) =>
    send(response, 200, { models: modelsOf(engine).map((model) => describeModel(engine, model)) }),
  "GET /api/ps": ({ engine, response }) => {
    const running = engine.loaded;
    const models = running
      ? [
          {
            ...describeModel(engine, running.model),
            size_vram: 8_149_190_253,
            context_length: running.contextLength,
          },
        ]
      : [];
    send(response, 200, { models });
  },
  "POST /api/show": answerShow,
  "POST /api/chat": answerChat,
  "POST /api/pull": answerPull,
  "DELETE /api/delete": answerDelete,
};

async function answer(exchange: Exchange): Promise<void> {
  const { engine, request, response } = exchange;
  const path = new URL(request.url ?? "/", "http://engine").pathname;
  engine.log.paths.push(path);
  if (path !== "/api/chat" && misbehave(response, engine.faults.standing())) return;
  const method = request.method === "HEAD" ? "GET" : request.method;
  const route = ROUTES[`${method} ${path}`];
  if (route) return route(exchange);
  const known = Object.keys(ROUTES).some((name) => name.endsWith(` ${path}`));
  send(response, known ? 405 : 404, known ? "405 method not allowed" : "404 page not found", "text/plain");
}

async function answerShow(exchange: Exchange): Promise<void> {
  const { engine, response } = exchange;
  const body = await readObject(exchange);
  if (!body) return;
  const model = findModel(engine, String(body.model ?? ""));
  if (!model) return send(response, 404, { error: `model '${body.model}' not found` });
  const family = model.name.replace(/[:\d.].*$/, "");
  const info = { "general.architecture": family, [`${family}.context_length`]: model.contextLength };
  send(response, 200, {
    ...describeModel(engine, model),
    model_info: info,
    capabilities: model.capabilities,
  });
}
