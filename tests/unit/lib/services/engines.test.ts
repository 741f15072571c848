import { expect, it } from "vitest";
import { parseSettings } from "@/lib/config/env";
import { languageEngines } from "@/lib/services/engines";

const chosen = (environment: Record<string, string>) =>
  languageEngines(parseSettings(environment)).map(({ engine, isOnRequest, isGuessed }) =>
    [engine.kind, isOnRequest && "on request", isGuessed && "guessed"].filter(Boolean).join(", "),
  );

it.each([
  [{}, ["ollama", "vllm, guessed", "demo"]],
  [{ VLLM_BASE_URL: "http://gpu:8000/v1" }, ["ollama", "vllm", "demo"]],
  [{ GOOGLE_API_KEY: "k" }, ["ollama", "vllm, guessed", "gemini, on request", "demo"]],
  [{ LLM_SERVICE: "ollama", GOOGLE_API_KEY: "k" }, ["ollama"]],
  [{ LLM_SERVICE: "vllm" }, ["vllm"]],
  [{ LLM_SERVICE: "gemini", GOOGLE_API_KEY: "k" }, ["gemini"]],
  [{ LLM_SERVICE: "demo" }, ["demo"]],
] as [Record<string, string>, string[]][])(
  "%j is answered by the first of %j that is up",
  (settings, engines) => {
    expect(chosen(settings)).toEqual(engines);
  },
);
