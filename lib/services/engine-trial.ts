import "server-only";
import { ensureAudioFile } from "@/db/queries/clips";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { Locale } from "@/lib/i18n/locales";
import type { Clip, FinishedClip } from "@/lib/speech/clips";
import { completeControls } from "@/lib/speech/controls";
import { readsPaths } from "@/lib/speech/engine-references";
import type { SpeechInstance } from "@/lib/speech/instance";
import { whyUnreadable } from "@/lib/speech/outlook";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import { seenBy } from "@/lib/speech/reference-path";
import { type SayDeps, TEST_LINES } from "@/lib/speech/say";
import { voiceInRecipe } from "@/lib/speech/voice";

export interface TrialStep {
  step: "answers" | "reference" | "speech";
  /** What went wrong: the key of a sentence, or what was thrown; null where nothing did. */
  failure: unknown;
}

export interface Trial {
  steps: TrialStep[];
  folder: { here: string; there: string } | null;
  fileId: string | null;
  text: string;
  language: string;
  firstByteMs: number | null;
  realTimeFactor: number | null;
}

export interface EngineTrialOptions {
  say: SayDeps;
  /** Where references are stored, as this machine names it. */
  referencesDir: string;
}

/** One engine looked at as a person would: does it answer, can it read our references, does it speak? */
export class EngineTrials {
  constructor(private readonly options: EngineTrialOptions) {}

  /** A short line in the default voice, made by this engine alone. NOT_FOUND where there is none of that id. */
  async run(actor: Actor, engineId: string, locale: Locale, signal: AbortSignal): Promise<Trial> {
    const { say, referencesDir } = this.options;
    const { speech } = say;
    const instance = speech.find(engineId);
    if (!instance) throw new AppError("NOT_FOUND", { key: "engine_not_found" });
    const made = lineFor(say, instance, locale);
    const own = made.sound?.reference;
    const reference = own && readsPaths(instance.engine) ? say.voices.reference(own) : null;
    const trial: Trial = {
      steps: [],
      folder: reference && {
        here: referencesDir,
        there: seenBy(instance, reference).path.replace(/[\\/][^\\/]*$/, ""),
      },
      fileId: null,
      text: made.text,
      language: made.language,
      firstByteMs: null,
      realTimeFactor: null,
    };
    const isWell = async (step: TrialStep["step"], look: () => Promise<unknown>) => {
      const failure = (await look().catch((error: unknown) => error)) ?? null;
      trial.steps.push({ step, failure });
      return failure === null;
    };
    const answers = await isWell("answers", async () => {
      await instance.watch.fresh(0);
      const { state, reason } = instance.watch.health;
      return state === "down" ? `reason_${reason ?? "refused"}` : undefined;
    });
    if (!answers) return trial;
    const isRead =
      reference === null ||
      (await isWell("reference", () =>
        speech.askAgain(instance, reference, signal).then(
          () => undefined,
          (error: unknown) => (error instanceof AppError ? whyUnreadable(reference) : Promise.reject(error)),
        ),
      ));
    if (isRead) await isWell("speech", () => this.#speak(actor, instance, made, trial));
    return trial;
  }

  async #speak(actor: Actor, instance: SpeechInstance, made: SpeechRecipe, trial: Trial): Promise<void> {
    const { db, speaker, now } = this.options.say;
    const askedAt = performance.now();
    const clip = speaker.makeBy(instance, made, actor.id);
    clip.started.then(
      () => {
        trial.firstByteMs = Math.round(performance.now() - askedAt);
      },
      () => undefined,
    );
    const { durationMs } = await heard(clip);
    trial.realTimeFactor = (performance.now() - askedAt) / durationMs;
    const { file } = await ensureAudioFile(db, actor, { clipKey: clip.key, recipe: made }, now());
    trial.fileId = file.id;
  }
}

async function heard(clip: Clip): Promise<FinishedClip> {
  const release = clip.hold();
  try {
    return await clip.finished;
  } finally {
    release();
  }
}

/** The default voice's line on this engine, in the person's language where the engine speaks it. */
function lineFor(
  { voices }: SayDeps,
  { engine, pool, languages }: SpeechInstance,
  locale: Locale,
): SpeechRecipe {
  const voice = voices.fallback();
  const language = languages.includes(locale)
    ? locale
    : (languages.find((each) => each in TEST_LINES) ?? "en");
  return {
    kind: "speech",
    pool,
    ...voiceInRecipe(voice),
    text: TEST_LINES[language] ?? TEST_LINES.en ?? "",
    language,
    controls: completeControls({}, voice, engine.kind),
    streamingMode: engine.capabilities.streamingModes.includes(2) ? 2 : 0,
  };
}
