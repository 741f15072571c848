import { copyFile, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pino from "pino";
import { openDatabase } from "@/db/client";
import { insertSpeechEngine } from "@/db/queries/speech-engines";
import { parseSettings } from "@/lib/config/env";
import { EngineAdmin, type EngineAdminOptions } from "@/lib/services/engine-admin";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import { SpeechDirectory } from "@/lib/speech/directory";
import type { VoiceReference } from "@/lib/speech/engine";
import { createGptSovits } from "@/lib/speech/engines/gpt-sovits-v2";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import { Scheduler } from "@/lib/speech/scheduler";
import { Speaker } from "@/lib/speech/speaker";
import type { SpeakingVoice, VoiceSource } from "@/lib/speech/voice";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { startGptSovits, toneFrequency } from "@/tests/engines/gpt-sovits";
import { collect, createFixture } from "@/tests/unit/lib/speech/clips-fixture";
import { type Served, switchesByLease } from "./model-switches";

export interface SpeechLoad {
  segments: number;
  users: number;
  voices: number;
  models: number;
  /** How much faster than real engines the simulators are; the lease is shortened by as much. */
  speed: number;
  seed: number;
  /** So often an admin loads another model into the first engine, while all speak. */
  adminSwitches?: number;
}

export interface SpeechLoadResult {
  spoken: number;
  cancelled: number;
  failed: number;
  /** Clips whose sound is not their own voice's. */
  crossed: string[];
  /** How long each user waited for a clip, on average, in ms. */
  waitsMs: number[];
  /** Models an admin loaded meanwhile. */
  switchedByAdmin: number;
  switches: number;
  /** What they would have been by leases (`switchesByLease`). */
  switchesByLease: number;
  /** Jobs and syntheses left when everything was answered. */
  leftRunning: number;
  overlaps: number;
}

const MODEL = (index: number) => ({ gpt: `gpt-${index}.ckpt`, sovits: `sovits-${index}.pth` });

/**
 * Many people, voices and models on two api_v2 simulators behind the real scheduler, speaker and clip store: some
 * give up, one engine is killed and started again. What each clip sounds like is read from its samples.
 */
export async function runSpeechLoad(load: SpeechLoad): Promise<SpeechLoadResult> {
  const { segments, users, voices: voiceCount, models, speed } = load;
  const random = createRandom(load.seed);
  const folder = await mkdtemp(path.join(os.tmpdir(), "forge-load-"));
  const weights = Object.fromEntries(
    Array.from({ length: models }, (_, at) => MODEL(at)).flatMap(({ gpt, sovits }) => [
      [gpt, "v2" as const],
      [sovits, "v2" as const],
    ]),
  );
  const simulators = [await startGptSovits({ speed, weights }), await startGptSovits({ speed, weights })];
  const voices = await castVoices(voiceCount, models, folder);
  const source = voiceSource(voices);
  const logger = pino({ level: "silent" });
  const context = (signal: AbortSignal): EngineContext => ({
    signal,
    fetch: engineFetch,
    now: Date.now,
    logger,
  });
  const scheduler = new Scheduler({
    maxLeaseMs: 10_000 / speed,
    slackMs: 3000 / speed,
    shareMs: 3000 / speed,
  });
  const directory = new SpeechDirectory({
    instances: simulators.map(({ url }, at) => ({
      id: `engine-${at}`,
      name: "GPT-SoVITS",
      pool: "gpt-sovits",
      engine: createGptSovits({ baseUrl: url, believed: true }),
      defaultWeights: null,
    })),
    embedded: null,
    scheduler,
    context,
    logger,
    probeReference: () => null,
  });
  const { store: clips, remove } = await createFixture();
  const speaker = new Speaker({ clips, scheduler, directory, voices: source, context, logger });
  directory.start();
  await Promise.all(directory.list().map(({ watch }) => watch.check()));

  const result: SpeechLoadResult = {
    spoken: 0,
    cancelled: 0,
    failed: 0,
    crossed: [],
    waitsMs: [],
    switchedByAdmin: 0,
    switches: 0,
    switchesByLease: 0,
    leftRunning: 0,
    overlaps: 0,
  };
  const admin = await createAdmin(folder, { url: simulators[0]?.url ?? "", directory, scheduler, context });
  const asked = new Map<string, { at: number; model: string }>();
  const waits = new Map<number, number[]>();
  const speak = async (index: number): Promise<void> => {
    const user = Math.floor(random() * users);
    const voice = voices[user % voiceCount];
    if (!voice) return;
    const text = `${index}번째 ${"가나다라마바사아자차".slice(0, 2 + Math.floor(random() * 8))}.`;
    const askedAt = Date.now();
    asked.set(text, { at: askedAt, model: voice.sound.weights?.gpt ?? "" });
    const clip = speaker.make(recipeOf(voice, text), {
      userId: `user ${user}`,
      priority: "live",
      deadline: () => askedAt,
    });
    const release = clip.hold();
    const givesUp = random() < 0.1;
    if (givesUp) setTimeout(release, (random() * 4000) / speed);
    try {
      await clip.finished;
      result.spoken++;
      waits.set(user, [...(waits.get(user) ?? []), Date.now() - askedAt]);
      const heard = frequencyOf(await collect(clip.read()));
      if (Math.abs(heard - frequencyWanted(voice, text)) > 2) result.crossed.push(`${voice.id}: ${text}`);
    } catch {
      if (givesUp) result.cancelled++;
      else result.failed++;
    } finally {
      release();
    }
  };

  const all: Promise<void>[] = [];
  // About nine tenths of what both engines can do together.
  const paceMs = 900 / speed / 2 / 0.75;
  for (let index = 0; index < segments; index++) {
    all.push(speak(index));
    if (load.adminSwitches && index % Math.ceil(segments / load.adminSwitches) === 1) {
      const { gpt, sovits } = MODEL(index % models);
      all.push(
        admin.engines.loadWeights("engine-0", { gpt, sovits }, new AbortController().signal).then(() => {
          result.switchedByAdmin++;
        }),
      );
    }
    if (index === Math.floor(segments * 0.4)) await simulators[1]?.behave("down");
    if (index === Math.floor(segments * 0.6)) await simulators[1]?.behave("well");
    await new Promise((resolve) => setTimeout(resolve, paceMs * (0.5 + random())));
  }
  await Promise.all(all);
  await scheduler.drain();
  await Promise.all(simulators.map((each) => each.whenIdle()));
  const syntheses = simulators.flatMap(({ log }) => log.syntheses);
  result.overlaps = syntheses.filter(({ crossed, overlappedAborted }) => crossed || overlappedAborted).length;
  result.switches = simulators
    .flatMap(({ log }) => log.requests)
    .filter(({ endpoint }) => endpoint === "/set_sovits_weights").length;
  const served = simulators.flatMap(({ url, log }) =>
    log.syntheses.flatMap(({ text, receivedAt, finishedAt }): Served[] => {
      const wish = asked.get(text);
      if (!wish || finishedAt === null) return [];
      return [{ instance: url, model: wish.model, askedAt: wish.at, workMs: finishedAt - receivedAt }];
    }),
  );
  result.switchesByLease = switchesByLease(served, 10_000 / speed, 600 / speed);
  result.waitsMs = [...waits.values()].map((each) => each.reduce((sum, wait) => sum + wait, 0) / each.length);
  const queues = directory.list().map(({ id }) => scheduler.snapshot(id));
  result.leftRunning = queues.reduce((sum, { queued, running }) => sum + queued + running, 0);
  directory.stop();
  await clips.close();
  await remove();
  admin.close();
  await Promise.all(simulators.map((each) => each.close()));
  await rm(folder, { recursive: true });
  return result;
}

/** Whoever looks after the engines, on a database of its own that knows the first of them. */
async function createAdmin(
  folder: string,
  {
    url,
    directory,
    scheduler,
    context,
  }: Pick<EngineAdminOptions, "directory" | "scheduler" | "context"> & { url: string },
) {
  const { db, close } = openDatabase(folder);
  await insertSpeechEngine(db, {
    id: "engine-0",
    kind: "gpt-sovits",
    name: "GPT-SoVITS",
    baseUrl: url,
    apiPath: null,
    pool: "gpt-sovits",
    source: "admin",
    options: {},
    createdAt: 0,
  });
  const engines = new EngineAdmin({
    db,
    settings: parseSettings({ DATA_DIR: folder }),
    directory,
    scheduler,
    context,
    onVoicesMoved: async () => {},
    now: Date.now,
  });
  return { engines, close };
}

async function castVoices(count: number, models: number, folder: string): Promise<SpeakingVoice[]> {
  const clip = path.resolve("lib/voices/references/default.wav");
  return Promise.all(
    Array.from({ length: count }, async (_, index): Promise<SpeakingVoice> => {
      // Voices of other models share a clip: what an engine remembers of it belongs to the model before.
      const file = path.join(folder, `clip-${index % 5}.wav`);
      await copyFile(clip, file);
      return {
        id: `voice-${index}`,
        language: "ko",
        revisionKey: `revision-${index}`,
        pool: "gpt-sovits",
        controls: {},
        seed: index,
        sound: {
          timbre: { variant: "f3", pitch: 50, range: 50, rate: 175 },
          reference: { path: file, promptText: "창가에 불을 켜 두었어요.", promptLang: "ko" },
          auxiliaryReferences: [],
          engineVoice: null,
          weights: MODEL(index % models),
          scene: null,
        },
        moods: {},
        problem: null,
      };
    }),
  );
}

function voiceSource(voices: readonly SpeakingVoice[]): VoiceSource {
  const find = (id: string) => voices.find((voice) => voice.id === id) ?? null;
  return {
    find,
    findAny: find,
    ids: () => voices.map(({ id }) => id),
    fallback: () => {
      throw new Error("every voice is named");
    },
    reference: ({ path: file = "", promptText, promptLang }): VoiceReference => ({
      path: file,
      promptText,
      promptLang,
      read: null,
    }),
  };
}

function recipeOf(voice: SpeakingVoice, text: string): SpeechRecipe {
  const { id: voiceId, revisionKey, seed, sound } = voice;
  const controls = { ...DEFAULT_CONTROLS, seed };
  const rest = { revisionKey, language: "ko", controls, streamingMode: 0, sound } as const;
  return { kind: "speech", pool: "gpt-sovits", text, voiceId, ...rest };
}

function frequencyWanted({ sound }: SpeakingVoice, text: string): number {
  return toneFrequency({
    refAudioPath: sound.reference?.path ?? "",
    gptWeights: sound.weights?.gpt ?? "",
    sovitsWeights: sound.weights?.sovits ?? "",
    text,
  });
}

/** Of a tone, s16le mono at 32 kHz, in Hz, by where it rises through zero. */
export function frequencyOf(pcm: Uint8Array): number {
  const samples = new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.byteLength));
  const rises: number[] = [];
  for (let at = 1; at < samples.length; at++) {
    const [before = 0, after = 0] = [samples[at - 1], samples[at]];
    if (before < 0 && after >= 0) rises.push(at - after / (after - before));
  }
  const [first = 0, last = 0] = [rises[0], rises.at(-1)];
  return rises.length < 2 ? 0 : ((rises.length - 1) / (last - first)) * 32_000;
}

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
