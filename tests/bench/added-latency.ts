import { startOllama } from "../engines/ollama";
import { measureAddedLatency } from "../support/added-latency";
import { startServer } from "../support/server";
import { median, percentile } from "./measure";

/** Time to the first text event minus the engine's own time to its first token, with 20 conversations at once. */
const MAX_P95_MS = 25;
const CONVERSATIONS = 20;
/** Shorter than anyone's reading of an answer: the engine is never idle. */
const PAUSE_MS = 2000;
const WARM_UP_TURNS = 3;
const TURNS = Number(process.argv[2] ?? 10);

const ollama = await startOllama({ parallel: CONVERSATIONS });
const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, LLM_SERVICE: "ollama" } });
try {
  // A server that has just started compiles what it runs for the first time.
  await measureAddedLatency(server.url, ollama, {
    conversations: CONVERSATIONS,
    turns: WARM_UP_TURNS,
    pauseMs: PAUSE_MS,
  });
  const measure = async (name: string, pauseMs: number) => {
    ollama.log.clear();
    const talk = { conversations: CONVERSATIONS, turns: TURNS, pauseMs };
    const added = await measureAddedLatency(server.url, ollama, talk);
    const p95 = percentile(added, 0.95);
    console.log(
      `added latency, ${name}: ${added.length} turns, ${CONVERSATIONS} at once: median ${median(added).toFixed(1)} ms, ` +
        `p95 ${p95.toFixed(1)} ms (bar ${MAX_P95_MS}), most ${Math.max(...added).toFixed(1)} ms`,
    );
    return p95;
  };
  const p95 = await measure("each at a pace of their own", PAUSE_MS);
  await measure("all in the same instant (no bar)", 0);
  process.exitCode = p95 <= MAX_P95_MS ? 0 : 1;
} finally {
  await server.close();
  await ollama.close();
}
