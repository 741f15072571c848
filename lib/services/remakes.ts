import "server-only";
import { setImmediate as letOthers, setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { internal } from "@/db/ownership";
import { addAudioFiles, listKeptOfVoice } from "@/db/queries/clips";
import { remakeUnderWay, setRemakeUnderWay } from "@/db/queries/remakes";
import { AppError } from "@/lib/contract/app-error";
import type { Remake } from "@/lib/contract/cache";
import type { SpeechControls } from "@/lib/contract/speech";
import type { VoiceSpec } from "@/lib/contract/voices";
import { completeControls } from "@/lib/speech/controls";
import { EMBEDDED_POOL } from "@/lib/speech/directory";
import { clipKey, type Recipe, recipe, type SpeechRecipe } from "@/lib/speech/recipe";
import type { SayDeps } from "@/lib/speech/say";
import { type SpeakingVoice, voiceInRecipe } from "@/lib/speech/voice";

const REMAKING = internal("kept lines are made again for whoever has them");

export interface RemakesOptions {
  say: SayDeps;
  /** Every sound a voice has had. */
  revisions: (voiceId: string) => Promise<readonly { spec: VoiceSpec }[]>;
  logger: Logger;
}

/** An engine that is away, as after a restart of both, is waited for so long. */
const ENGINE_AWAY_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/** So many kept lines are looked at before somebody else has a turn. */
const LOOKED_AT = 200;

/**
 * Makes the kept lines of a voice again as it sounds now, so that whoever asks for one hears it at once; what was spoken
 * keeps its own sound. One voice at a time, behind everyone who listens. Which one is written down: after a restart of the
 * server it goes on with what is left, because what is made is kept.
 */
export class Remakes {
  #running: { state: Remake; abort: AbortController; ended: Promise<void> } | null = null;
  #last: Remake | null = null;
  #isClosed = false;

  constructor(private readonly options: RemakesOptions) {}

  get state(): Remake | null {
    const state = this.#running?.state ?? this.#last;
    return state && { ...state };
  }

  /** Throws NOT_FOUND for a voice there is not, CONFLICT while another one is made again. */
  async start(voiceId: string): Promise<Remake> {
    const { say } = this.options;
    if (this.#running) throw new AppError("CONFLICT", { key: "remake_busy" });
    const voice = say.voices.find(voiceId, null);
    if (!voice) throw new AppError("NOT_FOUND");
    const state: Remake = { voice_id: voiceId, state: "running", total: 0, done: 0, failed: 0 };
    const running = { state, abort: new AbortController(), ended: Promise.resolve() };
    this.#running = running;
    try {
      await setRemakeUnderWay(say.db, voiceId);
      const lines = await this.#outdated(voice);
      state.total = lines.length;
      running.ended = this.#work(lines, state, running.abort.signal);
    } catch (error) {
      this.#running = null;
      await setRemakeUnderWay(say.db, null);
      throw error;
    }
    return { ...state };
  }

  /** Stops it for good; what is made stays. */
  async cancel(): Promise<Remake | null> {
    await this.#stop();
    await setRemakeUnderWay(this.options.say.db, null);
    return this.state;
  }

  /** How many lines `start` would make now: kept from earlier revisions, and not there as the voice sounds now. */
  async outstanding(voiceId: string): Promise<number> {
    const voice = this.options.say.voices.find(voiceId, null);
    return voice ? (await this.#outdated(voice)).length : 0;
  }

  /** Goes on with what the end of the last process broke off. */
  async resume(): Promise<void> {
    const { say, logger } = this.options;
    const voiceId = await remakeUnderWay(say.db);
    if (voiceId === null) return;
    const voice = say.voices.find(voiceId, null);
    if (!voice) return setRemakeUnderWay(say.db, null);
    await say.speech.makeSure(null, voice);
    if (this.#isClosed || this.#running) return;
    const { total } = await this.start(voiceId);
    logger.info({ voice: voiceId, lines: total }, "lines are made again where it broke off");
  }

  /** Ends with the process; `resume` goes on in the next one. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    running?.abort.abort();
    await running?.ended;
  }

  async #work(lines: readonly Line[], state: Remake, signal: AbortSignal): Promise<void> {
    const { say, logger } = this.options;
    let patientUntil = say.now() + ENGINE_AWAY_MS;
    for (const line of lines) {
      if (signal.aborted) break;
      try {
        await this.#engineFor(line.recipe, patientUntil, signal);
        await this.#make(line, signal);
        await addAudioFiles(
          say.db,
          REMAKING,
          line.ownerIds,
          { clipKey: line.key, recipe: line.recipe },
          say.now(),
        );
        state.done += 1;
        patientUntil = say.now() + ENGINE_AWAY_MS;
      } catch (error) {
        if (signal.aborted) break;
        state.failed += 1;
        logger.info({ voice: state.voice_id, err: error }, "a line was not made again");
      }
    }
    if (!signal.aborted) await setRemakeUnderWay(say.db, null);
    state.state = signal.aborted ? "cancelled" : "done";
    this.#last = state;
    this.#running = null;
  }

  /** Resolves when its engines answer, or at that moment: then it fails with the reason. */
  async #engineFor(wish: Recipe, until: number, signal: AbortSignal): Promise<void> {
    const { speech, now } = this.options.say;
    const pools = new Set(wish.kind === "line" ? wish.parts.map(({ pool }) => pool) : [wish.pool]);
    for (const pool of pools) {
      while (!speech.isUp(pool) && speech.inPool(pool).length > 0 && now() < until && !signal.aborted) {
        await speech.makeSure("engine", { pool });
        if (!speech.isUp(pool)) await wait(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #make({ recipe: wish }: Line, signal: AbortSignal): Promise<void> {
    const job = { userId: "", priority: "background" as const, deadline: () => Number.MAX_SAFE_INTEGER };
    const clip = this.options.say.speaker.make(wish, job);
    const release = clip.hold();
    signal.addEventListener("abort", release, { once: true });
    try {
      await clip.finished;
    } finally {
      signal.removeEventListener("abort", release);
      release();
    }
  }

  /** What is kept as an earlier revision said it, and not yet as the one of now does. */
  async #outdated(voice: SpeakingVoice): Promise<Line[]> {
    const { say, revisions } = this.options;
    const { db, clips } = say;
    const earlier = (await revisions(voice.id)).flatMap(
      ({ spec }) => say.voices.findAny(voice.id, spec) ?? [],
    );
    const lines = new Map<string, Line>();
    const all = await listKeptOfVoice(db, REMAKING, voice.id);
    for (const [at, { ownerId, recipe: kept }] of all.entries()) {
      if (at % LOOKED_AT === LOOKED_AT - 1) await letOthers();
      const before = recipe.safeParse(kept).data;
      const now = before && this.#renewed(before, voice, earlier);
      const key = now && clipKey(now);
      if (!now || !key || key === clipKey(before)) continue;
      const known = lines.get(key);
      if (known) known.ownerIds.push(ownerId);
      else if (!(await clips.openStored(key))) lines.set(key, { key, recipe: now, ownerIds: [ownerId] });
    }
    return [...lines.values()];
  }

  #renewed(made: Recipe, voice: SpeakingVoice, earlier: readonly SpeakingVoice[]): Recipe {
    if (made.kind === "line")
      return { ...made, parts: made.parts.map((part) => this.#part(part, voice, earlier)) };
    return this.#part(made, voice, earlier);
  }

  #part(part: SpeechRecipe, voice: SpeakingVoice, earlier: readonly SpeakingVoice[]): SpeechRecipe {
    if (part.voiceId !== voice.id || part.dialogue) return part;
    const { speech } = this.options.say;
    const kindThen = speech.kindOf(part.pool);
    // The first that explains most of its controls: what is left was the request's own wish.
    const wishes = [voice, ...earlier]
      .filter(({ revisionKey }) => revisionKey === part.revisionKey)
      .map((each) => wishedFor(part, each, kindThen))
      .sort((a, b) => Object.keys(a).length - Object.keys(b).length);
    const choice = part.pool === EMBEDDED_POOL ? "embedded" : "engine";
    const pool = speech.poolFor(choice, voice, part.language) ?? part.pool;
    const { emotion, ...rest } = part;
    return {
      ...rest,
      ...voiceInRecipe(voice, emotion),
      pool,
      controls: completeControls(wishes[0] ?? part.controls, voice, speech.kindOf(pool)),
    };
  }
}

interface Line {
  key: string;
  recipe: Recipe;
  ownerIds: string[];
}

/** The controls of a recipe that are not this voice's own. */
function wishedFor(
  { controls }: SpeechRecipe,
  voice: SpeakingVoice,
  kind: ReturnType<SayDeps["speech"]["kindOf"]>,
): SpeechControls {
  const usual = completeControls({}, voice, kind);
  const names = Object.keys(controls) as (keyof typeof controls)[];
  return Object.fromEntries(
    names.filter((name) => controls[name] !== usual[name]).map((name) => [name, controls[name]]),
  );
}
