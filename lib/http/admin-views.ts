import "server-only";
import type { ImportAnswer } from "@/lib/contract/character";
import type { EngineDetection, EngineTrial, SpeechEngineView } from "@/lib/contract/engines";
import type { ReportEntry } from "@/lib/contract/import-report";
import type { VoiceView } from "@/lib/contract/voices";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import type { Trial } from "@/lib/services/engine-trial";
import { audioUrl } from "@/lib/speech/audio-url";
import { capabilitiesView } from "@/lib/speech/capabilities-view";
import type { Detection } from "@/lib/speech/detect";
import { outlook } from "@/lib/speech/outlook";
import { type Voice, voiceFacts } from "@/lib/voices";
import { toSpeechError } from "./audio-response";
import { toAppError } from "./error-response";

/** A voice as an admin sees it, with what keeps it from speaking now. */
export function voiceView(services: Services, voice: Voice, locale: Locale): VoiceView {
  const { voices, speech, say } = services;
  const speaking = say.voices.findAny(voice.id);
  const reason = speaking && outlook(speech, say.voices, speaking).reason;
  return {
    ...voiceFacts(voice, locale, voices.defaultVoiceId),
    available: reason === null,
    ...(reason ? { unavailable_reason: sentence(locale, reason) } : {}),
  };
}

/** What an import did, part by part, with its reasons as sentences. */
export function reportView(report: readonly ReportEntry[], locale: Locale): ImportAnswer["report"] {
  return report.map(({ outcome, part, reason }) => ({
    outcome,
    part,
    message: reason && sentence(locale, `import_${reason}`),
  }));
}

/** An engine's state as it is told: its reason as a sentence. */
export function engineView<E extends Pick<SpeechEngineView, "reason">>(engine: E, locale: Locale): E {
  return engine.reason === undefined
    ? engine
    : { ...engine, reason: sentence(locale, `reason_${engine.reason}`) };
}

/** How far an engine came with a line, what failed as a sentence that says what to do. */
export function trialView({ steps, fileId, ...trial }: Trial, locale: Locale): EngineTrial {
  const told = (failure: unknown) => {
    if (failure === null) return null;
    if (typeof failure === "string") return sentence(locale, failure);
    const { key, params } = toAppError(toSpeechError(failure));
    return sentence(locale, key, params);
  };
  return {
    steps: steps.map(({ step, failure }) => ({ step, ok: failure === null, message: told(failure) })),
    folder: trial.folder,
    audio_url: fileId && audioUrl(fileId),
    text: trial.text,
    language: trial.language,
    first_byte_ms: trial.firstByteMs,
    real_time_factor: trial.realTimeFactor,
  };
}

/** What was found at an address, its problems as sentences. */
export function detectionView(detection: Detection, locale: Locale): EngineDetection {
  const { kind, state, hints, capabilities, problems } = detection;
  return {
    kind,
    state,
    hints,
    capabilities: capabilities && capabilitiesView(capabilities),
    problems: problems.map((key) => ({
      code: key.replace(/^(?:reason|detected)_/, "").toUpperCase(),
      message: sentence(locale, key),
    })),
  };
}
