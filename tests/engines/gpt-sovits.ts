import { nextTurn } from "./clock";
import { FaultBoard, type FaultScope } from "./faults";
import { answerControl, answerReference, answerWeights } from "./gpt-sovits/answer-rest";
import { answerTts } from "./gpt-sovits/answer-tts";
import {
  type EngineState,
  type Exchange,
  type FaultSettings,
  FIRST_GPT_WEIGHTS,
  FIRST_SOVITS_WEIGHTS,
  forgetState,
  type GptSovitsFault,
  misbehave,
} from "./gpt-sovits/engine-state";
import { openApiDocument } from "./gpt-sovits/openapi";
import { DEFAULT_OPTIONS, type GptSovitsOptions } from "./gpt-sovits/options";
import { GptSovitsLog } from "./gpt-sovits/request-log";
import { EventLoop, Gpu } from "./gpt-sovits/workload";
import { SocketServer, send } from "./socket-server";

export {
  FIRST_GPT_WEIGHTS,
  FIRST_SOVITS_WEIGHTS,
  GPT_SOVITS_FAULTS,
  type GptSovitsFault,
} from "./gpt-sovits/engine-state";
export type { GptSovitsOptions, GptSovitsVersion } from "./gpt-sovits/options";
export type { GptSovitsLog, GptSovitsRequest } from "./gpt-sovits/request-log";
export { spokenSeconds, toneFrequency } from "./gpt-sovits/sound";

/** A GPT-SoVITS `api_v2.py` with real sockets, without a model: tones instead of voices. */
export interface GptSovitsSimulator {
  readonly url: string;
  readonly port: number;
  /** May be changed while it runs. */
  readonly options: GptSovitsOptions;
  readonly log: GptSovitsLog;
  readonly weights: { gpt: string; sovits: string };
  readonly idle: boolean;
  whenIdle(): Promise<void>;
  /**
   * From now on `/tts` fails this way: every request, the `next` so many, or those whose text is `matching`.
   * `hang`, `reset` and `garbage` without a scope hold for every path. `down` stops the process; `well` ends all
   * faults and starts it again.
   */
  behave(fault: GptSovitsFault | "down" | "well", scope?: FaultScope & FaultSettings): Promise<void>;
  /** Kills the process: nothing listens, every connection breaks. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with its first weights. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startGptSovits(given: Partial<GptSovitsOptions> = {}): Promise<GptSovitsSimulator> {
  const options = { ...DEFAULT_OPTIONS, ...given };
  const engine: EngineState = {
    options,
    log: new GptSovitsLog(),
    faults: new FaultBoard(),
    loop: new EventLoop(),
    gpu: new Gpu(),
    version: options.version,
    gptWeights: FIRST_GPT_WEIGHTS,
    sovitsWeights: FIRST_SOVITS_WEIGHTS,
    references: new Map(),
  };
  const server: SocketServer = new SocketServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://engine");
    const entry = engine.log.receive(request.method ?? "GET", url.pathname);
    response.on("close", () => engine.log.close(entry, response.writableFinished));
    return answer({ engine, server, request, response, url, entry });
  });
  await server.start(options.port);
  const restart = async () => {
    await server.stop();
    forgetState(engine);
    await server.start();
  };
  return {
    get url() {
      return server.url;
    },
    get port() {
      return server.port;
    },
    options,
    log: engine.log,
    get weights() {
      return { gpt: engine.gptWeights, sovits: engine.sovitsWeights };
    },
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

const ROUTES: Record<string, { methods: string[]; handle: (exchange: Exchange) => Promise<void> }> = {
  "/tts": { methods: ["GET", "POST"], handle: answerTts },
  "/control": { methods: ["GET"], handle: answerControl },
  "/set_gpt_weights": { methods: ["GET"], handle: (exchange) => answerWeights(exchange, "gpt") },
  "/set_sovits_weights": { methods: ["GET"], handle: (exchange) => answerWeights(exchange, "sovits") },
  "/set_refer_audio": { methods: ["GET"], handle: answerReference },
  "/openapi.json": {
    methods: ["GET"],
    handle: async ({ engine, response }) =>
      send(response, 200, openApiDocument(engine.faults.standing() !== "noModes23")),
  },
  "/docs": {
    methods: ["GET"],
    handle: async ({ response }) =>
      send(response, 200, "<title>FastAPI - Swagger UI</title>", "text/html; charset=utf-8"),
  },
};

async function answer(exchange: Exchange): Promise<void> {
  const { engine, request, response, url, entry } = exchange;
  response.on("finish", () => {
    entry.status = response.statusCode;
  });
  // A client that closed its old connection before it opened this one has left the old synthesis.
  await nextTurn();
  engine.log.count();
  await engine.loop.turn();
  const route = ROUTES[url.pathname];
  if (url.pathname !== "/tts" && misbehave(exchange, engine.faults.standing())) return;
  if (!route) return send(response, 404, { detail: "Not Found" });
  if (!route.methods.includes(request.method ?? "")) {
    response.setHeader("Allow", route.methods.join(", "));
    return send(response, 405, { detail: "Method Not Allowed" });
  }
  if (url.pathname !== "/tts") entry.body = Object.fromEntries(url.searchParams);
  await route.handle(exchange);
}
