import "server-only";
import path from "node:path";
import type { Logger } from "pino";
import { type Database, openDatabase } from "@/db/client";
import { markModelChanged } from "@/db/queries/speech-engines";
import { closeBrokenTurns } from "@/db/queries/turn-endings";
import { type Admission, spend } from "@/lib/admission/admission";
import { RateLimit } from "@/lib/admission/rate-limit";
import { Seats } from "@/lib/admission/seats";
import { isAdmin } from "@/lib/auth/role";
import { authSecret } from "@/lib/auth/secret";
import { createSessionTokens, type SessionTokens } from "@/lib/auth/session-token";
import {
  CardExchange,
  CharacterDrafter,
  CharacterFiles,
  CharacterLibrary,
  listReadings,
  StoryDrafter,
} from "@/lib/characters";
import { parseSettings, type Settings } from "@/lib/config/env";
import { AppError } from "@/lib/contract/app-error";
import { ContextState, Conversation, TurnRegistry } from "@/lib/conversation";
import { LanguageDirectory } from "@/lib/llm/directory";
import { createLogger } from "@/lib/log/logger";
import { Metrics } from "@/lib/metrics/metrics";
import { createClipStore } from "@/lib/speech/clips";
import { detectSpeechEngine } from "@/lib/speech/detect";
import { SpeechDirectory } from "@/lib/speech/directory";
import { EncodedSounds } from "@/lib/speech/encode/encoded-sounds";
import { Encoder } from "@/lib/speech/encode/encoder";
import { createReadings } from "@/lib/speech/readings";
import type { SayDeps } from "@/lib/speech/say";
import { Scheduler } from "@/lib/speech/scheduler";
import { Speaker } from "@/lib/speech/speaker";
import { createFilesystem, freeBytes } from "@/lib/storage";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { createVoiceCatalog, type VoiceCatalog, VoiceEditor } from "@/lib/voices";
import { Accounts } from "./services/accounts";
import { clipIndex } from "./services/clip-index";
import { EngineAdmin } from "./services/engine-admin";
import { languageEngines } from "./services/engines";
import { ModelAdmin } from "./services/model-admin";
import { speakingVoices } from "./services/speaking-voices";
import { bootSpeechEngines, embeddedEngine, instanceSetup } from "./services/speech-engines";

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
  sounds: EncodedSounds;
  characters: CharacterLibrary;
  cards: CardExchange;
  drafter: CharacterDrafter;
  stories: StoryDrafter;
  admission: Admission;
  metrics: Metrics;
  voiceEditor: VoiceEditor;
  engines: EngineAdmin;
  models: ModelAdmin;
  accounts: Accounts;
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
  const tokens = createSessionTokens(authSecret(settings.authSecret, settings.dataDir));
  const { db, close: closeDatabase } = openDatabase(settings.dataDir);
  const broken = await closeBrokenTurns(db, Date.now());
  if (broken > 0)
    logger.warn({ turns: broken }, "turns were running when the server ended; marked interrupted");

  const context = (signal: AbortSignal): EngineContext => ({ signal, fetch, now: Date.now, logger });
  const referencesDir = path.join(settings.dataDir, "references");
  const voices = createVoiceCatalog({
    referencesDir,
    engineReferenceDir: settings.tts.referenceDir,
    override: settings.tts.referenceOverride,
    voicesFile: path.join(settings.dataDir, "voices.json"),
    onFileProblem: (problem) => logger.error(problem, "voices.json is broken; its last good voices stay"),
    db,
  });
  await voices.refresh();
  await voices
    .publish()
    .catch((error) => logger.error({ err: error }, "reference clips could not be published"));
  const voiceSource = speakingVoices(voices, (engineId) => speech.find(engineId)?.pool ?? engineId);

  const clips = createClipStore({
    storage: createFilesystem(path.join(settings.dataDir, "audio")),
    index: clipIndex(db),
    freeBytes: space,
    maxBytes: settings.audioCacheMaxBytes,
    logger,
  });
  const sounds = new EncodedSounds(new Encoder());
  const scheduler = new Scheduler();
  const detect = (baseUrl: string) => detectSpeechEngine(baseUrl, context(new AbortController().signal));
  const instances = (await bootSpeechEngines(db, settings, Date.now(), detect)).flatMap((row) => {
    const setup = instanceSetup(row, settings);
    if (!setup)
      logger.warn({ engine: row.id, kind: row.kind }, "this version has no speech engine of that kind");
    return setup ?? [];
  });
  const speech = new SpeechDirectory({
    instances,
    embedded: embeddedEngine(settings),
    scheduler,
    context,
    logger,
    onModelChange: (id) => markModelChanged(db, id),
    probeReference: () => {
      const { reference } = voiceSource.fallback().sound;
      return reference && voiceSource.reference(reference);
    },
  });
  const language = new LanguageDirectory({ engines: languageEngines(settings), context, logger });
  const models = new ModelAdmin({
    settings,
    context,
    onModelsChanged: () => language.lookAgain("ollama"),
    now: Date.now,
  });
  const speaker = new Speaker({
    clips,
    scheduler,
    directory: speech,
    voices: voiceSource,
    context,
    logger,
  });
  const characterFiles = new CharacterFiles(createFilesystem(path.join(settings.dataDir, "characters")));
  const characters = new CharacterLibrary({
    db,
    files: characterFiles,
    isAdmin: (actor) => isAdmin(db, actor),
    now: Date.now,
  });
  const portraits = createFilesystem(path.join(/*turbopackIgnore: true*/ process.cwd(), "public"));
  const cards = new CardExchange({
    db,
    files: characterFiles,
    library: characters,
    readPortrait: (imageUrl) => portraits.readBytes(imageUrl.replace(/^\//, "")),
    hasVoice: (voiceId) => voices.find(voiceId) !== null,
  });
  const drafting = { language, model: settings.llm.draftModel, context };
  const drafter = new CharacterDrafter(drafting);
  const stories = new StoryDrafter({
    ...drafting,
    findCharacter: (actor, id, locale) => characters.find(actor, id, locale),
  });
  const readings = createReadings(listReadings());
  const admission: Admission = {
    seats: new Seats({
      seats: settings.maxConcurrentSessions,
      perPerson: settings.seatsPerUser,
      holdMs: settings.seatHoldSeconds * 1000,
      now: Date.now,
    }),
    turns: new RateLimit(settings.rateLimitTurns, Date.now),
    syntheses: new RateLimit(settings.rateLimitSyntheses, Date.now),
  };
  const metrics = new Metrics();
  metrics.watchSeats(() => admission.seats.counts());
  metrics.watchEngines(() =>
    [...language.states(), ...speech.states()].map(({ kind, name, state }) => ({
      kind,
      name,
      isUp: state === "up",
    })),
  );
  const conversation = new Conversation({
    db,
    logger,
    language,
    speech,
    speaker,
    clips,
    voices: voiceSource,
    readings,
    turns: new TurnRegistry(),
    findCharacter: (actor, id, locale) => characters.find(actor, id, locale),
    findCharacterNamed: (actor, name, locale) => characters.findNamed(actor, name, locale),
    engineContext: context,
    assertSpace: async () => {
      if ((await space()) < MIN_FREE_BYTES_FOR_TURNS) throw new AppError("INSUFFICIENT_STORAGE");
    },
    admission,
    metrics,
    context: new ContextState({
      contextLength: settings.llm.contextLength,
      summaryTrigger: settings.contextSummaryTrigger,
      keepTurns: settings.contextKeepTurns,
    }),
    now: Date.now,
  });

  language.start();
  speech.start();
  void clips.sweep().catch((error) => logger.warn({ err: error }, "clips could not be swept"));

  return {
    settings,
    logger,
    db,
    tokens,
    voices,
    speech,
    language,
    conversation,
    sounds,
    characters,
    cards,
    drafter,
    stories,
    admission,
    metrics,
    voiceEditor: new VoiceEditor({
      db,
      catalog: voices,
      references: createFilesystem(referencesDir),
      knowsEngine: (engineId) => speech.find(engineId) !== null || speech.inPool(engineId).length > 0,
      now: Date.now,
    }),
    engines: new EngineAdmin({
      db,
      settings,
      directory: speech,
      scheduler,
      context,
      onVoicesMoved: () => voices.refresh(),
      now: Date.now,
    }),
    models,
    accounts: new Accounts({ db, conversation, characters, clips }),
    say: {
      db,
      clips,
      speaker,
      speech,
      voices: voiceSource,
      readings,
      spend: (actor) => spend(admission.syntheses, actor),
      now: Date.now,
    },
    async close() {
      language.stop();
      speech.stop();
      await models.close();
      await conversation.close();
      await clips.close();
      await scheduler.close();
      sounds.encoder.close();
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
