/** What an OpenAI-compatible speech server does its own way. */
export interface Flavour {
  /** Body of `GET /v1/audio/voices`; null: 404. */
  voices: unknown;
  /** Body of `GET /health`; null: 404. */
  health: unknown;
  formats: readonly string[];
  defaultFormat: string;
  /** Hz. */
  rate: number;
  /** Streams where the request does not say. */
  streams: boolean;
  /** Sends a WAV whatever was asked. */
  alwaysWav: boolean;
  pcmType: string;
  /** One request at a time; nothing else is answered meanwhile. */
  blocks: boolean;
  /** What it refuses, with the body it says it in. */
  refuse(json: Record<string, unknown>): { status: number; body: unknown } | null;
}

export type FlavourName = "kokoro" | "chatterbox" | "openedai" | "orpheus" | "vllm-omni";

const ALL_FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"];
const KOKORO_VOICES = ["af_heart", "am_adam", "jf_alpha", "zf_xiaobei"];
const OPENAI_VOICES = ["alloy", "echo", "fable", "onyx", "nova", "shimmer"];
const KOKORO_MODELS = ["kokoro", "tts-1", "tts-1-hd", "gpt-4o-mini-tts"];

const kokoroError = (message: string) => ({
  status: 400,
  body: { detail: { error: "validation_error", message, type: "invalid_request_error" } },
});
const openedaiError = (message: string, param: string) => ({
  status: 400,
  body: { message, code: 400, type: "BadRequestError", param },
});

export const FLAVOURS: Record<FlavourName, Flavour> = {
  kokoro: {
    voices: { voices: KOKORO_VOICES.map((id) => ({ id, name: id })) },
    health: { status: "healthy" },
    formats: ALL_FORMATS,
    defaultFormat: "mp3",
    rate: 24_000,
    streams: true,
    alwaysWav: false,
    pcmType: "audio/pcm",
    blocks: false,
    refuse({ model = "kokoro", voice = "af_heart", input }) {
      if (!KOKORO_MODELS.includes(String(model))) return kokoroError(`Unsupported model: ${model}`);
      const names = String(voice).split(/[+-]/);
      const unknown = names.find(
        (name) => ![...KOKORO_VOICES, ...OPENAI_VOICES].includes(name.replace(/\(.*\)$/, "")),
      );
      const available = KOKORO_VOICES.join(", ");
      if (unknown) return kokoroError(`Voice '${unknown}' not found. Available voices: ${available}`);
      return /[\p{L}\p{N}]/u.test(String(input)) ? null : kokoroError("Input contains no speakable text");
    },
  },
  chatterbox: {
    voices: { status: "ok", voices: ["Emily.wav", "Adrian.wav"] },
    health: null,
    formats: ["wav", "opus", "mp3"],
    defaultFormat: "wav",
    rate: 24_000,
    streams: false,
    alwaysWav: false,
    pcmType: "audio/pcm",
    blocks: true,
    refuse({ model, voice, input, response_format: format }) {
      const missing = Object.entries({ model, voice, input }).find(([, value]) => value === undefined)?.[0];
      const field =
        missing ?? (["wav", "opus", "mp3", undefined].includes(format as string) ? null : "response_format");
      if (field) {
        const detail = [
          { type: missing ? "missing" : "literal_error", loc: ["body", field], msg: "Field required" },
        ];
        return { status: 422, body: { detail } };
      }
      if (!["Emily.wav", "Adrian.wav"].includes(String(voice)))
        return { status: 404, body: { detail: `Voice file '${voice}' not found.` } };
      if (/[\p{L}\p{N}]/u.test(String(input))) return null;
      return { status: 500, body: { detail: "400: Text processing resulted in no usable chunks." } };
    },
  },
  openedai: {
    voices: null,
    health: { status: "ok" },
    formats: ALL_FORMATS,
    defaultFormat: "mp3",
    rate: 22_050,
    streams: true,
    alwaysWav: false,
    pcmType: "audio/pcm;rate=22050",
    blocks: false,
    refuse({ input, response_format: format = "mp3" }) {
      if (input === "") return openedaiError("Empty Input", "input");
      if (ALL_FORMATS.includes(String(format))) return null;
      return openedaiError(`Invalid response_format: '${format}'`, "response_format");
    },
  },
  orpheus: {
    voices: { status: "ok", voices: ["tara", "leah", "유나"] },
    health: null,
    formats: ALL_FORMATS,
    defaultFormat: "wav",
    rate: 24_000,
    streams: false,
    alwaysWav: true,
    pcmType: "audio/pcm",
    blocks: true,
    refuse: ({ input }) => (input ? null : { status: 400, body: { detail: "Missing input text" } }),
  },
  "vllm-omni": {
    voices: {
      voices: ["vivian", "sohee"],
      uploaded_voices: [{ name: "mine", consent: "c1", created_at: 1 }],
    },
    health: {},
    formats: ["wav", "mp3", "flac", "pcm", "opus"],
    defaultFormat: "wav",
    rate: 44_100,
    streams: false,
    alwaysWav: false,
    pcmType: "audio/pcm",
    blocks: false,
    refuse({ voice, stream }) {
      const error = (message: string) => ({
        status: 400,
        body: { error: { message, type: "BadRequestError", param: null, code: 400 } },
      });
      if (stream === true) return error("stream=true answers with events, which this client did not ask for");
      return ["vivian", "sohee", "mine"].includes(String(voice)) ? null : error(`Invalid speaker '${voice}'`);
    },
  },
};
