import pino from "pino";
import { afterAll } from "vitest";
import { createDeferred, type Deferred } from "@/lib/async/deferred";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import { SpeechDirectory } from "@/lib/speech/directory";
import type { SpeechEngine, SpeechRequest, VoiceReference } from "@/lib/speech/engine";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import { Scheduler } from "@/lib/speech/scheduler";
import { Speaker } from "@/lib/speech/speaker";
import type { SpeakingVoice, VoiceSource } from "@/lib/speech/voice";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { createFixture, pcmOf, SAMPLE_RATE } from "./clips-fixture";

const STORED = { path: "/references/default.wav", promptText: "안녕", promptLang: "ko" };
export const REFERENCE: VoiceReference = { ...STORED, read: null };
export const VOICE: SpeakingVoice = {
  id: "default",
  language: "ko",
  revisionKey: "revision-1",
  pool: null,
  controls: {},
  seed: 7,
  sound: {
    timbre: { variant: "f3", pitch: 50, range: 50, rate: 175 },
    reference: STORED,
    auxiliaryReferences: [],
    engineVoice: null,
    weights: null,
    scene: null,
  },
  moods: {},
  problem: null,
};
export const VOICES: VoiceSource = {
  find: (id) => (id === VOICE.id ? VOICE : null),
  findAny: (id) => (id === VOICE.id ? VOICE : null),
  ids: () => [VOICE.id],
  fallback: () => VOICE,
  reference: ({ path = "", promptText, promptLang }) => ({ path, promptText, promptLang, read: null }),
};

export function speechRecipe(text: string, more: Partial<SpeechRecipe> = {}): SpeechRecipe {
  const { id: voiceId, revisionKey, seed } = VOICE;
  const controls = { ...DEFAULT_CONTROLS, seed };
  const rest = { voiceId, revisionKey, language: "ko", controls, streamingMode: 0 } as const;
  return { kind: "speech", pool: "gpt-sovits", text, ...rest, ...more };
}

interface Synthesis {
  request: SpeechRequest;
  signal: AbortSignal;
  /** Lets it sound, or fail, now. */
  outcome: Deferred<Uint8Array>;
}

/** A cloning engine answered by hand. `reads` decides which references its machine sees. */
export class HandEngine implements SpeechEngine {
  readonly kind = "gpt-sovits";
  readonly syntheses: Synthesis[] = [];
  readonly asked: string[] = [];
  health: EngineHealth = { state: "up" };
  reads = (_reference: VoiceReference) => true;
  capabilities: SpeechEngine["capabilities"];

  constructor(more: Partial<SpeechEngine["capabilities"]> = {}) {
    this.capabilities = {
      languages: ["ko", "en", "ja", "zh"],
      streamingModes: [0],
      cloning: true,
      references: "path",
      ownVoices: false,
      auxiliaryReferences: false,
      weights: false,
      multiSpeaker: false,
      concurrency: 1,
      maxCharacters: 5000,
      stopsOnAbort: false,
      ...more,
    };
  }

  async synthesize(request: SpeechRequest, context: EngineContext) {
    const outcome = createDeferred<Uint8Array>();
    this.syntheses.push({ request, signal: context.signal, outcome });
    const sound = await outcome.promise;
    const pcm = (async function* () {
      yield sound;
    })();
    return { sampleRate: SAMPLE_RATE, pcm, warnings: [] };
  }

  checkHealth = async () => this.health;

  async canReadReference(reference: VoiceReference) {
    this.asked.push(reference.path);
    return this.reads(reference);
  }
}

/** Real directory, scheduler, speaker and clip store on engines answered by hand; all are up. */
export async function speakingStage(engines: HandEngine[] = [new HandEngine()]) {
  const logger = pino({ level: "silent" });
  const context = (signal: AbortSignal): EngineContext => ({
    signal,
    fetch: engineFetch,
    now: Date.now,
    logger,
  });
  const scheduler = new Scheduler();
  const directory = new SpeechDirectory({
    instances: engines.map((engine, at) => ({
      id: `gpt-sovits-${at}`,
      name: "GPT-SoVITS",
      pool: "gpt-sovits",
      engine,
      defaultWeights: null,
    })),
    embedded: null,
    scheduler,
    context,
    logger,
    probeReference: () => REFERENCE,
  });
  await Promise.all(directory.list().map(({ watch }) => watch.check()));
  const { store: clips, remove } = await createFixture();
  const speaker = new Speaker({ clips, scheduler, directory, voices: VOICES, context, logger });
  afterAll(async () => {
    directory.stop();
    for (const { outcome } of engines.flatMap(({ syntheses }) => syntheses)) outcome.resolve(pcmOf(2));
    await clips.close();
    await remove();
  });
  const [engine = new HandEngine()] = engines;
  return { engine, engines, directory, scheduler, speaker, clips, voices: VOICES };
}

export const job = { userId: "u", priority: "live", deadline: () => 0 } as const;
