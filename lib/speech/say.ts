import { randomInt } from "node:crypto";
import type { Database } from "@/db/client";
import { type AudioFile, ensureAudioFile, findAudioFile, findClipKey } from "@/db/queries/clips";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { type TtsRequest, ttsRequest } from "@/lib/contract/speech";
import type { VoiceSpec, VoiceTest } from "@/lib/contract/voices";
import type { Clip, ClipStore, StoredClip } from "./clips";
import { EMBEDDED_POOL, type SpeechDirectory } from "./directory";
import type { Readings } from "./readings";
import { clipKey, recipe } from "./recipe";
import { toRecipe } from "./say-recipe";
import type { Preparation, Speaker } from "./speaker";
import type { SpeakingVoice, VoiceSource } from "./voice";

export interface SayDeps {
  db: Database;
  clips: ClipStore;
  speaker: Speaker;
  speech: SpeechDirectory;
  voices: VoiceSource;
  /** Ids of every voice, for the person who names one there is not. */
  readings: Readings;
  /** Counts a synthesis for this person; throws RATE_LIMITED when it is one too many. */
  spend: (actor: Actor) => void;
  now: () => number;
}

export interface Said {
  file: AudioFile;
  /** Of several, the first. */
  voice: SpeakingVoice;
  /** True only for what the caller had asked for before, and what is still there. */
  cached: boolean;
  /** Nobody had asked for it: it is made for this request. */
  isMadeNow: boolean;
  seed: number;
  clip: Clip;
}

/**
 * Speaks a text for one person: their file of it, and the clip (stored, being made, or made now).
 * Rejects with the public codes for a voice there is not, a text nothing can be said of, and no engine.
 */
export async function say(deps: SayDeps, actor: Actor, request: TtsRequest): Promise<Said> {
  const named = (id: string) => {
    const voice = deps.voices.find(id, actor.id);
    if (!voice) throw unknownVoice(deps.voices, id);
    return voice;
  };
  const { voice_id: id, speakers: [first, ...others] = [] } = request;
  if (first !== undefined) return speakAs(deps, actor, [named(first), ...others.map(named)], request);
  return speakAs(deps, actor, [id === undefined ? deps.voices.fallback() : named(id)], request);
}

/** What a voice says to be judged by, where nobody gave it a text. */
export const TEST_LINES: Record<string, string> = {
  ko: "안녕하세요, 반갑습니다. 오늘은 어떤 이야기를 들려드릴까요?",
  en: "Hello, good to meet you. What story shall I tell you today?",
  ja: "こんにちは、おあいできてうれしいです。きょうはどんなおはなしをしましょうか。",
  zh: "你好，很高兴见到你。今天想听什么故事呢？",
};

/**
 * A voice, inactive or not, says a text, or else a line of its language; with `spec` as one of its revisions sounds, with
 * `engine_id` by that engine. Rejects as `say` does, and with VALIDATION_ERROR for an engine there is not.
 */
export async function tryVoice(
  deps: SayDeps,
  actor: Actor,
  voiceId: string,
  {
    text,
    seed,
    spec,
    engine_id: engineId,
    ...wish
  }: Omit<VoiceTest, "revision"> & { spec?: VoiceSpec | undefined },
): Promise<Said> {
  const own = deps.voices.findAny(voiceId, spec);
  if (!own) throw unknownVoice(deps.voices, voiceId);
  const voice = engineId === undefined ? own : { ...own, pool: poolNamed(deps.speech, engineId) };
  // Heard to be judged: the embedded voice in its place would tell nothing of it.
  const isOfEngine = voice.pool !== null && voice.pool !== EMBEDDED_POOL;
  if (isOfEngine && deps.speech.choiceForNewPlay(voice) === "embedded") {
    throw new AppError("SERVICE_UNAVAILABLE", { key: "voice_engine_offline", retryAfterMs: 5000 });
  }
  const line = text ?? TEST_LINES[wish.text_lang ?? voice.language] ?? TEST_LINES.en;
  const drawn = seed === -1 ? randomInt(2 ** 31) : seed;
  return speakAs(deps, actor, [voice], ttsRequest.parse({ text: line, seed: drawn, ...wish }));
}

function poolNamed(speech: SpeechDirectory, engineId: string): string {
  const pool = speech.find(engineId)?.pool ?? engineId;
  if (speech.inPool(pool).length === 0) {
    throw new AppError("VALIDATION_ERROR", { key: "voice_engine_unknown" });
  }
  return pool;
}

/** Has an engine made ready for a voice; NOT_FOUND for one there is not, RATE_LIMITED for one load too many. */
export async function prepareVoice(
  deps: SayDeps,
  actor: Actor,
  voiceId: string,
): Promise<{ voice_id: string; status: Preparation }> {
  const voice = deps.voices.find(voiceId, actor.id);
  if (!voice) throw unknownVoice(deps.voices, voiceId);
  return { voice_id: voice.id, status: deps.speaker.prepare(voice, actor.id, () => deps.spend(actor)) };
}

/** Says which voices there are. */
export function unknownVoice(voices: Pick<VoiceSource, "ids">, id: string): AppError {
  const params = { voice: id, voices: voices.ids().join(", ") };
  return new AppError("NOT_FOUND", { key: "voice_not_found", params });
}

async function speakAs(
  deps: SayDeps,
  actor: Actor,
  voices: readonly [SpeakingVoice, ...SpeakingVoice[]],
  request: TtsRequest,
): Promise<Said> {
  await Promise.all(voices.map((voice) => deps.speech.makeSure(null, voice)));
  const made = toRecipe(deps, voices, request);
  const key = clipKey(made);
  const stored = await deps.clips.openStored(key);
  const live = deps.clips.live(key);
  if (!stored && !live) deps.spend(actor);
  const { file, isNew } = await ensureAudioFile(deps.db, actor, { clipKey: key, recipe: made }, deps.now());
  const clip = make(deps, actor, made);
  const isThere = stored !== null || clip.facts !== null;
  return {
    file,
    voice: voices[0],
    cached: isThere && !isNew,
    isMadeNow: !stored && !live,
    seed: (made.kind === "line" ? made.parts[0] : made)?.controls.seed ?? -1,
    clip,
  };
}

export type Sound = { kind: "stored"; clip: StoredClip } | { kind: "live"; clip: Clip; isAskedFor: boolean };

/**
 * The sound of a person's file: as stored, as it is being made, or (evicted, never asked for) made now.
 * NOT_FOUND for another's. `isAskedFor`: no play wants it, so everyone who asks must hold it.
 */
export async function openSound(deps: SayDeps, actor: Actor, fileId: string): Promise<Sound> {
  const notFound = () => new AppError("NOT_FOUND", { key: "audio_not_found" });
  const key = await findClipKey(deps.db, actor, fileId);
  if (key === null) throw notFound();
  const stored = await deps.clips.openStored(key);
  if (stored) return { kind: "stored", clip: stored };
  const live = deps.clips.live(key);
  if (live) return { kind: "live", clip: live, isAskedFor: !deps.speaker.isLive(key) };
  const file = await findAudioFile(deps.db, actor, fileId);
  if (!file) throw notFound();
  const made = recipe.parse(file.recipe);
  const parts = made.kind === "line" ? made.parts : [made];
  const away = new Set(parts.map(({ pool }) => pool).filter((pool) => !deps.speech.isUp(pool)));
  await Promise.all([...away].map((pool) => deps.speech.makeSure("engine", { pool })));
  deps.spend(actor);
  return { kind: "live", clip: make(deps, actor, made), isAskedFor: true };
}

function make(deps: SayDeps, actor: Actor, made: Parameters<Speaker["make"]>[0]): Clip {
  const askedAt = deps.now();
  return deps.speaker.make(made, { userId: actor.id, priority: "background", deadline: () => askedAt });
}
