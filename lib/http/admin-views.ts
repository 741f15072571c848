import "server-only";
import type { ImportAnswer } from "@/lib/contract/character";
import type { EngineDetection, SpeechEngineView } from "@/lib/contract/engines";
import type { ReportEntry } from "@/lib/contract/import-report";
import type { VoiceView } from "@/lib/contract/voices";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import { capabilitiesView } from "@/lib/speech/capabilities-view";
import type { Detection } from "@/lib/speech/detect";
import { outlook } from "@/lib/speech/outlook";
import { type Voice, voiceFacts } from "@/lib/voices";

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
