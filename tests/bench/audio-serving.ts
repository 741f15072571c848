import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { TestClient } from "../support/client";
import { freePort } from "../support/free-port";
import { startServer } from "../support/server";
import { bareEnvironment, ROOT } from "../support/settings";
import { until } from "../support/stage";
import { median } from "./measure";

/** Cached audio, ownership checked, against a bare route handler of Next's that streams the same file. */
const MIN_RATIO = 0.8;
const ROUNDS = Number(process.argv[2] ?? 25);
/** Short, so that whoever else uses the machine disturbs both alike. */
const ROUND_MS = 400;
const WARM_UP_MS = 2000;
const FIRST_WARM_UP_MS = 10_000;
const CONNECTIONS = 16;

const SENTENCE = "그날 밤 나는 오래된 서재에서 아무도 읽지 않은 책 한 권을 발견했다. ";
const NEXT = path.join(ROOT, "node_modules/next/dist/bin/next");
const BARE = path.join(ROOT, "tests/bench/bare-route");

interface Served {
  requests: number;
  /** Of the server's processor time: not disturbed by others on the machine. */
  cpuMs: number;
  requestsPerSecond: number;
  bytesPerSecond: number;
}

async function startBare(folder: string): Promise<{ url: string; pid: number; close: () => void }> {
  const own = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", AUDIO_DIR: folder } as const;
  const env: NodeJS.ProcessEnv = { ...bareEnvironment(), ...own };
  if (!isBuilt()) execFileSync(process.execPath, [NEXT, "build", BARE], { cwd: ROOT, env, stdio: "ignore" });
  const port = await freePort();
  const child = spawn(process.execPath, [NEXT, "start", BARE, "-p", String(port), "-H", "127.0.0.1"], {
    cwd: ROOT,
    env,
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  await until(isUp, 60_000);
  return { url, pid: child.pid ?? 0, close: () => void child.kill() };
}

/** Since its route, or Next, last changed. */
function isBuilt(): boolean {
  const at = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const made = at(path.join(BARE, ".next/BUILD_ID"));
  return (
    made > at(path.join(BARE, "app/audio/[file]/route.js")) &&
    made > at(path.join(ROOT, "node_modules/next/package.json"))
  );
}

/** Where the system tells it (Linux); 0 elsewhere. */
function cpuMsOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const [user = 0, system = 0] = readFileSync(file, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}

/** Every connection asks for the same thing again and again. Throws on any answer that is not whole. */
async function load(
  pid: number,
  url: string,
  headers: http.OutgoingHttpHeaders,
  bytes: number,
  limitMs = ROUND_MS,
): Promise<Served> {
  const cpuBefore = cpuMsOf(pid);
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const start = performance.now();
  let requests = 0;
  const ask = async () => {
    while (performance.now() - start < limitMs) {
      const request = http.get(url, { agent, headers });
      const [response] = (await once(request, "response")) as [http.IncomingMessage];
      let got = 0;
      response.on("data", (chunk: Buffer) => {
        got += chunk.byteLength;
      });
      await once(response, "end");
      const status = headers.range ? 206 : 200;
      if (response.statusCode !== status || got !== bytes) {
        throw new Error(`${url}: ${response.statusCode}, ${got} of ${bytes} bytes`);
      }
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  const cpuMs = cpuMsOf(pid) - cpuBefore;
  return {
    requests,
    cpuMs,
    requestsPerSecond: requests / seconds,
    bytesPerSecond: (requests * bytes) / seconds,
  };
}

const folder = mkdtempSync(path.join(tmpdir(), "avatar-forge-bench-"));
const bare = await startBare(folder);
const server = await startServer({ env: { TTS_SERVICE: "embedded", LLM_SERVICE: "demo" } });
try {
  const person = new TestClient(server.url, { browser: true });
  const files: { name: string; url: string; bytes: number }[] = [];
  for (const [name, count] of [
    ["clause", 0],
    ["sentence", 1],
    ["line", 5],
  ] as const) {
    const text = count === 0 ? "어서 와, 기다렸어." : SENTENCE.repeat(count);
    const answer = await person.post("/api/tts", { text });
    const { audio_url: url } = answer.json<{ data: { audio_url: string } }>().data;
    await until(async () => (await person.get(url)).headers.etag !== undefined);
    const sound = await person.get(url);
    writeFileSync(path.join(folder, `${name}.wav`), sound.bytes);
    files.push({ name, url, bytes: sound.bytes.byteLength });
  }
  const cookie = [...person.jar].map((pair) => pair.join("=")).join("; ");
  const cases = files.flatMap((file) => {
    const end = Math.floor(file.bytes * 0.75);
    const start = Math.floor(file.bytes / 4);
    return [
      { ...file, file, range: undefined, bytes: file.bytes },
      { ...file, file, range: `bytes=${start}-${end}`, bytes: end - start + 1 },
    ];
  });
  let isGood = true;
  for (const { name, file, url, range, bytes } of cases) {
    const rangeHeader = range ? { range } : {};
    const ours = (limitMs?: number) =>
      load(
        server.pid,
        `${server.url}${url}`,
        { cookie, "sec-fetch-site": "same-origin", ...rangeHeader },
        bytes,
        limitMs,
      );
    const theirs = (limitMs?: number) =>
      load(bare.pid, `${bare.url}/audio/${name}.wav`, rangeHeader, bytes, limitMs);
    // The first one also warms up what all of them run through.
    const warmUpMs = file === files[0] && !range ? FIRST_WARM_UP_MS : WARM_UP_MS;
    await ours(warmUpMs);
    await theirs(warmUpMs);
    const rounds: { ours: Served; bare: Served }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Whoever else uses the machine disturbs both alike, and neither always second.
      const first = round % 2 === 0 ? await ours() : await theirs();
      const second = round % 2 === 0 ? await theirs() : await ours();
      rounds.push(round % 2 === 0 ? { ours: first, bare: second } : { ours: second, bare: first });
    }
    const ratio = median(rounds.map((round) => round.ours.requestsPerSecond / round.bare.requestsPerSecond));
    isGood &&= ratio >= MIN_RATIO;
    const told = (who: "ours" | "bare") => {
      const requests = median(rounds.map((round) => round[who].requestsPerSecond));
      const megabytes = median(rounds.map((round) => round[who].bytesPerSecond)) / 2 ** 20;
      return `${who} ${requests.toFixed(0)}/s ${megabytes.toFixed(1)} MiB/s`;
    };
    const cpu = (who: "ours" | "bare") => {
      const sum = (of: (one: Served) => number) => rounds.reduce((total, round) => total + of(round[who]), 0);
      return (sum(({ cpuMs }) => cpuMs) / sum(({ requests }) => requests)).toFixed(2);
    };
    console.log(
      `${name.padEnd(8)} ${range ? "206" : "200"} ${String(Math.round(bytes / 1024)).padStart(5)} KiB  ` +
        `${told("ours")}  ${told("bare")}  ratio ${ratio.toFixed(2)} (bar ${MIN_RATIO})  processor ${cpu("ours")} and ${cpu("bare")} ms`,
    );
  }
  process.exitCode = isGood ? 0 : 1;
} finally {
  bare.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
