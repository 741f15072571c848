import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { Clip, ClipSink, ClipStore } from "./clips";
import type { SpeechDirectory } from "./directory";
import type { SpeechInstance } from "./instance";
import { joinParts } from "./joined-line";
import { readyEngine } from "./ready-engine";
import { clipKey, type Recipe, type SpeechRecipe } from "./recipe";
import type { Scheduler, SchedulerJob } from "./scheduler";
import { SuspicionMeter } from "./suspicion";
import type { SpeakingVoice, VoiceSource } from "./voice";
import { pcmDurationMs } from "./wav";

export interface SpeakerOptions {
  clips: ClipStore;
  scheduler: Scheduler;
  directory: SpeechDirectory;
  voices: VoiceSource;
  context: (signal: AbortSignal) => EngineContext;
  logger: Logger;
}

/** For whom and until when something is spoken. */
export interface SpeakingJob {
  userId: string;
  priority: "live" | "background";
  /** When the listener's sound runs dry, ms since the epoch. */
  deadline: () => number;
  /** It waits: so many pieces of other people's are spoken first. */
  onQueued?: (ahead: number) => void;
}

/** `preparing`: an engine makes itself ready; `ready`: there is nothing to do; `unavailable`: no engine for it answers. */
export type Preparation = "preparing" | "ready" | "unavailable";

interface Attempt {
  hasStarted: boolean;
  /** It is not tried again with another seed. */
  isLast: boolean;
  /** Who took it; null while nobody has. */
  instance: SpeechInstance | null;
}

/** How long a cancelled synthesis may keep the engine before its connection is cut all the same. */
const DRAIN_LIMIT_MS = 30_000;

/** Turns recipes into clips: one synthesis however many ask, in the scheduler's order, one retry with another seed. */
export class Speaker {
  /** For whom each clip is being made: who joins later may need it sooner. */
  readonly #jobs = new Map<string, Set<SpeakingJob>>();

  constructor(private readonly options: SpeakerOptions) {}

  /** The clip of this recipe: stored, being made by another (then as soon as the first of all needs it), or made now. */
  make(recipe: Recipe, job: SpeakingJob): Clip {
    const key = clipKey(recipe);
    const jobs = this.#jobs.get(key) ?? new Set();
    this.#jobs.set(key, jobs.add(job));
    const clip = this.options.clips.open(key, (sink, signal) =>
      recipe.kind === "line"
        ? joinParts(recipe.parts, sink, signal, (part) => this.make(part, job))
        : this.#speak(recipe, sink, signal, jointly(jobs, job)),
    );
    const forget = () => {
      jobs.delete(job);
      if (jobs.size === 0 && this.#jobs.get(key) === jobs) this.#jobs.delete(key);
    };
    clip.finished.then(forget, forget);
    return clip;
  }

  /** The sound of a recipe made anew by this one engine, without another try: how it is, not how it should be. */
  makeBy(instance: SpeechInstance, recipe: SpeechRecipe, userId: string): Clip {
    const { clips, scheduler, directory } = this.options;
    return clips.open(`trial-${randomUUID()}`, (sink, signal) =>
      scheduler.submit({
        pool: instance.pool,
        instanceId: instance.id,
        model: directory.modelName(recipe.pool, recipe.sound?.weights ?? null),
        userId,
        priority: "background",
        deadline: Date.now,
        signal,
        run: (runSignal) => {
          const attempt: Attempt = { hasStarted: false, isLast: true, instance };
          return this.#synthesize(instance, recipe, sink, runSignal, attempt);
        },
      }),
    );
  }

  /**
   * Has an engine made ready for a voice once nobody is to be heard sooner; see `Preparation`. Where something has to
   * be loaded for it, `spend` is called first: what it throws is thrown, and nothing is loaded.
   */
  prepare(voice: SpeakingVoice, userId: string, spend: () => void): Preparation {
    const { directory, scheduler, voices, context, logger } = this.options;
    const choice = directory.choiceForNewPlay(voice);
    const pool = choice && directory.poolFor(choice, voice, voice.language);
    if (pool === null || !directory.isUp(pool)) return "unavailable";
    const { weights, reference: own } = voice.sound;
    const needs = { weights, reference: own && voices.reference(own) };
    if (directory.inPool(pool).some((one) => one.watch.isUsable && directory.isReady(one, needs)))
      return "ready";
    spend();
    scheduler
      .submit({
        pool,
        model: directory.modelName(pool, weights),
        userId,
        priority: "background",
        deadline: Date.now,
        signal: new AbortController().signal,
        run: async (signal, id) => {
          const instance = directory.find(id);
          if (instance) await directory.makeReady(instance, needs, context(signal));
        },
      })
      .catch((error: unknown) =>
        logger.warn({ pool, voice: voice.id, err: error }, "voice could not be prepared"),
      );
    return "preparing";
  }

  /** Whether a play waits for this clip now; otherwise it is made for those who asked for it alone. */
  isLive(key: string): boolean {
    return [...(this.#jobs.get(key) ?? [])].some((job) => job.priority === "live");
  }

  async #speak(recipe: SpeechRecipe, sink: ClipSink, signal: AbortSignal, job: SpeakingJob): Promise<void> {
    const { scheduler, directory, logger } = this.options;
    // Models of one pool may differ in what they speak; where none does, the engine's own refusal is told.
    const lost = new Set(directory.speaks(recipe.pool, recipe.language) ? mutes(directory, recipe) : []);
    let asked = recipe;
    let isReseeded = false;
    for (;;) {
      const attempt: Attempt = { hasStarted: false, isLast: isReseeded, instance: null };
      try {
        const queued: SchedulerJob<void> = {
          pool: recipe.pool,
          except: lost,
          model: directory.modelName(recipe.pool, recipe.sound?.weights ?? null),
          userId: job.userId,
          get priority() {
            return job.priority;
          },
          deadline: job.deadline,
          signal,
          run: (runSignal, id) => {
            attempt.instance = directory.find(id);
            if (!attempt.instance) throw new UpstreamError("unreachable", "the engine was taken away");
            return this.#synthesize(attempt.instance, asked, sink, runSignal, attempt);
          },
        };
        const done = scheduler.submit(queued);
        const ahead = scheduler.ahead(queued);
        if (ahead > 0) job.onQueued?.(ahead);
        return await done;
      } catch (error) {
        const { instance, hasStarted } = attempt;
        // Nobody was there to ask: no other will be either.
        if (!instance || hasStarted || !(error instanceof UpstreamError) || !error.retryable) throw error;
        logger.warn(
          { instance: instance.id, kind: error.kind, err: error },
          "synthesis failed before its first sound",
        );
        if (error.kind === "unreachable") {
          lost.add(instance.id);
          directory.reportLost(instance);
        } else if (error.kind === "malformed" && !isReseeded) {
          isReseeded = true;
          // As a whole: a stream that breaks off before its first sound has not said why.
          const seed = (Math.max(0, recipe.controls.seed) + 7919) % 2 ** 31;
          asked = { ...recipe, controls: { ...recipe.controls, seed }, streamingMode: 0 };
        } else {
          throw error;
        }
      }
    }
  }

  async #synthesize(
    instance: SpeechInstance,
    recipe: SpeechRecipe,
    sink: ClipSink,
    signal: AbortSignal,
    attempt: Attempt,
  ): Promise<void> {
    const { directory, context } = this.options;
    const work = engineSignal(signal, instance.engine.capabilities.stopsOnAbort);
    try {
      const ask = await readyEngine(this.options, instance, recipe, context(work.signal));
      if (signal.aborted) throw new UpstreamError("aborted", "nobody listens any more");
      const askedAt = performance.now();
      const audio = await ask();
      const firstSoundMs = performance.now() - askedAt;
      let pcmBytes = 0;
      const { text, language, controls } = recipe;
      const meter = new SuspicionMeter(audio.sampleRate);
      // A whole file has nobody waiting for its first part: it is judged before anyone hears it.
      const whole: Uint8Array[] | null = recipe.streamingMode === 0 && !attempt.isLast ? [] : null;
      const start = () => {
        attempt.hasStarted = true;
        sink.start(audio.sampleRate);
      };
      if (!signal.aborted && !whole) start();
      for await (const pcm of audio.pcm) {
        meter.add(pcm);
        pcmBytes += pcm.byteLength;
        if (whole) whole.push(pcm);
        else if (!signal.aborted) sink.write(pcm);
      }
      const totalMs = performance.now() - askedAt;
      const soundMs = pcmDurationMs(pcmBytes, audio.sampleRate);
      directory.times.add(instance.id, { firstSoundMs, totalMs, soundMs });
      // The embedded voice is no model: it says what it is given.
      const suspicion = instance.isEmbedded
        ? null
        : meter.judge({ text, language, speed: controls.speed_factor });
      if (whole && suspicion) throw new UpstreamError("malformed", `the sound is ${suspicion}`);
      if (suspicion) sink.doubt();
      if (whole && !signal.aborted) {
        start();
        for (const pcm of whole) sink.write(pcm);
      }
    } finally {
      work.release();
    }
  }
}

/** The engines of a recipe's pool that do not speak its language. */
function mutes(directory: SpeechDirectory, { pool, language }: SpeechRecipe): string[] {
  return directory.inPool(pool).flatMap(({ id, languages }) => (languages.includes(language) ? [] : id));
}

/** The earliest of several wishes for one clip, read anew each time. */
function jointly(jobs: ReadonlySet<SpeakingJob>, first: SpeakingJob): SpeakingJob {
  const wanted = () => (jobs.size > 0 ? [...jobs] : [first]);
  return {
    userId: first.userId,
    get priority() {
      return wanted().some((job) => job.priority === "live") ? "live" : "background";
    },
    deadline: () => Math.min(...wanted().map((job) => job.deadline())),
    onQueued: (ahead) => {
      for (const job of wanted()) job.onQueued?.(ahead);
    },
  };
}

/** What the engine's call is aborted by: the listener's signal, or (see `stopsOnAbort`) that and a limit for draining. */
function engineSignal(
  signal: AbortSignal,
  stopsOnAbort: boolean,
): { signal: AbortSignal; release: () => void } {
  if (stopsOnAbort) return { signal, release: () => {} };
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(() => abort.abort(), DRAIN_LIMIT_MS);
    timer.unref();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return {
    signal: abort.signal,
    release: () => {
      signal.removeEventListener("abort", onAbort);
      clearTimeout(timer);
    },
  };
}
