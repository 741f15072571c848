import type { IncomingMessage, ServerResponse } from "node:http";
import { FaultBoard, type FaultScope } from "./faults";
import { bodyProblem, invalid, type Refusal } from "./gemini/checks";
import { countTokens, generate } from "./gemini/generation";
import {
  DEFAULT_GEMINI_MODELS,
  type GeminiFault,
  type GeminiFaultSettings,
  type GeminiModel,
  type GeminiOptions,
} from "./gemini/options";
import { generationRefusal, keyRefusal, refusalFor, tooLong } from "./gemini/refusals";
import { GeminiLog, type GeminiRequest } from "./gemini/request-log";
import { rolePlayReply } from "./ollama/replies";
import { drop, readBody, SocketServer, send } from "./socket-server";

export { GEMINI_FAULTS, type GeminiFault, type GeminiModel, type GeminiOptions } from "./gemini/options";
export type { GeminiRequest } from "./gemini/request-log";

const DEFAULT_OPTIONS: GeminiOptions = {
  port: 0,
  apiKey: "AIzaSySimulatedKeyOfTheStage",
  models: DEFAULT_GEMINI_MODELS,
  pageSize: 4,
  firstTokenMs: 250,
  tokensPerSecond: 80,
  speed: 1,
  reply: (contents, turn) =>
    rolePlayReply(
      contents.map(({ parts }) => ({ role: "user", content: parts.map(({ text }) => text).join("") })),
      turn,
    ),
};

/** Faults that hold for every path. */
const EVERYWHERE: GeminiFault[] = [
  "htmlError",
  "garbage",
  "redirect",
  "hang",
  "reset",
  "badKey",
  "suspended",
];

/** Google's generative language API on loopback, without a model: scripted answers at a set pace. */
export interface GeminiSimulator {
  readonly url: string;
  /** May be changed while it runs. */
  readonly options: GeminiOptions;
  readonly log: GeminiLog;
  whenIdle(): Promise<void>;
  /** From now on it fails this way: every request, or the `next` so many. `down` stops it, `well` ends all faults. */
  behave(fault: GeminiFault | "down" | "well", scope?: FaultScope & GeminiFaultSettings): Promise<void>;
  close(): Promise<void>;
}

interface Service {
  options: GeminiOptions;
  log: GeminiLog;
  faults: FaultBoard<GeminiFault, GeminiFaultSettings>;
  turns: number;
}

export async function startGemini(given: Partial<GeminiOptions> = {}): Promise<GeminiSimulator> {
  const service: Service = {
    options: { ...DEFAULT_OPTIONS, ...given },
    log: new GeminiLog(),
    faults: new FaultBoard(),
    turns: 0,
  };
  const server = new SocketServer((request, response) => answer(service, request, response));
  await server.start(service.options.port);
  return {
    get url() {
      return server.url;
    },
    options: service.options,
    log: service.log,
    whenIdle: () => service.log.whenIdle(),
    async behave(fault, scope = {}) {
      if (fault === "down") return server.stop();
      if (fault !== "well") return service.faults.add(fault, scope);
      service.faults.clear();
      if (!server.listening) await server.start();
    },
    close: () => server.stop(),
  };
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://service");
  const { options, log, faults } = service;
  const key = header(request, "x-goog-api-key");
  log.paths.push(`${url.pathname}${url.search}`);
  const action = /^\/v1beta\/models\/([^:/]+):(generateContent|streamGenerateContent|countTokens)$/.exec(
    url.pathname,
  );
  const isList = url.pathname === "/v1beta/models" && request.method === "GET";
  const standing = faults.standing();
  if (isList && standing && EVERYWHERE.includes(standing)) {
    const fault = faults.take("");
    if (misbehave(response, fault?.name, fault?.settings ?? {}, key ?? "")) return;
  }
  const refused = keyRefusal(key, options.apiKey);
  if (isList) return refused ? refuse(response, refused) : listModels(service, url, response);
  if (!action || request.method !== "POST") {
    return send(
      response,
      404,
      "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>",
      "text/html; charset=UTF-8",
    );
  }
  const [, model = "", method = ""] = action;
  const entry: GeminiRequest = {
    method,
    model,
    key,
    url: `${url.pathname}${url.search}`,
    body: JSON.parse(await readBody(request)) as GeminiRequest["body"],
    status: null,
    aborted: false,
    finished: false,
  };
  log.receive(entry);
  const gone = new AbortController();
  let isDropped = false;
  response.on("finish", () => {
    entry.status = response.statusCode;
  });
  response.on("close", () => {
    gone.abort();
    log.close(entry, response.writableFinished || isDropped ? "finished" : "aborted");
  });
  const contents = entry.body.contents ?? [];
  const fault = faults.take(contents.at(-1)?.parts.at(-1)?.text ?? "");
  isDropped = fault?.name === "reset" || fault?.name === "cut";
  if (fault && EVERYWHERE.includes(fault.name) && misbehave(response, fault.name, fault.settings, key ?? ""))
    return;
  const known = options.models.find(({ name }) => name === model);
  const problem = bodyProblem({ ...entry.body });
  const promptTokens = countTokens(contents);
  const refusal =
    refused ??
    generationRefusal(fault?.name) ??
    (known?.methods.includes("generateContent") ? null : unknownModel(model)) ??
    (problem === null ? null : invalid(problem)) ??
    (known && promptTokens > known.inputTokenLimit ? tooLong(promptTokens, known.inputTokenLimit) : null);
  if (refusal || !known) return refuse(response, refusal ?? unknownModel(model));
  const text = options.reply(contents, service.turns++);
  await generate({ options, model: known, request: entry, response, fault, gone: gone.signal, text });
}

const header = (request: IncomingMessage, name: string): string | null => {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
};

const unknownModel = (model: string): Refusal => ({
  code: 404,
  status: "NOT_FOUND",
  message: `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
});

function refuse(response: ServerResponse, { code, status, message, details }: Refusal): void {
  const error = { code, message, status, ...(details ? { details } : {}) };
  send(response, code, { error }, "application/json; charset=UTF-8");
}

/** Does what a fault of every path demands; false when the request goes on. */
function misbehave(
  response: ServerResponse,
  fault: GeminiFault | undefined,
  settings: GeminiFaultSettings,
  key: string,
): boolean {
  const refusal = refusalFor(fault, key);
  if (refusal) refuse(response, refusal);
  else if (fault === "reset") drop(response);
  else if (fault === "redirect") response.writeHead(302, { Location: settings.to ?? "/" }).end();
  else if (fault === "htmlError") send(response, 502, "<html><h1>502 Bad Gateway</h1></html>", "text/html");
  else if (fault === "garbage") send(response, 200, "<!doctype html><title>Sign in</title>", "text/html");
  else return fault === "hang";
  return true;
}

/** One page of the list; `nextPageToken` names where the next one begins. */
function listModels({ options }: Service, url: URL, response: ServerResponse): void {
  const from = Number(url.searchParams.get("pageToken") ?? 0);
  const asked = Number(url.searchParams.get("pageSize") ?? 50);
  const end = from + Math.min(asked, options.pageSize);
  send(response, 200, {
    models: options.models.slice(from, end).map(describeModel),
    ...(end < options.models.length ? { nextPageToken: String(end) } : {}),
  });
}

function describeModel({ name, methods, inputTokenLimit, thinkingTokens }: GeminiModel): object {
  return {
    name: `models/${name}`,
    version: "001",
    displayName: name,
    inputTokenLimit,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: methods,
    temperature: 1,
    topP: 0.95,
    topK: 64,
    maxTemperature: 2,
    ...(thinkingTokens > 0 ? { thinking: true } : {}),
  };
}
