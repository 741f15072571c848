import { startOllama } from "../engines/ollama";
import { killAtRandom, replyTo } from "../support/killing";
import { startServer } from "../support/server";

/** `kill -9` at 50 random moments of streaming turns under 10 sessions at once. */
const KILLS = Number(process.argv[2] ?? 50);
const SEED = Number(process.argv[3] ?? Date.now() % 100_000);

const ollama = await startOllama({
  parallel: 16,
  contextLength: 131_072,
  speed: 8,
  reply: (messages) => replyTo(messages.findLast(({ role }) => role === "user")?.content ?? ""),
});
const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, LLM_SERVICE: "ollama" } });
try {
  const report = await killAtRandom(server, { kills: KILLS, sessions: 10, seed: SEED });
  for (const fault of report.faults) console.log(`fault: ${fault}`);
  console.log(
    `kill -9: ${report.kills} kills (seed ${SEED}), ${report.userLines} lines, ${report.complete} answers whole, ` +
      `${report.interrupted} marked interrupted, ${report.faults.length} faults (bar 0)`,
  );
  process.exitCode = report.faults.length === 0 ? 0 : 1;
} finally {
  await server.close();
  await ollama.close();
}
