// The thread eSpeak NG speaks in: its synthesis is one synchronous call. Plain JavaScript because Node loads
// it by path, also from a built server. Messages in: a job. Messages out: ready, chunk, end, failed.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import createEspeak from "@echogarden/espeak-ng-emscripten";

// Some variants clip in eSpeak NG at full volume, in single vowels. So it speaks at half of it, and what is
// made louder again bends softly above the knee instead.
const VOLUME = 50;
const GAIN = 1.6;
const KNEE = 0.7 * 32767;
const HEADROOM = 0.25 * 32767;

const require = createRequire(import.meta.url);
const folder = path.dirname(require.resolve("@echogarden/espeak-ng-emscripten"));
const file = await readFile(path.join(folder, "espeak-ng.data"));
const data = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);

// The same job gives the same samples only on a fresh instance, because a used one keeps the state of its
// noise generator, and only while this thread's clock stands still, because the generator is seeded from it.
Date.now = () => 0;

async function createInstance() {
  const espeak = await createEspeak({ getPreloadedPackage: () => data });
  return new espeak.eSpeakNGWorker();
}

// One ahead, so that a job need not wait for it.
let spare = createInstance();
const sampleRate = (await spare).get_samplerate();
if (sampleRate !== workerData.sampleRate) throw new Error(`eSpeak NG speaks at ${sampleRate} Hz`);
parentPort.postMessage({ type: "ready" });

function makeLouder(samples) {
  for (let i = 0; i < samples.length; i += 1) {
    const loud = Math.abs(samples[i]) * GAIN;
    const level = loud <= KNEE ? loud : KNEE + HEADROOM * Math.tanh((loud - KNEE) / HEADROOM);
    samples[i] = Math.sign(samples[i]) * level;
  }
}

async function speak({ id, text, voice, pitch, range, rate, stopped }) {
  const isStopped = () => Atomics.load(stopped, 0) !== 0;
  if (isStopped()) return parentPort.postMessage({ type: "end", id });
  try {
    const instance = await spare;
    instance.set_voice(voice, "", 0, 0, 0);
    instance.set_rate(rate);
    instance.set_pitch(pitch);
    instance.set_range(range);
    instance.set_volume(VOLUME);
    instance.synthesize(text, (samples) => {
      if (isStopped()) return true;
      if (samples?.length > 0) {
        makeLouder(samples);
        parentPort.postMessage({ type: "chunk", id, pcm: samples.buffer }, [samples.buffer]);
      }
      return false;
    });
    parentPort.postMessage({ type: "end", id });
  } catch (error) {
    // Its stack quotes the compiled library's source: megabytes.
    parentPort.postMessage({ type: "failed", id, message: String(error?.message ?? error).slice(0, 300) });
  } finally {
    spare = createInstance();
    spare.catch(() => undefined);
  }
}

let queue = Promise.resolve();
parentPort.on("message", (job) => {
  queue = queue.then(() => speak(job));
});
