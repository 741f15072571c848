import path from "node:path";
import {
  type Environment,
  parseChoice,
  parseEmail,
  parseFlag,
  parseFraction,
  parseHttpUrl,
  parseInteger,
  parseKey,
  parseList,
  parseOrigin,
  parseText,
  readSetting,
  SettingError,
} from "./setting";

export { SettingError } from "./setting";

const LLM_SERVICES = ["auto", "ollama", "vllm", "gemini", "demo"] as const;
/** Speech engines at an address, and where each listens by default. */
const TTS_ADDRESSES = {
  "gpt-sovits": "http://localhost:9880",
  "gpt-sovits-api2": "http://localhost:9880",
  "gpt-sovits-api": "http://localhost:9880",
  higgs: "http://localhost:8000",
  openai: "http://localhost:8880",
} as const;
type TtsKind = keyof typeof TTS_ADDRESSES;
const TTS_KINDS = Object.keys(TTS_ADDRESSES) as TtsKind[];
const TTS_SERVICES = ["auto", ...TTS_KINDS, "embedded"] as const;
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const SAFETY_THRESHOLDS = [
  "BLOCK_NONE",
  "BLOCK_ONLY_HIGH",
  "BLOCK_MEDIUM_AND_ABOVE",
  "BLOCK_LOW_AND_ABOVE",
  "OFF",
] as const;
const OWN_VOICES = ["nobody", "accounts", "everyone"] as const;
const RESERVED = ["DATABASE_URL", "REDIS_URL", "STORAGE_URL"];

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Every setting of the server, from the environment (contract, "Settings"). Throws SettingError on the first wrong one. */
export function parseSettings(environment: Environment) {
  const read = <T>(name: string, expected: string, parse: (text: string) => T | undefined) =>
    readSetting(environment, name, expected, parse);
  const count = (name: string, fallback: number, min = 0, max = 1_000_000) =>
    read(name, `a whole number from ${min} to ${max}`, parseInteger(min, max)) ?? fallback;
  const url = (name: string) => read(name, "an http or https address without a user name", parseHttpUrl);
  const text = (name: string) => read(name, "a text", parseText);
  const key = (name: string) => read(name, "a key of letters, digits and signs, without spaces", parseKey);

  for (const name of RESERVED) {
    if (text(name)) {
      throw new SettingError(`${name} is set, but running on several machines is not built yet: unset it.`);
    }
  }

  const port = read("PORT", "a port number from 0 to 65535", parseInteger(0, 65_535)) ?? 3000;
  const bindAddress = text("BIND_ADDRESS") ?? "127.0.0.1";
  const isLoopback = LOOPBACK.test(bindAddress);
  const tlsCert = text("TLS_CERT");
  const tlsKey = text("TLS_KEY");
  if (Boolean(tlsCert) !== Boolean(tlsKey)) {
    throw new SettingError("TLS_CERT and TLS_KEY belong together: set both to PEM files, or neither.");
  }
  const shownHost = /^(0\.0\.0\.0|::|\[::\])$/.test(bindAddress) ? "127.0.0.1" : bindAddress;
  const host = shownHost.includes(":") && !shownHost.startsWith("[") ? `[${shownHost}]` : shownHost;
  const dataDir = path.resolve(/*turbopackIgnore: true*/ process.cwd(), text("DATA_DIR") ?? "data");
  const llmService =
    read("LLM_SERVICE", `one of ${LLM_SERVICES.join(", ")}`, parseChoice(LLM_SERVICES)) ?? "auto";
  const ttsService =
    read("TTS_SERVICE", `one of ${TTS_SERVICES.join(", ")}`, parseChoice(TTS_SERVICES)) ?? "auto";
  if (llmService === "gemini" && !text("GOOGLE_API_KEY")) {
    throw new SettingError(
      'LLM_SERVICE is "gemini", but GOOGLE_API_KEY is not set: set it to a Gemini API key.',
    );
  }
  const vllmBaseUrl = url("VLLM_BASE_URL");
  const ttsKind: TtsKind = ttsService === "auto" || ttsService === "embedded" ? "gpt-sovits" : ttsService;
  const ttsAddresses = read(
    "TTS_BASE_URL",
    `one or more http addresses, comma-separated, each as [kind@]url with a kind of ${TTS_KINDS.join(", ")}`,
    parseList(parseTtsAddress),
  );
  const stranger = ttsAddresses?.find(({ kind = ttsKind }) => ttsService !== "auto" && kind !== ttsService);
  if (stranger && ttsService !== "embedded") {
    throw new SettingError(
      `TTS_BASE_URL is for a ${stranger.kind} engine, but TTS_SERVICE allows ${ttsService} alone.`,
    );
  }

  return {
    port,
    bindAddress,
    allowAnonymousApi: read("ALLOW_ANONYMOUS_API", "true or false", parseFlag) ?? isLoopback,
    corsOrigins:
      read(
        "CORS_ORIGINS",
        "exact origins such as https://a.example, comma-separated",
        parseList(parseOrigin),
      ) ?? [],
    publicUrl:
      read("PUBLIC_URL", "an origin such as https://forge.example", parseOrigin) ??
      `${tlsCert ? "https" : "http"}://${host}:${port}`,
    trustProxy: count("TRUST_PROXY", 0, 0, 10),
    metricsToken: text("METRICS_TOKEN"),
    tls: tlsCert && tlsKey ? { certFile: tlsCert, keyFile: tlsKey } : null,
    dataDir,
    logLevel: read("LOG_LEVEL", `one of ${LOG_LEVELS.join(", ")}`, parseChoice(LOG_LEVELS)) ?? "info",
    authSecret: text("AUTH_SECRET"),
    adminEmails: read("ADMIN_EMAILS", "e-mail addresses, comma-separated", parseList(parseEmail)) ?? [],
    google: {
      clientId: text("GOOGLE_CLIENT_ID"),
      clientSecret: key("GOOGLE_CLIENT_SECRET"),
      issuer: url("GOOGLE_ISSUER_URL"),
    },
    llm: {
      service: llmService,
      ollamaBaseUrl: url("OLLAMA_BASE_URL") ?? "http://localhost:11434",
      model: text("LLM_MODEL"),
      /** What drafts characters, `engine/model` or a model's name; absent: the connected engine's default. */
      draftModel: text("DRAFT_MODEL"),
      contextLength: read(
        "LLM_CONTEXT_LENGTH",
        "a number of tokens from 512 to 4194304",
        parseInteger(512, 4_194_304),
      ),
    },
    vllm: {
      baseUrl: vllmBaseUrl ?? "http://localhost:8002",
      apiKey: key("VLLM_API_KEY"),
      configured: vllmBaseUrl !== undefined || llmService === "vllm",
    },
    gemini: {
      apiKey: key("GOOGLE_API_KEY"),
      model: text("GOOGLE_API_MODEL"),
      baseUrl: url("GOOGLE_API_BASE_URL"),
      safetyThreshold:
        read(
          "GOOGLE_SAFETY_THRESHOLD",
          `one of ${SAFETY_THRESHOLDS.join(", ")}`,
          parseChoice(SAFETY_THRESHOLDS),
        ) ?? "BLOCK_NONE",
    },
    gen3dBaseUrl: url("GEN3D_BASE_URL"),
    styleBaseUrl: url("STYLE_BASE_URL"),
    asr: {
      /** Undefined: nothing writes transcripts. */
      baseUrl: url("ASR_BASE_URL"),
      /** Undefined: the first one the server lists that recognises speech. */
      model: text("ASR_MODEL"),
      apiKey: key("ASR_API_KEY"),
    },
    tts: {
      service: ttsService,
      engines: (ttsAddresses ?? [{ kind: undefined, baseUrl: TTS_ADDRESSES[ttsKind] }]).map(
        ({ kind, baseUrl }) => ({
          kind: kind ?? ttsKind,
          baseUrl,
          // Nobody says what is there: it is looked at.
          ...(kind === undefined && ttsService === "auto" ? { isGuess: true } : {}),
        }),
      ),
      configured: ttsAddresses !== undefined || !["auto", "embedded"].includes(ttsService),
      /** Undefined: each kind's own. */
      apiPath: text("TTS_API_PATH"),
      referenceDir: text("TTS_REFERENCE_DIR") ?? path.join(dataDir, "references"),
      referenceOverride: {
        path: text("TTS_REF_AUDIO_PATH"),
        promptText: text("TTS_PROMPT_TEXT"),
        promptLang: text("TTS_PROMPT_LANG"),
      },
    },
    maxConcurrentSessions:
      read("MAX_CONCURRENT_SESSIONS", "a whole number of seats", parseInteger(1, 100_000)) ??
      count("MAX_CONCURRENT_USERS", 20, 1, 100_000),
    seatHoldSeconds: count("SEAT_HOLD_SECONDS", 60, 0, 86_400),
    seatsPerUser: count("SEATS_PER_USER", 2, 0, 10_000),
    rateLimitTurns: count("RATE_LIMIT_TURNS", 30),
    rateLimitSyntheses: count("RATE_LIMIT_SYNTHESES", 120),
    maxTurns: count("NEXT_PUBLIC_MAX_TURNS", 30),
    contextSummaryTrigger: read("CONTEXT_SUMMARY_TRIGGER", "a fraction such as 0.8", parseFraction) ?? 0.8,
    contextKeepTurns: count("CONTEXT_KEEP_TURNS", 16, 1, 1000),
    ownVoices: {
      /** Who makes private voices: what is cloned is a person's, so somebody should be answerable for it. */
      openTo: read("OWN_VOICES", `one of ${OWN_VOICES.join(", ")}`, parseChoice(OWN_VOICES)) ?? "accounts",
      limits: {
        voices: count("OWN_VOICES_PER_USER", 5, 0, 1000),
        bytes: count("OWN_VOICES_MAX_BYTES", 16 * 2 ** 20, 0, Number.MAX_SAFE_INTEGER),
      },
    },
    audioCacheMaxBytes: count("AUDIO_CACHE_MAX_BYTES", 10 * 2 ** 30, 0, Number.MAX_SAFE_INTEGER),
  };
}

export type Settings = ReturnType<typeof parseSettings>;

/** `[kind@]url`. */
function parseTtsAddress(item: string): { kind: TtsKind | undefined; baseUrl: string } | undefined {
  const [, name, address = ""] = /^(?:([a-z0-9-]+)@)?(https?:.*)$/i.exec(item) ?? [];
  const kind = name === undefined ? undefined : parseChoice(TTS_KINDS)(name);
  const baseUrl = parseHttpUrl(address);
  const isUnknown = name !== undefined && kind === undefined;
  return baseUrl && !isUnknown ? { kind, baseUrl } : undefined;
}
