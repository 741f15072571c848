import "server-only";
import { createHash } from "node:crypto";
import path from "node:path";
import type { Logger } from "pino";
import { type Database, openDatabase } from "@/db/client";
import {
  findClip,
  listClipsAfter,
  listLeastRecentClips,
  putClip,
  removeClip,
  totalClipBytes,
  touchClip,
} from "@/db/queries/clips";
import { closeBrokenTurns } from "@/db/queries/messages";
import { authSecret } from "@/lib/auth/secret";
import { createSessionTokens, type SessionTokens } from "@/lib/auth/session-token";
import { demoRepertoire, findPreset, listReadings } from "@/lib/characters";
import { parseSettings, type Settings } from "@/lib/config/env";
import { AppError } from "@/lib/contract/app-error";
import { Conversation, TurnRegistry } from "@/lib/conversation";
import { LanguageDirectory } from "@/lib/llm/directory";
import { createDemoEngine } from "@/lib/llm/engines/demo";
import { createOllama } from "@/lib/llm/engines/ollama";
import { createLogger } from "@/lib/log/logger";
import { type ClipIndex, createClipStore } from "@/lib/speech/clips";
import { SpeechDirectory } from "@/lib/speech/directory";
import { createReadings } from "@/lib/speech/readings";
import { SPEECH_ENGINES } from "@/lib/speech/registry";
import type { SayDeps } from "@/lib/speech/say";
import { Scheduler } from "@/lib/speech/scheduler";
import { Speaker } from "@/lib/speech/speaker";
import type { SpeakingVoice, VoiceSource } from "@/lib/speech/voice";
import { createFilesystem, freeBytes } from "@/lib/storage";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { createVoiceCatalog, type Voice, type VoiceCatalog } from "@/lib/voices";

/** Below this a new line could not be kept: it is refused before any engine is asked. */
const MIN_FREE_BYTES_FOR_TURNS = 64 * 2 ** 20;

export interface Services {
  settings: Settings;
  logger: Logger;
  db: Database;
  tokens: SessionTokens;
  voices: VoiceCatalog;
  speech: SpeechDirectory;
  language: LanguageDirectory;
  conversation: Conversation;
  say: SayDeps;
  /** Stops work, stores what was said, closes the database. */
  close: () => Promise<void>;
}

/** Real boundaries a test may replace. */
export interface ServiceOptions {
  environment?: Record<string, string | undefined>;
  freeBytes?: (folder: string) => Promise<number>;
}

/** Wires everything. The one place that knows which implementation stands behind which interface. */
export async function createServices(options: ServiceOptions = {}): Promise<Services> {
  const environment = options.environment ?? process.env;
  const settings = parseSettings(environment);
  const logger = createLogger(settings.logLevel);
  const space = () => (options.freeBytes ?? freeBytes)(settings.dataDir);
  const { db, close: closeDatabase } = openDatabase(settings.dataDir);
  const broken = await closeBrokenTurns(db, Date.now());
  if (broken > 0)
    logger.warn({ turns: broken }, "turns were running when the server ended; marked interrupted");

  const context = (signal: AbortSignal): EngineContext => ({ signal, fetch, now: Date.now, logger });
  const voices = createVoiceCatalog({
    referencesDir: path.join(settings.dataDir, "references"),
    engineReferenceDir: settings.tts.referenceDir,
    override: settings.tts.referenceOverride,
  });
  await voices
    .publish()
    .catch((error) => logger.error({ err: error }, "reference clips could not be published"));
  const speakingVoices = voiceSource(voices);

  const clips = createClipStore({
    storage: createFilesystem(path.join(settings.dataDir, "audio")),
    index: clipIndex(db),
    freeBytes: space,
    maxBytes: settings.audioCacheMaxBytes,
    logger,
  });
  const scheduler = new Scheduler();
  const speech = new SpeechDirectory({
    ...speechEngines(settings),
    scheduler,
    context,
    logger,
    probeReference: () => speakingVoices.fallback().reference,
  });
  const language = new LanguageDirectory({ ...languageEngines(settings), context, logger });
  const speaker = new Speaker({
    clips,
    scheduler,
    directory: speech,
    voices: speakingVoices,
    context,
    logger,
  });
  const readings = createReadings(listReadings());
  const conversation = new Conversation({
    db,
    logger,
    language,
    speech,
    speaker,
    clips,
    voices: speakingVoices,
    readings,
    turns: new TurnRegistry(),
    findCharacter: findPreset,
    engineContext: context,
    assertSpace: async () => {
      if ((await space()) < MIN_FREE_BYTES_FOR_TURNS) throw new AppError("INSUFFICIENT_STORAGE");
    },
    contextLength: settings.llm.contextLength,
    now: Date.now,
  });

  language.start();
  speech.start();
  void clips.sweep().catch((error) => logger.warn({ err: error }, "clips could not be swept"));

  return {
    settings,
    logger,
    db,
    tokens: createSessionTokens(authSecret(settings.authSecret, settings.dataDir)),
    voices,
    speech,
    language,
    conversation,
    say: {
      db,
      clips,
      speaker,
      speech,
      voices: speakingVoices,
      voiceIds: () => voices.list().map((voice) => voice.id),
      readings,
      now: Date.now,
    },
    async close() {
      language.stop();
      speech.stop();
      await conversation.close();
      await clips.close();
      await scheduler.close();
      closeDatabase();
    },
  };
}

const KEY = Symbol.for("avatar-forge.services");
const shared = globalThis as { [KEY]?: Promise<Services> };

/** This process's services, made on first use; route bundles and instrumentation share them. */
export function getServices(): Promise<Services> {
  const services = shared[KEY] ?? createServices();
  shared[KEY] = services;
  services.catch(() => {
    delete shared[KEY];
  });
  return services;
}

function languageEngines({ llm }: Settings) {
  const isWanted = (service: Settings["llm"]["service"]) => llm.service === "auto" || llm.service === service;
  const { ollamaBaseUrl: baseUrl, contextLength, model } = llm;
  return {
    ollama: isWanted("ollama") ? createOllama({ baseUrl, contextLength, preferredModel: model }) : null,
    demo: isWanted("demo") ? createDemoEngine({ repertoire: demoRepertoire }) : null,
  };
}

function speechEngines({ tts }: Settings) {
  const isWanted = (service: Settings["tts"]["service"]) => tts.service === "auto" || tts.service === service;
  const make = (baseUrl: string) =>
    SPEECH_ENGINES["gpt-sovits"]({ baseUrl, apiPath: tts.apiPath, believed: tts.configured });
  return {
    engines: isWanted("gpt-sovits") ? tts.baseUrls.map(make) : [],
    embedded: isWanted("embedded") ? SPEECH_ENGINES.embedded() : null,
  };
}

function voiceSource(catalog: VoiceCatalog): VoiceSource {
  const speaking = (voice: Voice): SpeakingVoice => ({
    id: voice.id,
    revisionKey: catalog.revisionKey(voice),
    timbre: voice.timbre,
    reference: catalog.referenceFor(voice),
    seed: createHash("sha256").update(voice.id).digest().readUInt32BE(0) % 2 ** 31,
  });
  const find = (id: string) => {
    const voice = catalog.find(id);
    return voice && speaking(voice);
  };
  return {
    find,
    fallback: () => {
      const voice = find(catalog.defaultVoiceId);
      if (!voice) throw new Error("the default voice is missing");
      return voice;
    },
  };
}

function clipIndex(db: Database): ClipIndex {
  return {
    find: (key) => findClip(db, key),
    put: (row) => putClip(db, row),
    touch: (key, at) => touchClip(db, key, at),
    leastRecent: (limit) => listLeastRecentClips(db, limit),
    after: (key, limit) => listClipsAfter(db, key, limit),
    remove: (key) => removeClip(db, key),
    totalBytes: () => totalClipBytes(db),
  };
}
