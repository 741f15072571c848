import { startOllama } from "../engines/ollama";
import { TestClient } from "../support/client";
import { startServer } from "../support/server";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { readFileSync } from "node:fs";
const ollama = await startOllama({ parallel: 20 });
const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, LLM_SERVICE: "ollama" } });
const rows: number[][] = [];
const frac = (c: number, t: number) => ((c * 7 + t * 13 + 1) * 0.618033988) % 1;
let tokens = 0;
async function talk(at: number, turns: number, keep: boolean) {
  const client = new TestClient(server.url, { browser: true });
  await pause(frac(at, 99) * 1000);
  const sid = (await client.post("/api/sessions", { character_id: "hong-gildong" })).json<any>().data.id;
  for (let turn = 0; turn < turns; turn++) {
    await pause(frac(at, turn) * 2000);
    const content = `대화 ${at}, 물음 ${turn}: 어떻게?`;
    const a = performance.now(); let f = NaN, t0 = NaN;
    for await (const e of client.events("/api/chat/stream", { json: { session_id: sid, character_id: "hong-gildong", messages: [{ role: "user", content }], tts_enabled: false } })) {
      tokens++;
      if (Number.isNaN(t0)) t0 = performance.now();
      if (e.type === "text" && Number.isNaN(f)) f = performance.now();
    }
    const seen = ollama.log.requests.findLast((r: any) => r.messages.findLast((m: any) => m.role === "user")?.content.includes(content))!;
    const off = seen.receivedAt > 1e12 ? performance.timeOrigin : 0;
    if (keep) rows.push([t0 - a, seen.receivedAt - off - a, seen.tokens[0]!.at - seen.receivedAt, f - (seen.tokens[0]!.at - off), f - a - (seen.tokens[0]!.at - seen.receivedAt)]);
  }
}
await Promise.all([0, 1].map((at) => talk(at, 2, false)));
const pid = Number((await import("node:child_process")).execSync(`pgrep -f "^[^ ]*node scripts.serve|node .*serve.mjs" | head -1`).toString());
const cpu = () => { const p = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" "); return (Number(p[11]) + Number(p[12])) * 10; };
const h = monitorEventLoopDelay({ resolution: 1 }); h.enable();
const e0 = performance.eventLoopUtilization(); const c0 = cpu(); const w0 = performance.now();
tokens = 0;
await Promise.all(Array.from({ length: 20 }, (_, at) => talk(at, 10, true)));
const wall = performance.now() - w0;
const q = (i: number, p: number) => rows.map(r => r[i]!).sort((x, y) => x - y)[Math.floor(rows.length * p)]!.toFixed(1);
console.log(["first event", "to engine", "engine", "after token", "added"].map((n, i) => `${n} ${q(i, 0.5)}/${q(i, 0.95)}`).join("  "));
console.log("bench ELU", performance.eventLoopUtilization(e0).utilization.toFixed(2), "bench loop delay p95", (h.percentile(95) / 1e6).toFixed(1), "p99", (h.percentile(99) / 1e6).toFixed(1), "server cpu", ((cpu() - c0) / wall).toFixed(2), "events/s", (tokens / wall * 1000).toFixed(0), "wall", wall.toFixed(0));
await server.close(); process.exit(0);
