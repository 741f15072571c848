import { expect, it } from "vitest";
import { startOllama } from "../engines/ollama";
import { killAtRandom, replyTo } from "../support/killing";
import { startServer } from "../support/server";

/** The small version; `npm run soak -- kill-nine` kills 50 times. */
it("kill -9 while answers stream: no line, no finished sentence lost or doubled, what was cut is marked", async () => {
  const ollama = await startOllama({
    parallel: 16,
    contextLength: 131_072,
    speed: 8,
    reply: (messages) => replyTo(messages.findLast(({ role }) => role === "user")?.content ?? ""),
  });
  const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, LLM_SERVICE: "ollama" } });
  try {
    const report = await killAtRandom(server, { kills: 4, sessions: 6, seed: 1 });
    expect(report.faults).toEqual([]);
    expect(report.userLines).toBeGreaterThan(6);
    expect(report.complete + report.interrupted).toBeGreaterThan(6);
  } finally {
    await server.close();
    await ollama.close();
  }
}, 180_000);
