import type { VoiceSpec } from "@/lib/contract/voices";
import type { Locale } from "@/lib/i18n/locales";

export const DEFAULT_VOICE_ID = "default";

/** A voice, wherever it is kept. */
export interface Voice {
  id: string;
  name: Record<Locale, string>;
  description: Record<Locale, string>;
  /** The language it was made for. */
  language: string;
  /** With the code, in the operator's voices.json, or made here. */
  source: "shipped" | "file" | "database";
  /** An engine's id or a pool's name; null: any engine that clones. */
  engineId: string | null;
  spec: VoiceSpec;
  /** Raised by what changes the sound. */
  revision: number;
  /** Raised by every write. */
  version: number;
  isActive: boolean;
  /** Its owner agrees that its clips leave with cards. */
  mayTravel: boolean;
  /** Null: the server's, for everyone. */
  ownerId: string | null;
  /** Milliseconds since the epoch; null where nobody wrote it down. */
  createdAt: number | null;
  updatedAt: number | null;
}

/** What every voice has that is not in the database. */
export const UNWRITTEN = {
  revision: 1,
  version: 1,
  isActive: true,
  mayTravel: false,
  ownerId: null,
  createdAt: null,
  updatedAt: null,
} as const;
