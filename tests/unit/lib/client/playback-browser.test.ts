import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../../support/browser";
import { soon } from "./soon";
import { sineWav } from "./wav-fixture";

const ROOT = path.resolve(import.meta.dirname, "../../../..");

/** Runs in the page: plays through the real output and keeps every sample that reaches the destination. */
const PAGE_SCRIPT = `
import { SpeechPlayer } from "@/lib/client/playback/player";
import { createOutput } from "@/lib/client/playback/create-output";
const RECORDER = \`registerProcessor("recorder", class extends AudioWorkletProcessor {
  process(inputs) { this.port.postMessage({ at: currentFrame, samples: inputs[0][0] ?? new Float32Array(128) }); return true; }
});\`;
const RealContext = AudioContext;
const recorded = [];
let prepared = null;
/** The next AudioContext the player makes; a worklet keeps every sample that reaches its destination. */
async function prepareContext() {
  recorded.length = 0;
  prepared = new RealContext();
  await prepared.audioWorklet.addModule(URL.createObjectURL(new Blob([RECORDER], { type: "text/javascript" })));
  window.AudioContext = function () { return prepared; };
}
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode && isSecureContext) {
    const recorder = new AudioWorkletNode(this.context, "recorder", { channelCount: 1, channelCountMode: "explicit", numberOfOutputs: 0 });
    recorder.port.onmessage = (event) => recorded.push(event.data);
    connect.call(this, recorder);
  }
  return connect.call(this, target, ...rest);
};
/** As a page does it: no way of sounding named, unlocked by whatever tap comes. It tells by the console. */
if (location.hash) {
  let output;
  const player = new SpeechPlayer({ createOutput: () => (output = createOutput()) });
  const tell = (name) => console.log(JSON.stringify({ name, kind: output?.kind, at: performance.now() }));
  player.listen({ segmentStarted: () => tell("start"), segmentEnded: () => tell("end") });
  player.subscribe(() => tell(player.getSnapshot().blocked ? "blocked" : "open"));
  addEventListener("click", () => player.unlock());
  player.enqueue({ lineKey: "line", segmentIndex: 0, url: location.hash.slice(1) });
}
/** What the platform does on a screen lock or a lost device: the context stands still and cannot be woken before \`back\`. */
async function interrupt(player, back) {
  const resume = prepared.resume;
  prepared.resume = () => Promise.reject(new DOMException("interrupted", "InvalidStateError"));
  await prepared.suspend();
  const silent = await new Promise((resolve) => setTimeout(() => resolve(!player.getSnapshot().audible), 700));
  const told = player.getSnapshot().blocked;
  prepared.resume = resume;
  back();
  return silent && told;
}
const RETURNS = {
  shown: () => document.dispatchEvent(new Event("visibilitychange")),
  device: () => navigator.mediaDevices.dispatchEvent(new Event("devicechange")),
};
let wasSilent = null;
window.hear = async (kind, urls, stopAfterMs, returns = null) => {
  await prepareContext();
  wasSilent = null;
  let output;
  const player = new SpeechPlayer({ createOutput: () => (output = createOutput(kind)) });
  const events = [];
  const ended = new Promise((resolve) => {
    player.listen({
      segmentStarted: (line, index) => {
        events.push("start " + index);
        if (returns && index === 0)
          setTimeout(async () => { wasSilent = await interrupt(player, RETURNS[returns]); }, 200);
        if (stopAfterMs !== null && index === 0) setTimeout(resolve, stopAfterMs);
      },
      segmentEnded: (line, index) => { events.push("end " + index); if (index === urls.length - 1) resolve(); },
      segmentFailed: (line, index) => { events.push("failed " + index); if (index === urls.length - 1) resolve(); },
    });
  });
  player.unlock();
  urls.forEach((url, segmentIndex) => player.enqueue({ lineKey: "line", segmentIndex, url }));
  await ended;
  const asked = performance.now();
  const askedFrame = prepared.currentTime * prepared.sampleRate;
  const heard = stopAfterMs === null ? null : await player.stop();
  const stoppedAfterMs = performance.now() - asked;
  await new Promise((resolve) => setTimeout(resolve, 400));
  const audible = player.getSnapshot().audible;
  recorded.shift(); // its port opens late: silence is missing after the first quantum
  const samples = recorded.flatMap((part) => [...part.samples]);
  const stopFrame = askedFrame - (recorded[0]?.at ?? 0);
  const whole = recorded.every((part, index) => index === 0 || part.at === recorded[index - 1].at + 128);
  const usedKind = output.kind;
  await player.dispose();
  return { samples, rate: prepared.sampleRate, kind: usedKind, events, heard, stoppedAfterMs, audible, stopFrame, whole, wasSilent };
};
`;

let browser: Browser;
let server: Server;
let page: Page;

beforeAll(async () => {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("no browser found: set CHROME_PATH or install Chromium");
  const bundle = await build({
    stdin: { contents: PAGE_SCRIPT, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    alias: { "client-only": path.join(ROOT, "tests/empty-module.ts") },
    tsconfig: path.join(ROOT, "tsconfig.json"),
  });
  const worklet = await readFile(path.join(ROOT, "public/worklets/playback-worklet.js"));
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/worklets/playback-worklet.js") {
      response.setHeader("Content-Type", "text/javascript").end(worklet);
    } else if (url.pathname === "/sound") {
      const wav = sineWav({
        sampleRate: Number(url.searchParams.get("rate")),
        seconds: Number(url.searchParams.get("seconds")),
        frequency: 441,
        sizes: "streaming",
      });
      const cut = url.searchParams.has("break") ? 0.5 : 1;
      // Pieces with pauses in between, as an engine sends them, ahead of the listener.
      for (let at = 0; at < wav.length * cut; at += 7001) {
        response.write(wav.subarray(at, Math.min(at + 7001, Math.floor(wav.length * cut))));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      if (cut === 1) return response.end();
      // A reset connection takes with it what the browser has not read yet.
      await new Promise((resolve) => setTimeout(resolve, 500));
      response.destroy();
    } else {
      response.setHeader("Content-Type", "text/html");
      response.end(`<!doctype html><script type="module">${bundle.outputFiles[0]?.text ?? ""}</script>`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

interface Hearing {
  samples: number[];
  rate: number;
  kind: string;
  events: string[];
  heard: { positionMs: number } | null;
  stoppedAfterMs: number;
  audible: boolean;
  stopFrame: number;
  /** The recorder missed nothing. */
  whole: boolean;
  /** During the interruption nothing sounded, and the person was told. */
  wasSilent: boolean | null;
}

interface Told {
  name: string;
  kind: string;
  /** ms of the page's clock. */
  at: number;
}

function hear(
  kind: string,
  urls: string[],
  stopAfterMs: number | null,
  returns: "shown" | "device" | null = null,
): Promise<Hearing> {
  return page.evaluate(
    ([way, list, after, back]) => {
      const run = Reflect.get(window, "hear") as (...args: unknown[]) => Promise<Hearing>;
      return run(way, list, after, back);
    },
    [kind, urls, stopAfterMs, returns] as const,
  );
}

/** Silences (|sample| < 0.01) inside the sound, in ms, longest first. */
function silences(samples: number[], rate: number): number[] {
  const loud = samples.flatMap((sample, index) => (Math.abs(sample) > 0.01 ? [index] : []));
  const gaps = loud.slice(1).map((at, index) => ((at - (loud[index] ?? at)) / rate) * 1000);
  return gaps.sort((a, b) => b - a);
}

/** A step this large between neighbours is a click: the sine itself moves by at most 0.5 × 2π × 441 ÷ rate. */
function clickFrom(rate: number): number {
  return ((0.5 * 2 * Math.PI * 441) / rate) * 1.5;
}

function largestStep(samples: number[]): number {
  return samples.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample - (samples[at - 1] ?? sample))),
    0,
  );
}

const TWO_RATES = ["/sound?rate=32000&seconds=0.5", "/sound?rate=22050&seconds=0.5"];

// Sound is real time: where other work takes the whole machine, the browser itself stalls. A fault stays one.
describe.each(["worklet", "buffers"])("the player in a browser, %s", { retry: 2 }, (kind) => {
  it("joins segments of two rates without a gap or a click", async () => {
    const result = await hear(kind, TWO_RATES, null);
    expect(result.kind).toBe(kind);
    expect(result.whole).toBe(true);
    expect(result.events).toEqual(["start 0", "end 0", "start 1", "end 1"]);
    expect(result.audible).toBe(false);
    const loud = result.samples.filter((sample) => Math.abs(sample) > 0.01).length;
    expect(loud / result.rate).toBeGreaterThan(0.9);
    expect(silences(result.samples, result.rate)[0]).toBeLessThan(20);
    expect(largestStep(result.samples)).toBeLessThan(clickFrom(result.rate));
  });

  it("is silent within 100 ms of a stop and tells what was heard", async () => {
    const result = await hear(kind, ["/sound?rate=32000&seconds=3"], 400);
    // The page's own clock runs late on a busy machine; what is heard is judged by the audio's, below.
    expect(result.stoppedAfterMs).toBeLessThan(1000);
    expect(result.heard?.positionMs).toBeGreaterThan(300);
    const last = result.samples.findLastIndex((sample) => Math.abs(sample) > 0.01);
    // The audio thread may be a device buffer ahead of the clock the page reads.
    expect((last - result.stopFrame) / result.rate).toBeLessThan(0.1 + 0.025);
    expect(largestStep(result.samples)).toBeLessThan(clickFrom(result.rate));
  });

  it("goes on where it was after the screen was locked or the device lost, losing nothing", async () => {
    const result = await hear(kind, TWO_RATES, null, kind === "worklet" ? "shown" : "device");
    expect(result.wasSilent).toBe(true);
    expect(result.events).toEqual(["start 0", "end 0", "start 1", "end 1"]);
    const loud = result.samples.filter((sample) => Math.abs(sample) > 0.01).length;
    expect(loud / result.rate).toBeGreaterThan(0.9);
    expect(largestStep(result.samples)).toBeLessThan(clickFrom(result.rate));
  });

  it("plays what came of a broken segment without a click and goes on", async () => {
    const result = await hear(
      kind,
      ["/sound?rate=32000&seconds=0.6&break=1", "/nothing", ...TWO_RATES.slice(1)],
      null,
    );
    expect(result.events).toContain("failed 1");
    const others = result.events.filter((event) => event !== "failed 1");
    expect(others).toEqual(["start 0", "failed 0", "start 2", "end 2"]);
    expect(largestStep(result.samples)).toBeLessThan(clickFrom(result.rate));
  });
});

it("on a plain-http LAN page keeps the line while sound is blocked and plays all of it after the tap", async () => {
  const strict = await chromium.launch({
    executablePath: findBrowser() ?? "",
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP lan.test 127.0.0.1"],
  });
  try {
    const lan = await strict.newPage();
    const told: Told[] = [];
    lan.on("console", (line) => line.text().startsWith("{") && told.push(JSON.parse(line.text())));
    // Playwright's evaluate() counts as a person's act, so nothing is asked of this page.
    await lan.goto(`http://lan.test:${(server.address() as AddressInfo).port}/#${TWO_RATES[0]}`);
    await soon(() => expect(told.map(({ name }) => name)).toEqual(["blocked"]));
    await lan.mouse.click(100, 100);
    await soon(() => expect(told.map(({ name }) => name)).toContain("end"));
    expect(told.every(({ kind }) => kind === "buffers")).toBe(true);
    const at = (name: string) => told.find((each) => each.name === name)?.at ?? 0;
    expect(at("end") - at("start")).toBeGreaterThan(400);
  } finally {
    await strict.close();
  }
});

it("falls to <audio> elements where there is nothing else", async () => {
  const result = await hear("element", TWO_RATES, null);
  expect(result.kind).toBe("element");
  expect(result.events).toEqual(["start 0", "end 0", "start 1", "end 1"]);
});
