import { afterAll, beforeAll, expect, it } from "vitest";
import { type OllamaSimulator, startOllama } from "../engines/ollama";
import { measureAddedLatency } from "../support/added-latency";
import { fillHouse } from "../support/full-house";
import { startServer, type TestServer } from "../support/server";

/* The small versions of `npm run soak -- full-house` and `npm run bench -- added-latency`. */

const SEATS = 3;
const TOKEN = "crowd";
const MAX_GROWTH = 300 * 2 ** 20;
/** The bench has the bar (25 ms for 95 of 100); this is for what would be far from it on any machine. */
const MOST_OF_THE_BEST_MS = 250;

let ollama: OllamaSimulator;
let server: TestServer;
beforeAll(async () => {
  ollama = await startOllama({ parallel: SEATS, firstTokenMs: 600, tokensPerSecond: 400 });
  server = await startServer({
    env: {
      OLLAMA_BASE_URL: ollama.url,
      LLM_SERVICE: "ollama",
      MAX_CONCURRENT_SESSIONS: String(SEATS),
      METRICS_TOKEN: TOKEN,
    },
  });
});
afterAll(async () => {
  await server.close();
  await ollama.close();
});

it("more who come at once than there are seats: no more run, all are answered in the order they came", async () => {
  const report = await fillHouse(server.url, { visitors: 9, token: TOKEN, retryMs: 250 });
  expect(report.faults).toEqual([]);
  expect(report.finished).toBe(9);
  expect(report.mostRunning).toBeLessThanOrEqual(SEATS);
  expect(report.waitedAtFirst).toBeGreaterThan(0);
  expect(report.memoryMost - report.memoryBefore).toBeLessThan(MAX_GROWTH);
});

it("the server adds next to nothing to the engine's own time to its first word", async () => {
  ollama.options.firstTokenMs = 100;
  ollama.log.clear();
  const talk = { conversations: SEATS, turns: 4, pauseMs: 0 };
  const added = await measureAddedLatency(server.url, ollama, talk);
  expect(added).toHaveLength(12);
  expect(Math.min(...added)).toBeLessThan(MOST_OF_THE_BEST_MS);
});
