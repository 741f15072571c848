import type { Logger } from "pino";
import type { Database } from "@/db/client";
import type { Admission } from "@/lib/admission/admission";
import type { Actor } from "@/lib/auth/actor";
import type { CastMember } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";
import type { LanguageDirectory } from "@/lib/llm/directory";
import type { Metrics } from "@/lib/metrics/metrics";
import type { ClipStore } from "@/lib/speech/clips";
import type { SpeechDirectory } from "@/lib/speech/directory";
import type { Readings } from "@/lib/speech/readings";
import type { Speaker } from "@/lib/speech/speaker";
import type { VoiceSource } from "@/lib/speech/voice";
import type { EngineContext } from "@/lib/upstream/engine-context";
import type { ContextState } from "./context/context-state";
import type { TurnRegistry } from "./turn-registry";

/** What a conversation is held with; wired in `lib/services.ts`. */
export interface ConversationDeps {
  db: Database;
  logger: Logger;
  language: LanguageDirectory;
  speech: SpeechDirectory;
  speaker: Speaker;
  clips: ClipStore;
  voices: VoiceSource;
  readings: Readings;
  turns: TurnRegistry;
  /** A character this actor may play with; null where there is none. */
  findCharacter: (actor: Actor, id: string, locale: Locale) => Promise<CastMember | null>;
  /** One of that very name, for a play that comes from elsewhere; null where there is none. */
  findCharacterNamed: (actor: Actor, name: string, locale: Locale) => Promise<CastMember | null>;
  engineContext: (signal: AbortSignal) => EngineContext;
  /** Throws INSUFFICIENT_STORAGE while a new line could not be kept. */
  assertSpace: () => Promise<void>;
  admission: Admission;
  metrics: Metrics;
  context: ContextState;
  now: () => number;
}
