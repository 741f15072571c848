import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { now, sleepUntil } from "./clock";
import { FaultBoard, type FaultScope } from "./faults";
import type { EngineState, FaultSettings, GptSovitsFault } from "./gpt-sovits/engine-state";
import { openApiDocument } from "./gpt-sovits/openapi";
import { DEFAULT_OPTIONS, type GptSovitsOptions } from "./gpt-sovits/options";
import { referenceProblem } from "./gpt-sovits/reference-clip";
import { GptSovitsLog, type GptSovitsRequest } from "./gpt-sovits/request-log";
import { synthesise } from "./gpt-sovits/synthesis";
import { parameterProblem } from "./gpt-sovits/tts-checks";
import { parseBody, parseQuery } from "./gpt-sovits/tts-parameters";
import { EventLoop, Gpu } from "./gpt-sovits/workload";
import { drop, readBody, SocketServer, send } from "./socket-server";

export type { GptSovitsFault } from "./gpt-sovits/engine-state";
export type { GptSovitsOptions, GptSovitsVersion } from "./gpt-sovits/options";
export type { GptSovitsLog, GptSovitsRequest } from "./gpt-sovits/request-log";
export { spokenSeconds, toneFrequency } from "./gpt-sovits/sound";

/** What is loaded when the engine starts. */
export const FIRST_GPT_WEIGHTS = "GPT_SoVITS/pretrained_models/gpt.ckpt";
export const FIRST_SOVITS_WEIGHTS = "GPT_SoVITS/pretrained_models/sovits.pth";

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

/** A new process: first weights, nothing under way. */
function forgetState(engine: EngineState): void {
  engine.version = engine.options.version;
  engine.gptWeights = FIRST_GPT_WEIGHTS;
  engine.sovitsWeights = FIRST_SOVITS_WEIGHTS;
  engine.gpu.reset();
}

interface Exchange {
  engine: EngineState;
  server: SocketServer;
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  entry: GptSovitsRequest;
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

/** Does what a fault demands that has nothing to do with speech; false when the request goes on. */
function misbehave({ response, entry }: Exchange, fault: GptSovitsFault | null): boolean {
  if (fault === "hang") return true;
  if (fault === "reset") {
    entry.dropped = true;
    drop(response);
  } else if (fault === "garbage")
    send(response, 200, "<!doctype html><title>Gradio</title><p>hello", "text/html");
  else return false;
  return true;
}

async function answerTts(exchange: Exchange): Promise<void> {
  const { engine, request, response, url, entry, server } = exchange;
  const life = server.life;
  const isPost = request.method === "POST";
  const raw = isPost ? await readBody(request) : "";
  const parsed = isPost
    ? parseBody(raw, request.headers["content-type"] ?? "")
    : parseQuery(url.searchParams);
  entry.body = isPost ? readable(raw) : Object.fromEntries(url.searchParams);
  if ("errors" in parsed) return send(response, 422, { detail: parsed.errors });
  const { parameters } = parsed;
  if (!isPost) {
    if (!url.searchParams.has("text_lang") || !url.searchParams.has("prompt_lang")) {
      return send(response, 500, "Internal Server Error");
    }
    parameters.text_lang = parameters.text_lang.toLowerCase();
    parameters.prompt_lang = parameters.prompt_lang.toLowerCase();
  }
  entry.text = parameters.text;
  entry.textLang = parameters.text_lang;
  entry.refAudioPath = parameters.ref_audio_path;
  entry.promptText = parameters.prompt_text;
  entry.mode = parameters.streaming_mode;
  entry.seed = parameters.seed;
  const fault = engine.faults.take(parameters.text);
  entry.fault = fault?.name ?? null;
  if (misbehave(exchange, entry.fault as GptSovitsFault | null)) return;
  if (fault?.name === "serverError") return send(response, 500, "Internal Server Error");
  if (fault?.name === "noModes23" && parameters.streaming_mode >= 2) {
    const error = { type: "bool_parsing", loc: ["body", "streaming_mode"], input: parameters.streaming_mode };
    return send(response, 422, {
      detail: [{ ...error, msg: "Input should be a valid boolean, unable to interpret input" }],
    });
  }
  const problem = parameterProblem(parameters, engine.version);
  if (problem !== null) return send(response, 400, { message: problem });
  if (fault?.name === "refuse")
    return send(response, 400, { message: "tts failed", Exception: "CUDA out of memory." });
  if (fault?.name === "nothing") {
    response.writeHead(200, { "Content-Type": `audio/${parameters.media_type}` });
    response.end();
    return;
  }
  await synthesise({ engine, entry, parameters, fault, response, life });
}

function readable(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

async function answerControl({ engine, server, response, url, entry }: Exchange): Promise<void> {
  const command = url.searchParams.get("command");
  if (!command) return send(response, 400, { message: "command is required" });
  if (command === "restart") {
    entry.dropped = true;
    await server.stop();
    await sleepUntil(now() + engine.options.restartMs / engine.options.speed);
    forgetState(engine);
    return server.start();
  }
  if (command !== "exit") return send(response, 200, "null", "application/json");
  send(response, 500, "Internal Server Error");
  response.once("finish", () => void server.stop());
}

/** Weights are loaded on the event loop, also in the middle of a streaming synthesis. */
async function answerWeights(
  { engine, response, url, server }: Exchange,
  kind: "gpt" | "sovits",
): Promise<void> {
  const path = url.searchParams.get("weights_path");
  if (!path) return send(response, 400, { message: `${kind} weight path is required` });
  const { life } = server;
  await engine.loop.block(() => sleepUntil(now() + engine.options.weightsMs / engine.options.speed, life));
  const loadsVersion = engine.options.weights[path];
  if (loadsVersion === undefined && !existsSync(path)) {
    const Exception = `[Errno 2] No such file or directory: '${path}'`;
    return send(response, 400, { message: `change ${kind} weight failed`, Exception });
  }
  if (kind === "gpt") engine.gptWeights = path;
  else {
    engine.sovitsWeights = path;
    engine.version = loadsVersion ?? engine.version;
  }
  engine.log.weightsChanged();
  send(response, 200, { message: "success" });
}

async function answerReference({ engine, response, url }: Exchange): Promise<void> {
  const path = url.searchParams.get("refer_audio_path") ?? "None";
  const problem = await referenceProblem(path, engine.options.locale);
  if (problem === null) return send(response, 200, { message: "success" });
  send(response, 400, { message: "set refer audio failed", Exception: problem });
}
