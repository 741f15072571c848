import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings, SettingError, type Settings } from "@/lib/config/env";

const read = (environment: Record<string, string>) => parseSettings(environment);

/** Name · what is read · its default · a good value · what becomes of it · wrong values. */
const TABLE: [string, (settings: Settings) => unknown, unknown, string, unknown, string[]][] = [
  ["PORT", (s) => s.port, 3000, "8080", 8080, ["abc", "-1", "65536", "80.5", "0x50"]],
  ["BIND_ADDRESS", (s) => s.bindAddress, "127.0.0.1", "0.0.0.0", "0.0.0.0", []],
  ["ALLOW_ANONYMOUS_API", (s) => s.allowAnonymousApi, true, "no", false, ["maybe", "2"]],
  [
    "CORS_ORIGINS",
    (s) => s.corsOrigins,
    [],
    " https://a.example , http://b.example:81/ ",
    ["https://a.example", "http://b.example:81"],
    ["*", "a.example", "https://a.example/path", "https://a.example,nonsense"],
  ],
  [
    "PUBLIC_URL",
    (s) => s.publicUrl,
    "http://127.0.0.1:3000",
    "https://forge.example/",
    "https://forge.example",
    ["forge.example", "ftp://forge.example", "https://forge.example/below"],
  ],
  ["TRUST_PROXY", (s) => s.trustProxy, 0, "1", 1, ["true", "11", "-1"]],
  ["METRICS_TOKEN", (s) => s.metricsToken, undefined, "abc", "abc", []],
  ["DATA_DIR", (s) => s.dataDir, path.resolve("data"), "/srv/forge", "/srv/forge", []],
  ["AUTH_SECRET", (s) => s.authSecret, undefined, "hush", "hush", []],
  [
    "ADMIN_EMAILS",
    (s) => s.adminEmails,
    [],
    "a@b.example, c@d.example",
    ["a@b.example", "c@d.example"],
    ["nobody"],
  ],
  ["GOOGLE_CLIENT_ID", (s) => s.google.clientId, undefined, "id", "id", []],
  ["GOOGLE_CLIENT_SECRET", (s) => s.google.clientSecret, undefined, "hush", "hush", ["secret-word two"]],
  ["GOOGLE_ISSUER_URL", (s) => s.google.issuer, undefined, "http://a:1/", "http://a:1", ["a:1"]],
  ["LLM_SERVICE", (s) => s.llm.service, "auto", "OLLAMA", "ollama", ["openai", "gemini"]],
  [
    "OLLAMA_BASE_URL",
    (s) => s.llm.ollamaBaseUrl,
    "http://localhost:11434",
    "http://gpu.lan:11434/ollama/",
    "http://gpu.lan:11434/ollama",
    ["gpu.lan:11434", "localhost", "http://me:secret-word@gpu.lan:11434"],
  ],
  [
    "VLLM_BASE_URL",
    (s) => s.vllm.baseUrl,
    "http://localhost:8002",
    "http://a:8000/vllm/",
    "http://a:8000/vllm",
    ["a:8000"],
  ],
  ["VLLM_API_KEY", (s) => s.vllm.apiKey, undefined, "k", "k", ["secret-word two", "secret-word-열쇠"]],
  ["GOOGLE_API_KEY", (s) => s.gemini.apiKey, undefined, "k", "k", ["secret-word two"]],
  ["GOOGLE_API_MODEL", (s) => s.gemini.model, undefined, "m", "m", []],
  [
    "GOOGLE_API_BASE_URL",
    (s) => s.gemini.baseUrl,
    undefined,
    "https://a.example",
    "https://a.example",
    ["a"],
  ],
  [
    "GOOGLE_SAFETY_THRESHOLD",
    (s) => s.gemini.safetyThreshold,
    "BLOCK_NONE",
    "block_only_high",
    "BLOCK_ONLY_HIGH",
    ["NONE", "high"],
  ],
  ["GEN3D_BASE_URL", (s) => s.gen3dBaseUrl, undefined, "http://a:1", "http://a:1", ["a:1"]],
  ["STYLE_BASE_URL", (s) => s.styleBaseUrl, undefined, "http://a:1", "http://a:1", ["a:1"]],
  ["ASR_BASE_URL", (s) => s.asr.baseUrl, undefined, "http://a:1", "http://a:1", ["a:1"]],
  ["ASR_MODEL", (s) => s.asr.model, undefined, "whisper-1", "whisper-1", []],
  ["ASR_API_KEY", (s) => s.asr.apiKey, undefined, "sk-1", "sk-1", ["two words"]],
  ["LLM_MODEL", (s) => s.llm.model, undefined, "gemma3:4b", "gemma3:4b", []],
  ["LLM_CONTEXT_LENGTH", (s) => s.llm.contextLength, undefined, "8192", 8192, ["8k", "511", "4194305"]],
  ["TTS_SERVICE", (s) => s.tts.service, "auto", "embedded", "embedded", ["espeak", "gpt-sovits-api3"]],
  [
    "TTS_BASE_URL",
    (s) => s.tts.engines,
    [{ kind: "gpt-sovits", baseUrl: "http://localhost:9880", isGuess: true }],
    "http://a:9880/, gpt-sovits-api2@http://b:9880/voice,HIGGS@http://c:8000",
    [
      { kind: "gpt-sovits", baseUrl: "http://a:9880", isGuess: true },
      { kind: "gpt-sovits-api2", baseUrl: "http://b:9880/voice" },
      { kind: "higgs", baseUrl: "http://c:8000" },
    ],
    ["a:9880", "http://a:9880,b", "espeak@http://a:8000", "embedded@http://a:8000"],
  ],
  ["TTS_API_PATH", (s) => s.tts.apiPath, undefined, "/speak", "/speak", []],
  ["TTS_REFERENCE_DIR", (s) => s.tts.referenceDir, path.resolve("data/references"), "D:\\ref", "D:\\ref", []],
  ["TTS_REF_AUDIO_PATH", (s) => s.tts.referenceOverride.path, undefined, "/a.wav", "/a.wav", []],
  ["TTS_PROMPT_TEXT", (s) => s.tts.referenceOverride.promptText, undefined, "안녕", "안녕", []],
  ["TTS_PROMPT_LANG", (s) => s.tts.referenceOverride.promptLang, undefined, "ja", "ja", []],
  ["MAX_CONCURRENT_SESSIONS", (s) => s.maxConcurrentSessions, 20, "3", 3, ["0", "many"]],
  ["MAX_CONCURRENT_USERS", (s) => s.maxConcurrentSessions, 20, "4", 4, ["0"]],
  ["SEATS_PER_USER", (s) => s.seatsPerUser, 2, "0", 0, ["-1"]],
  ["SEAT_HOLD_SECONDS", (s) => s.seatHoldSeconds, 60, "0", 0, ["1m"]],
  ["RATE_LIMIT_TURNS", (s) => s.rateLimitTurns, 30, "0", 0, ["off"]],
  ["RATE_LIMIT_SYNTHESES", (s) => s.rateLimitSyntheses, 120, "7", 7, ["1e3"]],
  ["NEXT_PUBLIC_MAX_TURNS", (s) => s.maxTurns, 30, "0", 0, ["-3"]],
  ["CONTEXT_SUMMARY_TRIGGER", (s) => s.contextSummaryTrigger, 0.8, "0.5", 0.5, ["0", "1.5", "80%"]],
  ["CONTEXT_KEEP_TURNS", (s) => s.contextKeepTurns, 16, "4", 4, ["0", "all"]],
  ["OWN_VOICES", (s) => s.ownVoices.openTo, "accounts", "Everyone", "everyone", ["guests", "true"]],
  ["OWN_VOICES_PER_USER", (s) => s.ownVoices.limits.voices, 5, "0", 0, ["-1", "many"]],
  ["OWN_VOICES_MAX_BYTES", (s) => s.ownVoices.limits.bytes, 16 * 2 ** 20, "1000", 1000, ["16MiB"]],
  ["AUDIO_CACHE_MAX_BYTES", (s) => s.audioCacheMaxBytes, 10 * 2 ** 30, "0", 0, ["10GiB", "-1"]],
];

it.each(TABLE)("%s: its default, and a good value", (name, pick, fallback, good, expected) => {
  expect(pick(read({}))).toEqual(fallback);
  expect(pick(read({ [name]: "" }))).toEqual(fallback);
  expect(pick(read({ [name]: ` ${good} ` }))).toEqual(expected);
});

describe("a wrong one", () => {
  it.each(TABLE.flatMap(([name, , , , , wrong]) => wrong.map((value) => [name, value] as const)))(
    "%s=%s ends the start with one sentence that names it",
    (name, value) => {
      let message = "";
      try {
        read({ [name]: value });
      } catch (error) {
        if (error instanceof SettingError) message = error.message;
      }
      expect(message).toMatch(new RegExp(`^${name} is .+\\.$`));
      expect(message).not.toContain("\n");
      expect(message).not.toContain("secret-word");
    },
  );

  it.each(["DATABASE_URL", "REDIS_URL", "STORAGE_URL"])("%s is reserved, and not repeated", (name) => {
    expect(() => read({ [name]: "postgres://me:secret-word@db/forge" })).toThrow(SettingError);
    expect(() => read({ [name]: "postgres://me:secret-word@db/forge" })).toThrow(
      new RegExp(`^${name} is set`),
    );
    expect(() => read({ [name]: "postgres://me:secret-word@db/forge" })).not.toThrow(/secret-word/);
  });

  it("Gemini without its key names both, with it it is taken", () => {
    expect(() => read({ LLM_SERVICE: "gemini" })).toThrow(/LLM_SERVICE .*GOOGLE_API_KEY/);
    expect(read({ LLM_SERVICE: "gemini", GOOGLE_API_KEY: "k" }).llm.service).toBe("gemini");
  });

  it("TLS_CERT without TLS_KEY names both", () => {
    for (const name of ["TLS_CERT", "TLS_KEY"]) {
      expect(() => read({ [name]: "/a.pem" })).toThrow(/TLS_CERT and TLS_KEY/);
    }
  });
});

describe("settings that follow from others", () => {
  it.each([
    [{}, true],
    [{ BIND_ADDRESS: "localhost" }, true],
    [{ BIND_ADDRESS: "::1" }, true],
    [{ BIND_ADDRESS: "127.0.0.5" }, true],
    [{ BIND_ADDRESS: "0.0.0.0" }, false],
    [{ BIND_ADDRESS: "192.168.0.2" }, false],
    [{ BIND_ADDRESS: "127.evil.example" }, false],
    [{ BIND_ADDRESS: "0.0.0.0", ALLOW_ANONYMOUS_API: "true" }, true],
  ] as [Record<string, string>, boolean][])("%j: nameless calls %s", (environment, expected) => {
    expect(read(environment).allowAnonymousApi).toBe(expected);
  });

  it.each([
    [{ PORT: "8080" }, "http://127.0.0.1:8080"],
    [{ BIND_ADDRESS: "0.0.0.0" }, "http://127.0.0.1:3000"],
    [{ BIND_ADDRESS: "::1" }, "http://[::1]:3000"],
    [{ TLS_CERT: "/c.pem", TLS_KEY: "/k.pem" }, "https://127.0.0.1:3000"],
  ] as [Record<string, string>, string][])("%j is opened at %s", (environment, expected) => {
    expect(read(environment).publicUrl).toBe(expected);
  });

  it("an address the operator named is believed, one we guessed is not", () => {
    expect(read({}).tts.configured).toBe(false);
    expect(read({ TTS_BASE_URL: "http://a:1" }).tts.configured).toBe(true);
    expect(read({ TTS_SERVICE: "gpt-sovits" }).tts.configured).toBe(true);
  });

  it("the same of an OpenAI-compatible server", () => {
    expect(read({}).vllm.configured).toBe(false);
    expect(read({ VLLM_BASE_URL: "http://a:1" }).vllm.configured).toBe(true);
    expect(read({ LLM_SERVICE: "vllm" }).vllm).toMatchObject({
      configured: true,
      baseUrl: "http://localhost:8002",
    });
  });

  it("a named speech service is the one its addresses are of, and the only one", () => {
    const engines = (environment: Record<string, string>) => read(environment).tts.engines;
    expect(engines({ TTS_SERVICE: "higgs" })).toEqual([{ kind: "higgs", baseUrl: "http://localhost:8000" }]);
    expect(engines({ TTS_SERVICE: "openai", TTS_BASE_URL: "http://a:1" })).toEqual([
      { kind: "openai", baseUrl: "http://a:1" },
    ]);
    expect(() => read({ TTS_SERVICE: "openai", TTS_BASE_URL: "higgs@http://a:1" })).toThrow(
      /^TTS_BASE_URL is for a higgs engine/,
    );
  });

  it("the older name of the seats counts where the newer is absent", () => {
    const both = { MAX_CONCURRENT_SESSIONS: "5", MAX_CONCURRENT_USERS: "7" };
    expect(read(both).maxConcurrentSessions).toBe(5);
  });
});
