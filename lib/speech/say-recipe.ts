import { AppError } from "@/lib/contract/app-error";
import { speechControls, type TtsRequest } from "@/lib/contract/speech";
import { isLocale } from "@/lib/i18n/locales";
import { detectLanguage } from "@/lib/i18n/script-language";
import { completeControls } from "./controls";
import { EMBEDDED_POOL, type SpeechDirectory } from "./directory";
import { engineText } from "./engine-text";
import { toSpoken } from "./normalize/spoken";
import type { Readings } from "./readings";
import type { Recipe, SpeechRecipe } from "./recipe";
import { createSegmenter } from "./segmenter";
import { readSpeakerLines } from "./speaker-lines";
import { type SpeakingVoice, soundIn, voiceInRecipe } from "./voice";

interface Deps {
  speech: SpeechDirectory;
  readings: Readings;
}

type Voices = readonly [SpeakingVoice, ...SpeakingVoice[]];

/**
 * How a request is spoken by these voices: in one request to an engine where it takes that much text and that many
 * voices, else in several, joined. Throws the public codes for a text nothing can be said of, a speaker there is not,
 * and no engine.
 */
export function toRecipe(deps: Deps, voices: Voices, request: TtsRequest): Recipe {
  const lines = request.speakers
    ? readSpeakerLines(request.text, voices)
    : [{ speaker: 0, voice: voices[0], text: request.text }];
  const said = lines.flatMap(({ speaker, voice, text }) => {
    const parts = partsOf(deps, voice, request, text);
    return parts.map((part) => ({ speaker, part }));
  });
  const [first, ...others] = said.map(({ part }) => part);
  if (!first) throw new AppError("VALIDATION_ERROR", { key: "text_unspeakable" });
  if (others.length === 0) return first;
  return inOneRequest(deps, voices, said) ?? { kind: "line", parts: [first, ...others] };
}

/** What one voice says: one part, or more where its engine takes less at once; none where nothing can be said. */
function partsOf(deps: Deps, voice: SpeakingVoice, request: TtsRequest, text: string): SpeechRecipe[] {
  const spoken = toSpoken(text);
  if (spoken === "") return [];
  const asked = request.text_lang?.toLowerCase();
  const told = asked ?? detectLanguage(spoken, "ko");
  const choice = deps.speech.choiceForNewPlay(voice);
  const pool = choice && deps.speech.poolFor(choice, voice, told);
  const kind = pool && deps.speech.kindOf(pool);
  if (!pool || !kind) {
    throw new AppError("SERVICE_UNAVAILABLE", { key: "voice_engine_offline", retryAfterMs: 5000 });
  }
  const isEmbedded = pool === EMBEDDED_POOL;
  const language = asked && isEmbedded && !isLocale(asked) ? detectLanguage(spoken, "ko") : told;
  if (isLocale(language) && !deps.speech.speaks(pool, language)) {
    throw new AppError("VALIDATION_ERROR", { key: "notice_LANGUAGE_UNSUPPORTED" });
  }
  const forEngine = (piece: string) => {
    const readable = engineText(deps.readings, piece, { pool, language });
    if (readable === null) throw new AppError("VALIDATION_ERROR", { key: "notice_VOICE_CANNOT_READ" });
    return readable;
  };
  const whole = forEngine(spoken);
  const pieces = whole.length <= deps.speech.maxCharacters(pool) ? [whole] : cut(text).map(forEngine);
  return pieces.map((piece) => ({
    kind: "speech",
    pool,
    ...voiceInRecipe(voice, request.emotion),
    text: piece,
    language,
    controls: completeControls(speechControls.parse(request), voice, kind),
    streamingMode: request.streaming_mode,
    ...wishesOf(request, voice),
  }));
}

/** As a line of a play is cut: engines drop the end of what is too long for them, without a word about it. */
function cut(text: string): string[] {
  const segmenter = createSegmenter();
  return [...segmenter.push(text), ...segmenter.flush()].map(({ spoken }) => spoken);
}

/** All of it as one dialogue; null where no engine of theirs takes it so. */
function inOneRequest(
  { speech }: Deps,
  voices: Voices,
  said: readonly { speaker: number; part: SpeechRecipe }[],
): SpeechRecipe | null {
  const [first] = said;
  if (!first || voices.length < 2) return null;
  const { pool, language } = first.part;
  const isShared = said.every(({ part }) => part.pool === pool && part.language === language);
  const text = said.map(({ part }) => part.text).join("\n");
  if (!isShared || !speech.takesDialogues(pool) || text.length > speech.maxCharacters(pool)) return null;
  // All of them by a name the engine knows, or all by clips of ours: it mixes no two ways.
  const isNamed = voices.every(({ sound }) => sound.engineVoice !== null);
  const isCloned = voices.every(({ sound }) => sound.engineVoice === null && sound.reference?.file);
  if (!isNamed && !isCloned) return null;
  const lines = said.map(({ speaker, part }) => ({ speaker, text: part.text }));
  const speakers = voices.map((voice) => voiceInRecipe(voice, first.part.emotion));
  return { ...first.part, text, dialogue: { speakers, lines } };
}

/** What the request has in place of the voice's own; a reference only where one voice speaks. */
function wishesOf(request: TtsRequest, voice: SpeakingVoice): Partial<SpeechRecipe> {
  const { scene_prompt: scene, max_new_tokens: maxNewTokens, speakers } = request;
  return {
    ...(speakers ? {} : referencesOf(request, voice)),
    ...(scene && { scene }),
    ...(maxNewTokens && { maxNewTokens }),
  };
}

function referencesOf(request: TtsRequest, voice: SpeakingVoice): Partial<SpeechRecipe> {
  const { ref_audio_path: path, aux_ref_audio_paths: more, prompt_text: promptText } = request;
  const { reference } = soundIn(voice, request.emotion);
  const promptLang = request.prompt_lang?.toLowerCase() ?? reference?.promptLang ?? voice.language;
  return {
    ...(path && { reference: { path, promptText: promptText ?? "", promptLang } }),
    ...(!path && promptText && reference && { reference: { ...reference, promptText } }),
    ...(more?.length && {
      auxiliaryReferences: more.map((one) => ({ path: one, promptText: "", promptLang })),
    }),
  };
}
