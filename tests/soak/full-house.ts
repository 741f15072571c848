import { startOllama } from "../engines/ollama";
import { fillHouse } from "../support/full-house";
import { startServer } from "../support/server";

/** 200 sessions at once against 20 seats; an answer takes long enough for all to ask before the first is over. */
const VISITORS = Number(process.argv[2] ?? 200);
const SEATS = 20;
const MAX_GROWTH = 300 * 2 ** 20;
const TOKEN = "full-house";

const ollama = await startOllama({ parallel: SEATS, firstTokenMs: 5000, tokensPerSecond: 200 });
const server = await startServer({
  env: {
    OLLAMA_BASE_URL: ollama.url,
    LLM_SERVICE: "ollama",
    MAX_CONCURRENT_SESSIONS: String(SEATS),
    METRICS_TOKEN: TOKEN,
  },
});
try {
  const report = await fillHouse(server.url, { visitors: VISITORS, token: TOKEN });
  const growth = report.memoryMost - report.memoryBefore;
  for (const fault of report.faults) console.log(`fault: ${fault}`);
  console.log(
    `full house: ${VISITORS} sessions, ${SEATS} seats: ${report.mostRunning} ran at once, ` +
      `${report.waitedAtFirst} waited, ${report.finished} finished, memory +${(growth / 2 ** 20).toFixed(0)} MB ` +
      `(bar 300), ${report.faults.length} faults (bar 0)`,
  );
  const isGood =
    report.mostRunning === SEATS &&
    report.waitedAtFirst === VISITORS - SEATS &&
    report.finished === VISITORS &&
    growth < MAX_GROWTH &&
    report.faults.length === 0;
  process.exitCode = isGood ? 0 : 1;
} finally {
  await server.close();
  await ollama.close();
}
