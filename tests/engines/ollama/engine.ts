import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultBoard } from "../faults";
import { drop, readBody, send } from "../socket-server";
import type { OllamaFault, OllamaFaultSettings } from "./generation";
import { type OllamaModel, type OllamaOptions, withTag } from "./options";
import type { Pulls } from "./pulls";
import type { OllamaLog } from "./request-log";
import type { Slots } from "./slots";

/** What one simulated server process holds. */
export interface Engine {
  options: OllamaOptions;
  log: OllamaLog;
  faults: FaultBoard<OllamaFault, OllamaFaultSettings>;
  slots: Slots;
  loaded: { model: OllamaModel; contextLength: number } | null;
  pulls: Pulls;
  turns: number;
}

export interface Exchange {
  engine: Engine;
  request: IncomingMessage;
  response: ServerResponse;
}

export const modelsOf = (engine: Engine): OllamaModel[] =>
  engine.faults.standing() === "noModels" ? [] : engine.options.models;

export const findModel = (engine: Engine, name: string): OllamaModel | undefined =>
  modelsOf(engine).find((model) => model.name === withTag(name));

/** A model as `/api/tags` lists it. */
export function describeModel(engine: Engine, model: OllamaModel): object {
  const family = model.name.replace(/[:\d.].*$/, "");
  const details = {
    parent_model: "",
    format: "gguf",
    family,
    families: [family],
    parameter_size: "12.2B",
    quantization_level: "Q4_K_M",
    ...(engine.options.tellsCapabilities ? { context_length: model.contextLength } : {}),
  };
  return {
    name: model.name,
    model: model.name,
    modified_at: "2026-08-01T09:00:00.000000000Z",
    size: 8_149_190_253,
    digest: Buffer.from(model.name.padEnd(32, "-")).toString("hex").slice(0, 64),
    details,
    ...(engine.options.tellsCapabilities ? { capabilities: model.capabilities } : {}),
  };
}

/** The body as an object, or null when the answer has been given already. */
export async function readObject({ request, response }: Exchange): Promise<Record<string, unknown> | null> {
  const text = await readBody(request);
  let error = "missing request body";
  if (text !== "") {
    try {
      const value: unknown = JSON.parse(text);
      if (value !== null && typeof value === "object" && !Array.isArray(value)) return { ...value };
      error = "json: cannot unmarshal value into Go value of type api.ChatRequest";
    } catch {
      error = `invalid character '${text.charAt(0)}' looking for beginning of value`;
    }
  }
  send(response, 400, { error });
  return null;
}

/** Does what a fault demands before anything is generated; false when the request goes on. */
export function misbehave(response: ServerResponse, fault: OllamaFault | null): boolean {
  if (fault === "hang") return true;
  if (fault === "reset") drop(response);
  else if (fault === "forbidden") response.writeHead(403).end();
  else if (fault === "garbage") send(response, 200, "<!doctype html><title>Sign in</title>", "text/html");
  else return false;
  return true;
}
