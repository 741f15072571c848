import type { Database } from "@/db/client";
import { type AudioFile, ensureAudioFile, findAudioFile } from "@/db/queries/clips";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { speechControls, type TtsRequest } from "@/lib/contract/speech";
import { isLocale } from "@/lib/i18n/locales";
import type { Clip, ClipStore, StoredClip } from "./clips";
import { completeControls } from "./controls";
import type { SpeechDirectory } from "./directory";
import type { SpeechEngineKind } from "./engine";
import { toSpoken } from "./normalize/spoken";
import type { Readings } from "./readings";
import { clipKey, recipe, type SpeechRecipe } from "./recipe";
import { detectLanguage } from "./script-language";
import type { Speaker } from "./speaker";
import type { SpeakingVoice, VoiceSource } from "./voice";

export interface SayDeps {
  db: Database;
  clips: ClipStore;
  speaker: Speaker;
  speech: SpeechDirectory;
  voices: VoiceSource;
  /** Ids of every voice, for the person who names one there is not. */
  voiceIds: () => string[];
  readings: Readings;
  /** Counts a synthesis for this person; throws RATE_LIMITED when it is one too many. */
  spend: (actor: Actor) => void;
  now: () => number;
}

export interface Said {
  file: AudioFile;
  voice: SpeakingVoice;
  /** True only for what the caller had asked for before, and what is still there. */
  cached: boolean;
  clip: Clip;
}

/**
 * Speaks a text for one person: their file of it, and the clip (stored, being made, or made now).
 * Rejects with the public codes for a voice there is not, a text nothing can be said of, and no engine.
 */
export async function say(deps: SayDeps, actor: Actor, request: TtsRequest): Promise<Said> {
  const voice = request.voice_id === undefined ? deps.voices.fallback() : deps.voices.find(request.voice_id);
  if (!voice) {
    const params = { voice: request.voice_id ?? "", voices: deps.voiceIds().join(", ") };
    throw new AppError("NOT_FOUND", { key: "voice_not_found", params });
  }
  await deps.speech.makeSure(null);
  const choice = deps.speech.choiceForNewPlay();
  const engine = choice && deps.speech.kindFor(choice);
  if (!engine) throw new AppError("SERVICE_UNAVAILABLE", { key: "voice_engine_offline", retryAfterMs: 5000 });
  const made = toRecipe(deps, engine, voice, request);
  const key = clipKey(made);
  const stored = await deps.clips.openStored(key);
  if (!stored && !deps.clips.live(key)) deps.spend(actor);
  const { file, isNew } = await ensureAudioFile(deps.db, actor, { clipKey: key, recipe: made }, deps.now());
  return { file, voice, cached: stored !== null && !isNew, clip: make(deps, actor, made) };
}

function toRecipe(
  deps: SayDeps,
  engine: SpeechEngineKind,
  voice: SpeakingVoice,
  request: TtsRequest,
): SpeechRecipe {
  const spoken = toSpoken(request.text);
  if (spoken === "") throw new AppError("VALIDATION_ERROR", { key: "text_unspeakable" });
  const asked = request.text_lang?.toLowerCase();
  const language = asked && (isLocale(asked) || engine !== "embedded") ? asked : detectLanguage(spoken, "ko");
  const kana = engine === "embedded" && language === "ja" ? deps.readings.toKana(spoken) : null;
  if (kana?.unreadable) throw new AppError("VALIDATION_ERROR", { key: "notice_VOICE_CANNOT_READ" });
  const { ref_audio_path: path, prompt_text: promptText = "", prompt_lang: promptLang } = request;
  const reference = path && {
    reference: { path, promptText, promptLang: promptLang?.toLowerCase() ?? voice.reference.promptLang },
  };
  return {
    kind: "speech",
    engine,
    voiceId: voice.id,
    revisionKey: voice.revisionKey,
    text: kana?.text ?? spoken,
    language,
    controls: completeControls(speechControls.parse(request), voice.seed),
    streamingMode: request.streaming_mode,
    ...reference,
  };
}

export type Sound = { kind: "stored"; clip: StoredClip } | { kind: "live"; clip: Clip; isAskedFor: boolean };

/**
 * The sound of a person's file: as stored, as it is being made, or (evicted, never asked for) made now.
 * NOT_FOUND for another's. `isAskedFor`: no play wants it, so everyone who asks must hold it.
 */
export async function openSound(deps: SayDeps, actor: Actor, fileId: string): Promise<Sound> {
  const file = await findAudioFile(deps.db, actor.id, fileId);
  if (!file) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
  const stored = await deps.clips.openStored(file.clipKey);
  if (stored) return { kind: "stored", clip: stored };
  const live = deps.clips.live(file.clipKey);
  if (live) return { kind: "live", clip: live, isAskedFor: !deps.speaker.isLive(file.clipKey) };
  const made = recipe.parse(file.recipe);
  const isAway = (part: SpeechRecipe) => !deps.speech.isUp(part.engine);
  if ((made.kind === "line" ? made.parts : [made]).some(isAway)) {
    await deps.speech.makeSure("engine");
  }
  deps.spend(actor);
  return { kind: "live", clip: make(deps, actor, made), isAskedFor: true };
}

function make(deps: SayDeps, actor: Actor, made: Parameters<Speaker["make"]>[0]): Clip {
  const askedAt = deps.now();
  return deps.speaker.make(made, { userId: actor.id, priority: "background", deadline: () => askedAt });
}
