import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../../support/browser";
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
  if (target instanceof AudioDestinationNode) {
    const recorder = new AudioWorkletNode(this.context, "recorder", { channelCount: 1, channelCountMode: "explicit", numberOfOutputs: 0 });
    recorder.port.onmessage = (event) => recorded.push(event.data);
    connect.call(this, recorder);
  }
  return connect.call(this, target, ...rest);
};
window.hear = async (kind, urls, stopAfterMs) => {
  await prepareContext();
  let output;
  const player = new SpeechPlayer({ createOutput: () => (output = createOutput(kind)) });
  const events = [];
  const ended = new Promise((resolve) => {
    player.listen({
      segmentStarted: (line, index) => {
        events.push("start " + index);
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
  return { samples, rate: prepared.sampleRate, kind: usedKind, events, heard, stoppedAfterMs, audible, stopFrame, whole };
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
      if (cut < 1) response.destroy();
      else response.end();
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
}

function hear(kind: string, urls: string[], stopAfterMs: number | null): Promise<Hearing> {
  return page.evaluate(
    ([way, list, after]) => {
      const run = Reflect.get(window, "hear") as (...args: unknown[]) => Promise<Hearing>;
      return run(way, list, after);
    },
    [kind, urls, stopAfterMs] as const,
  );
}

/** Silences (|sample| < 0.01) inside the sound, in ms, longest first. */
function silences(samples: number[], rate: number): number[] {
  const loud = samples.flatMap((sample, index) => (Math.abs(sample) > 0.01 ? [index] : []));
  const gaps = loud.slice(1).map((at, index) => ((at - (loud[index] ?? at)) / rate) * 1000);
  return gaps.sort((a, b) => b - a);
}

/** A step this large between neighbours is a click: the sine itself moves by at most 0.5 × 2π × 441 ÷ rate. */
function largestStep(samples: number[]): number {
  return samples.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample - (samples[at - 1] ?? sample))),
    0,
  );
}

const TWO_RATES = ["/sound?rate=32000&seconds=0.5", "/sound?rate=22050&seconds=0.5"];

describe.each(["worklet", "buffers"])("the player in a browser, %s", (kind) => {
  it("joins segments of two rates without a gap or a click", async () => {
    const result = await hear(kind, TWO_RATES, null);
    expect(result.kind).toBe(kind);
    expect(result.whole).toBe(true);
    expect(result.events).toEqual(["start 0", "end 0", "start 1", "end 1"]);
    expect(result.audible).toBe(false);
    const loud = result.samples.filter((sample) => Math.abs(sample) > 0.01).length;
    expect(loud / result.rate).toBeGreaterThan(0.9);
    expect(silences(result.samples, result.rate)[0]).toBeLessThan(20);
    expect(largestStep(result.samples)).toBeLessThan(((0.5 * 2 * Math.PI * 441) / result.rate) * 1.3);
  });

  it("is silent within 100 ms of a stop and tells what was heard", async () => {
    const result = await hear(kind, ["/sound?rate=32000&seconds=3"], 400);
    expect(result.stoppedAfterMs).toBeLessThan(160);
    expect(result.heard?.positionMs).toBeGreaterThan(300);
    const last = result.samples.findLastIndex((sample) => Math.abs(sample) > 0.01);
    // The audio thread may be a device buffer ahead of the clock the page reads.
    expect((last - result.stopFrame) / result.rate).toBeLessThan(0.1 + 0.025);
    expect(largestStep(result.samples)).toBeLessThan(((0.5 * 2 * Math.PI * 441) / result.rate) * 1.3);
  });

  it("plays what came of a broken segment without a click and goes on", async () => {
    const result = await hear(
      kind,
      ["/sound?rate=32000&seconds=0.6&break=1", "/nothing", ...TWO_RATES.slice(1)],
      null,
    );
    expect(result.events).toEqual(["failed 1", "start 0", "failed 0", "start 2", "end 2"]);
    expect(largestStep(result.samples)).toBeLessThan(((0.5 * 2 * Math.PI * 441) / result.rate) * 1.3);
  });
});

it("falls to <audio> elements where there is nothing else", async () => {
  const result = await hear("element", TWO_RATES, null);
  expect(result.kind).toBe("element");
  expect(result.events).toEqual(["start 0", "end 0", "start 1", "end 1"]);
});
