import type { ServerResponse } from "node:http";
import { send } from "../socket-server";

type Json = Record<string, unknown>;

const BOUNDS = { temperature: [0, 2], top_p: [0, 1], top_k: [1, 1e9], max_new_tokens: [1, 4096] } as const;

export const refuse = (response: ServerResponse, status: number, detail: unknown): void =>
  send(response, status, { detail });

/** What FastAPI and the handlers refuse before they speak; null where nothing is wrong. */
export function refusalOf(
  path: string,
  json: Json,
  voices: ReadonlyMap<string, unknown>,
  revision: "A" | "B",
) {
  if (typeof json.text !== "string") return invalid("text", "missing", "Field required");
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = json[name];
    if (value === undefined || (value === null && name === "top_k")) continue;
    if (typeof value !== "number" || value < least || value > most)
      return invalid(name, "out_of_bounds", `Input should be between ${least} and ${most}`);
    if (/top_k|tokens/.test(name) && !Number.isInteger(value))
      return invalid(name, "int_from_float", "Input should be a valid integer");
  }
  if (path === "/generate/voice-clone" && !json.reference_audio) {
    const none =
      revision === "A"
        ? "Either reference_audio or reference_voice must be provided"
        : "Must provide reference_audio, reference_voice, or voice_profile";
    if (!json.reference_voice) return { status: 400, detail: none };
    return unknownVoice(json.reference_voice, voices);
  }
  if (path === "/generate/multi-speaker" && Array.isArray(json.reference_voices))
    return (
      json.reference_voices.map((name) => unknownVoice(name, voices)).find((one) => one !== null) ?? null
    );
  return null;
}

/** A voice made of words alone is opened as if it were a file. */
function unknownVoice(name: unknown, voices: ReadonlyMap<string, unknown>) {
  if (voices.has(String(name))) return null;
  if (String(name).startsWith("profile:"))
    return { status: 500, detail: `Error opening '${name}': System error.` };
  const available = [...voices.keys()].map((voice) => `'${voice}'`).join(", ");
  return { status: 400, detail: `Reference voice '${name}' not found. Available: [${available}]` };
}

function invalid(field: string, type: string, msg: string) {
  return { status: 422, detail: [{ type, loc: ["body", field], msg }] };
}

export function higgsOpenApi(revision: "A" | "B") {
  const paths = [
    "/health",
    "/voices",
    "/generate",
    "/generate/voice-clone",
    "/generate/multi-speaker",
    "/upload-voice",
  ];
  if (revision === "B") paths.push("/generate/experimental", "/generate/long-form");
  const properties = { name: {}, description: {}, ...(revision === "B" ? { type: {} } : {}) };
  return {
    openapi: "3.1.0",
    info: { title: "Higgs Audio v2 REST API Server", version: "1.0.0" },
    paths: Object.fromEntries(paths.map((path) => [path, {}])),
    components: { schemas: { VoiceInfo: { properties } } },
  };
}
