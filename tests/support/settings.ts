import { readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** Refuses every connection at once; below the ephemeral ports, so that no other test ever listens there. */
export const CLOSED_ADDRESS = "http://127.0.0.1:2";

/**
 * Every setting `.env.example` names, empty, which counts as absent and also keeps a developer's own `.env` out;
 * engines nowhere, and a door wide enough for many tests at once.
 */
export function blankSettings(): Record<string, string> {
  const example = readFileSync(path.join(ROOT, ".env.example"), "utf8");
  const names = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? "");
  return {
    ...Object.fromEntries(names.map((name) => [name, ""])),
    OLLAMA_BASE_URL: CLOSED_ADDRESS,
    VLLM_BASE_URL: CLOSED_ADDRESS,
    TTS_BASE_URL: CLOSED_ADDRESS,
    MAX_CONCURRENT_SESSIONS: "1000",
    RATE_LIMIT_TURNS: "0",
    RATE_LIMIT_SYNTHESES: "0",
    LOG_LEVEL: "info",
  };
}

/** What a program needs of its surroundings to run at all. */
export function bareEnvironment(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "LANG"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
