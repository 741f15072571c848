import "server-only";
import { createHash } from "node:crypto";
import type { Database } from "@/db/client";
import {
  listSpeechEngines,
  type NewSpeechEngine,
  replaceEnvironmentEngines,
  type SpeechEngineRow,
} from "@/db/queries/speech-engines";
import type { Settings } from "@/lib/config/env";
import { type SpeechEngineKind, speechEngineKind, speechEngineOptions } from "@/lib/contract/engines";
import type { Detection } from "@/lib/speech/detect";
import type { SpeechEngine } from "@/lib/speech/engine";
import type { SpeechInstanceSetup } from "@/lib/speech/instance";
import { createEmbeddedEngine, createSpeechEngine } from "@/lib/speech/registry";

/** What an engine is called until somebody names it. */
export const ENGINE_NAMES: Record<SpeechEngineKind, string> = {
  "gpt-sovits": "GPT-SoVITS",
  "gpt-sovits-api2": "GPT-SoVITS api2",
  "gpt-sovits-api": "GPT-SoVITS api",
  higgs: "Higgs Audio",
  openai: "OpenAI speech",
  embedded: "eSpeak NG",
};

/** Kinds whose servers all sound the same until a voice loads weights; any other one is a pool of its own. */
const SHARED_KINDS: ReadonlySet<SpeechEngineKind> = new Set(["gpt-sovits"]);

export function defaultPool(kind: SpeechEngineKind, id: string): string {
  return SHARED_KINDS.has(kind) ? kind : id;
}

/**
 * Brings the database to the engines the environment names, and answers with all there are. An address without a kind
 * is what `detect` says it is; where that is silent, what it was at the last start.
 */
export async function bootSpeechEngines(
  db: Database,
  { tts }: Pick<Settings, "tts">,
  now: number,
  detect: (baseUrl: string) => Promise<Pick<Detection, "kind">>,
): Promise<SpeechEngineRow[]> {
  const before = await listSpeechEngines(db);
  const told = await Promise.all(
    (tts.service === "embedded" ? [] : tts.engines).map(async ({ kind, baseUrl, isGuess }) => {
      const earlier = before.find((row) => row.source === "env" && row.baseUrl === baseUrl)?.kind;
      const known = speechEngineKind.exclude(["embedded"]).safeParse(earlier).data;
      const found = isGuess ? ((await detect(baseUrl)).kind ?? known) : undefined;
      return { kind: found ?? kind, baseUrl };
    }),
  );
  const named = told.map((one) => environmentEngine(one, tts, now));
  const byId = new Map(named.map((engine) => [engine.id, engine]));
  await replaceEnvironmentEngines(db, [...byId.values()]);
  return listSpeechEngines(db);
}

/** Its id is its address's: it stays the same engine however often the server starts. */
function environmentEngine(
  { kind, baseUrl }: Pick<Settings["tts"]["engines"][number], "kind" | "baseUrl">,
  { apiPath }: Settings["tts"],
  createdAt: number,
): NewSpeechEngine {
  const id = `${kind}-${createHash("sha256").update(baseUrl).digest("hex").slice(0, 8)}`;
  return {
    id,
    kind,
    name: ENGINE_NAMES[kind],
    baseUrl,
    apiPath: apiPath ?? null,
    pool: defaultPool(kind, id),
    source: "env",
    options: {},
    createdAt,
  };
}

/** The engine of a row, ready for the directory; null where this version has no such kind. */
export function instanceSetup(
  row: SpeechEngineRow,
  { tts }: Pick<Settings, "tts">,
): SpeechInstanceSetup | null {
  const kind = speechEngineKind.safeParse(row.kind).data;
  const options = speechEngineOptions.safeParse(row.options).data ?? {};
  const engine =
    kind &&
    createSpeechEngine(kind, {
      baseUrl: row.baseUrl,
      apiPath: row.apiPath ?? undefined,
      believed: row.source === "admin" || tts.configured,
      options,
    });
  if (!engine) return null;
  const { id, name, pool } = row;
  const { languages, gpt_weights_path: gpt = null, sovits_weights_path: sovits = null } = options;
  const defaultWeights = gpt === null && sovits === null ? null : { gpt, sovits };
  const { reference_dir: referenceDir } = options;
  return {
    id,
    name,
    pool,
    engine,
    languages,
    defaultWeights,
    referenceDir,
    isModelChanged: row.modelChanged,
  };
}

/** The voice of a machine with nothing else, where the operator's choice allows it. */
export function embeddedEngine({ tts }: Pick<Settings, "tts">): SpeechEngine | null {
  return tts.service === "auto" || tts.service === "embedded" ? createEmbeddedEngine() : null;
}
