import type { IncomingMessage, ServerResponse } from "node:http";
import { now, sleepUntil } from "../clock";
import { FaultBoard, type FaultScope } from "../faults";
import { EventLoop } from "../gpt-sovits/workload";
import { drop, readBody, SocketServer, send } from "../socket-server";
import { SpeechLog } from "../speech-log";

/** What can be made to go wrong in both servers, and how it shows. */
export const ROOT_FAULTS = {
  serverError: "500 `Internal Server Error`, plain text",
  reset: "Closes the connection without an answer",
  hang: "Takes the request and never answers",
  abort: "200, some of the sound, then a dropped connection",
  silence: "A second of zeros",
  nothing: "200 without a byte",
  garbage: "200 with a web page",
} as const;
export type RootFault = keyof typeof ROOT_FAULTS;

export interface DefaultReference {
  path: string;
  text: string;
  language: string;
}

export type Fields = Record<string, unknown>;

export interface RootCall {
  fields: Fields;
  response: ServerResponse;
  fault: RootFault | null;
}

export interface RootSimulator {
  readonly url: string;
  readonly port: number;
  readonly log: SpeechLog;
  whenIdle(): Promise<void>;
  /** `hang`, `reset` and `garbage` without a scope hold for every path. */
  behave(fault: RootFault | "well", scope?: FaultScope): void;
  close(): Promise<void>;
}

export interface RootServerSetup {
  /** By path; each takes GET (query) and POST (JSON). */
  routes: Record<string, (call: RootCall) => Promise<void>>;
  port: number;
}

/** A FastAPI server that speaks at `/`, with real sockets. */
export class RootServer {
  readonly log = new SpeechLog();
  readonly loop = new EventLoop();
  readonly #faults = new FaultBoard<RootFault, object>();
  readonly #server: SocketServer;

  constructor(private readonly setup: RootServerSetup) {
    this.#server = new SocketServer((request, response) => this.#answer(request, response));
  }

  get life(): AbortSignal {
    return this.#server.life;
  }

  async start(): Promise<RootSimulator> {
    await this.#server.start(this.setup.port);
    const server = this.#server;
    return {
      get url() {
        return server.url;
      },
      get port() {
        return server.port;
      },
      log: this.log,
      whenIdle: () => this.log.whenIdle(),
      behave: (fault, scope = {}) =>
        fault === "well" ? this.#faults.clear() : this.#faults.add(fault, scope),
      close: () => server.stop(),
    };
  }

  /** Works so long whether or not the client stays. Milliseconds. */
  async work(ms: number): Promise<void> {
    this.log.begin();
    try {
      await sleepUntil(now() + ms, this.life);
    } finally {
      this.log.end();
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://engine");
    const query = Object.fromEntries(url.searchParams);
    const text = await readBody(request);
    const body = request.method === "POST" ? jsonOf(text) : query;
    const entry = { method: request.method ?? "GET", path: url.pathname, query, body, aborted: false };
    this.log.requests.push(entry);
    response.on("close", () => {
      entry.aborted = !response.writableFinished;
    });
    await this.loop.turn();
    const standing = this.#faults.standing();
    if (url.pathname !== "/" && this.#misbehaves(response, standing)) return;
    if (url.pathname === "/openapi.json") return send(response, 200, this.#openApi());
    const route = this.setup.routes[url.pathname];
    if (!route) return send(response, 404, { detail: "Not Found" });
    if (!["GET", "POST"].includes(entry.method)) return send(response, 405, { detail: "Method Not Allowed" });
    // `await request.json()` is not guarded.
    if (body === null || typeof body !== "object") return crash(response);
    const fields: Fields = { ...body };
    const fault = url.pathname === "/" ? (this.#faults.take(String(fields.text ?? ""))?.name ?? null) : null;
    if (this.#misbehaves(response, fault)) return;
    if (fault === "serverError") return crash(response);
    return route({ fields, response, fault });
  }

  #misbehaves(response: ServerResponse, fault: RootFault | null): boolean {
    if (fault === "hang") return true;
    if (fault === "reset") drop(response);
    else if (fault === "garbage") send(response, 200, "<!doctype html><title>Gradio</title>", "text/html");
    else return false;
    return true;
  }

  #openApi() {
    const operation = { responses: { "200": { description: "Successful Response" } } };
    const paths = Object.keys(this.setup.routes).map((path) => [path, { get: operation, post: operation }]);
    return {
      openapi: "3.1.0",
      info: { title: "FastAPI", version: "0.1.0" },
      paths: Object.fromEntries(paths),
    };
  }
}

export const crash = (response: ServerResponse) => send(response, 500, "Internal Server Error");

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** The reference a request speaks with: its own where all three fields are there, else the default for all of them. */
export function referenceOf(fields: Fields, fallback: DefaultReference | null): DefaultReference | null {
  const own = {
    path: text(fields.refer_wav_path),
    text: text(fields.prompt_text),
    language: text(fields.prompt_language),
  };
  return own.path && own.text && own.language ? own : fallback;
}

export function refuseWithoutReference(response: ServerResponse): void {
  send(response, 400, { code: 400, message: "未指定参考音频且接口无预设" });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
