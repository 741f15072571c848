import { startOllama } from "../engines/ollama";
import { TestClient } from "../support/client";
import { spawn } from "node:child_process";
import { bareEnvironment, blankSettings } from "../support/settings";
import { mkdtempSync } from "node:fs";
const ollama = await startOllama({ parallel: 20, firstTokenMs: 20, tokensPerSecond: 100, reply: () => "그래. 가자.", loadMs: 0 });
const child = spawn(process.execPath, [...(process.env.PROF ? ["--cpu-prof","--cpu-prof-dir=/tmp/prof","--cpu-prof-interval=200"] : []),"scripts/serve.mjs"], { stdio: process.env.SQLLOG ? "inherit" : "ignore", env: { ...bareEnvironment(), ...blankSettings(), SQLLOG: process.env.SQLLOG ?? "", PORT: "3977", DATA_DIR: mkdtempSync("/tmp/zz-"), OLLAMA_BASE_URL: ollama.url, LLM_SERVICE: "ollama" } as any });
await new Promise(r => setTimeout(r, 5000));
const client = new TestClient("http://127.0.0.1:3977", { browser: true });
let sid = "";
const rows: number[][] = [];
for (let turn = 0; turn < Number(process.env.N ?? 300); turn++) {
  if (turn % 10 === 0) sid = client && (await client.post("/api/sessions", { character_id: "hong-gildong" })).json<any>().data.id;
  const content = `물음 ${turn}: 어떻게?`;
  const a = performance.timeOrigin + performance.now(); let f = NaN, t0 = NaN;
  for await (const e of client.events("/api/chat/stream", { json: { session_id: sid, character_id: "hong-gildong", messages: [{ role: "user", content }], tts_enabled: false } })) {
    if (Number.isNaN(t0)) t0 = performance.timeOrigin + performance.now();
    if (e.type === "text" && Number.isNaN(f)) f = performance.timeOrigin + performance.now();
  }
  const end = performance.timeOrigin + performance.now();
  const off = performance.timeOrigin;
  const seen = ollama.log.requests.at(-1)!;
  const rec = seen.receivedAt > 1e12 ? seen.receivedAt : seen.receivedAt + off;
  const tok = seen.tokens[0]!.at > 1e12 ? seen.tokens[0]!.at : seen.tokens[0]!.at + off;
  if (turn > Number(process.env.N ?? 300) / 3) rows.push([t0 - a, rec - a, tok - rec, f - tok, end - f]);
}
const med = (i: number) => rows.map(r => r[i]!).sort((x, y) => x - y)[rows.length >> 1]!.toFixed(1);
console.log("first event", med(0), "to engine", med(1), "engine", med(2), "text after token", med(3), "rest", med(4));
child.on("exit", () => process.exit(0)); child.kill("SIGTERM"); setTimeout(() => process.exit(0), 5000);
