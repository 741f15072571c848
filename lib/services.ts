import "server-only";
import path from "node:path";
import type { Logger } from "pino";
import { type Database, openDatabase } from "@/db/client";
import { internal } from "@/db/ownership";
import { markModelChanged } from "@/db/queries/speech-engines";
import { closeBrokenTurns } from "@/db/queries/turn-endings";
import { type Admission, spend } from "@/lib/admission/admission";
import { RateLimit } from "@/lib/admission/rate-limit";
import { Seats } from "@/lib/admission/seats";
import { createSerial } from "@/lib/async/serial";
import type { GoogleOptions } from "@/lib/auth/google";
import { isAdmin } from "@/lib/auth/role";
import { authSecret } from "@/lib/auth/secret";
import { createSessionTokens, type SessionTokens } from "@/lib/auth/session-token";
import { Standings } from "@/lib/auth/standings";
import {
  CardExchange,
  CardVoices,
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
import { createOpenAiTranscription, Recognition } from "@/lib/recognition";
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
import { engineFetch } from "@/lib/upstream/engine-fetch";
import {
  createVoiceCatalog,
  createWithClips,
  OwnVoices,
  strangersClip,
  travellingVoice,
  type VoiceCatalog,
  VoiceEditor,
  VoiceExchange,
} from "@/lib/voices";
import { Accounts } from "./services/accounts";
import { Audit } from "./services/audit";
import { clipIndex } from "./services/clip-index";
import { DataExport } from "./services/data-export";
import { EngineAdmin } from "./services/engine-admin";
import { EngineTrials } from "./services/engine-trial";
import { languageEngines } from "./services/engines";
import { LocalAccounts } from "./services/local-accounts";
import { ModelAdmin } from "./services/model-admin";
import { People } from "./services/people";
import { Personas } from "./services/personas";
import { Remakes } from "./services/remakes";
import { SignIn } from "./services/sign-in";
import { speakingVoices } from "./services/speaking-voices";
import { bootSpeechEngines, embeddedEngine, instanceSetup } from "./services/speech-engines";
import { UserSettingsKeeper } from "./services/user-settings";

/** Below this a new line could not be kept: it is refused before any engine is asked. */
const MIN_FREE_BYTES_FOR_TURNS = 64 * 2 ** 20;

export interface Services {
  settings: Settings;
  logger: Logger;
  db: Database;
  tokens: SessionTokens;
  standings: Standings;
  /** Seals what is kept in cookies. */
  secret: string;
  /** Null: nobody signs in with Google here. */
  google: GoogleOptions | null;
  signIn: SignIn;
  localAccounts: LocalAccounts;
  voices: VoiceCatalog;
  speech: SpeechDirectory;
  language: LanguageDirectory;
  conversation: Conversation;
  say: SayDeps;
  sounds: EncodedSounds;
  characters: CharacterLibrary;
  cards: CardExchange;
  cardVoices: CardVoices;
  drafter: CharacterDrafter;
  stories: StoryDrafter;
  admission: Admission;
  metrics: Metrics;
  voiceEditor: VoiceEditor;
  ownVoices: OwnVoices;
  voiceFiles: VoiceExchange;
  engines: EngineAdmin;
  trials: EngineTrials;
  remakes: Remakes;
  models: ModelAdmin;
  accounts: Accounts;
  recognition: Recognition;
  personas: Personas;
  people: People;
  audit: Audit;
  dataExport: DataExport;
  userSettings: UserSettingsKeeper;
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
  const standings = await Standings.load(db, Date.now());
  const secret = authSecret(settings.authSecret, settings.dataDir);
  const tokens = createSessionTokens(secret, standings.of);
  const broken = await closeBrokenTurns(db, internal("turns a dead server left open are closed"), Date.now());
  if (broken > 0)
    logger.warn({ turns: broken }, "turns were running when the server ended; marked interrupted");

  const context = (signal: AbortSignal): EngineContext => ({
    signal,
    fetch: engineFetch,
    now: Date.now,
    logger,
  });
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
  const references = createFilesystem(referencesDir);
  const givingClips = createSerial();
  const ownVoices = new OwnVoices({
    db,
    catalog: voices,
    references,
    serial: givingClips,
    ...settings.ownVoices,
    isAdmin: (actor) => isAdmin({ db, settings }, actor),
    now: Date.now,
  });
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
    onModelChange: (id, isChanged) => markModelChanged(db, id, isChanged),
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
  const { baseUrl: asrUrl, ...asr } = settings.asr;
  const recognition = new Recognition({
    recognizer: asrUrl === undefined ? null : createOpenAiTranscription({ baseUrl: asrUrl, ...asr }),
    context,
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
    isPrivateVoice: (voiceId) => voices.owned().some(({ id }) => id === voiceId),
    isAdmin: (actor) => isAdmin({ db, settings }, actor),
    now: Date.now,
  });
  await characters.presets.load();
  const voiceEditor = new VoiceEditor({
    db,
    owner: internal("admins make the server's voices"),
    catalog: voices,
    references,
    serial: givingClips,
    knowsEngine: (engineId) => speech.find(engineId) !== null || speech.inPool(engineId).length > 0,
    now: Date.now,
  });
  const cardVoices = new CardVoices({
    db,
    files: characterFiles,
    judge: strangersClip,
    makeVoice: async ({ consent, ...wish }, clips) => {
      const told = clips.map(({ bytes, promptText, promptLang, emotion }) => ({
        ...{ bytes, emotion, prompt_text: promptText, prompt_lang: promptLang },
        consent: consent || undefined,
      }));
      return (await createWithClips(voiceEditor, wish, told)).id;
    },
    now: Date.now,
  });
  const portraits = createFilesystem(path.join(/*turbopackIgnore: true*/ process.cwd(), "public"));
  const cards = new CardExchange({
    db,
    files: characterFiles,
    library: characters,
    readPortrait: (imageUrl) => portraits.readBytes(imageUrl.replace(/^\//, "")),
    hasVoice: (voiceId, userId) => voices.find(voiceId, userId) !== null,
    brought: cardVoices,
    travelling: (voiceId, userId) => travellingVoice({ catalog: voices, references }, voiceId, userId),
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

  const audit = new Audit({ db, logger, now: Date.now });
  const userSettings = new UserSettingsKeeper({ db, now: Date.now });
  const accounts = new Accounts({
    db,
    conversation,
    characters,
    clips,
    ownVoices,
    standings,
    userSettings,
    now: Date.now,
  });
  const signIn = new SignIn({
    db,
    standings,
    conversation,
    accounts,
    userSettings,
    audit,
    onMerged: () => voices.refresh(),
    logger,
    now: Date.now,
  });

  const personas = new Personas({ db, now: Date.now });

  const say: SayDeps = {
    db,
    clips,
    speaker,
    speech,
    voices: voiceSource,
    readings,
    spend: (actor) => spend(admission.syntheses, actor),
    now: Date.now,
  };
  const remakes = new Remakes({
    say,
    revisions: async (id) => (voices.find(id, null)?.source === "database" ? voiceEditor.revisions(id) : []),
    logger,
  });

  language.start();
  speech.start();
  recognition.start();
  void clips.sweep().catch((error) => logger.warn({ err: error }, "clips could not be swept"));
  void remakes.resume().catch((error) => logger.warn({ err: error }, "lines are not made again"));

  return {
    settings,
    logger,
    db,
    tokens,
    standings,
    secret,
    google: googleOptions(settings, secret),
    voices,
    speech,
    language,
    conversation,
    sounds,
    characters,
    cards,
    cardVoices,
    drafter,
    stories,
    admission,
    metrics,
    voiceEditor,
    voiceFiles: new VoiceExchange(voices, voiceEditor),
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
    recognition,
    ownVoices,
    accounts,
    signIn,
    localAccounts: new LocalAccounts({ db, settings, standings, signIn, audit, now: Date.now }),
    audit,
    people: new People({
      db,
      settings,
      seats: admission.seats,
      standings,
      conversation,
      accounts,
      now: Date.now,
    }),
    personas,
    dataExport: new DataExport({
      db,
      conversation,
      cards,
      cardVoices,
      clips,
      ownVoices,
      personas,
      userSettings,
      now: Date.now,
    }),
    userSettings,
    say,
    trials: new EngineTrials({ say, referencesDir }),
    remakes,
    async close() {
      language.stop();
      speech.stop();
      recognition.stop();
      await models.close();
      await remakes.close();
      await conversation.close();
      await clips.close();
      await scheduler.close();
      sounds.encoder.close();
      closeDatabase();
    },
  };
}

/** Both or neither: without its secret nobody could come back. */
function googleOptions({ google }: Settings, secret: string): GoogleOptions | null {
  const { clientId, clientSecret, issuer } = google;
  return clientId && clientSecret ? { clientId, clientSecret, issuer, secret } : null;
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
