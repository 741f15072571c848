/** What was sent, as the server sees it. */
export interface Asked {
  model: string | undefined;
  language: string | undefined;
  format: string;
  hasFile: boolean;
  isWav: boolean;
  isSilent: boolean;
  seconds: number;
}

interface Answer {
  status: number;
  body: unknown;
  type?: string;
}

/** What a transcription server does its own way. */
export interface Flavour {
  paths: readonly string[];
  /** Body of `GET /v1/models`; null: 404. */
  models: unknown;
  health: Answer;
  /** 404 of a path there is not. */
  missing: unknown;
  /** One request at a time; the others wait for it. */
  blocks: boolean;
  /** A model's work ends when the client goes. */
  stopsOnAbort: boolean;
  refuse(asked: Asked): Answer | null;
  answer(segments: readonly string[], asked: Asked): Answer;
}

export type FlavourName = "speaches" | "whisper.cpp" | "vllm";

const LANGUAGES = ["ko", "en", "ja", "zh"];
const OPENAI_PATH = "/v1/audio/transcriptions";
export const SPEACHES_MODEL = "Systran/faster-whisper-large-v3";
const VLLM_MODEL = "openai/whisper-large-v3";

const fastApi = (status: number, detail: unknown): Answer => ({ status, body: { detail } });
const vllmError = (code: number, type: string, message: string): Answer => ({
  status: code,
  body: { error: { message, type, param: null, code } },
});
const verbose = (segments: readonly string[], { language, seconds }: Asked, name = language) => ({
  task: "transcribe",
  language: name,
  duration: seconds,
  text: segments.join("").trim(),
  segments: segments.map((text, id) => ({ id, start: id, end: id + 1, text })),
});

export const FLAVOURS: Record<FlavourName, Flavour> = {
  speaches: {
    paths: [OPENAI_PATH],
    // Its voices stand in the same list, and here before what listens.
    models: {
      object: "list",
      data: [
        { id: "speaches-ai/Kokoro-82M-v1.0-ONNX", object: "model", task: "text-to-speech" },
        { id: SPEACHES_MODEL, object: "model", task: "automatic-speech-recognition", language: LANGUAGES },
      ],
    },
    health: { status: 200, body: { message: "OK" } },
    missing: { detail: "Not Found" },
    blocks: false,
    stopsOnAbort: false,
    refuse({ model, language, hasFile, isWav }) {
      const lacking = !hasFile ? "file" : model === undefined ? "model" : null;
      if (lacking) return fastApi(422, [{ type: "missing", loc: ["body", lacking], msg: "Field required" }]);
      if (model !== SPEACHES_MODEL)
        return fastApi(
          404,
          `Model '${model}' is not installed locally. You can download the model using \`POST /v1/models\``,
        );
      if (!isWav) return fastApi(415, "Failed to decode audio.");
      // faster-whisper raises, and nobody catches it.
      if (language !== undefined && !LANGUAGES.includes(language))
        return { status: 500, body: "Internal Server Error" };
      return null;
    },
    answer(segments, asked) {
      const text = segments.join("").trim();
      if (asked.format === "text") return { status: 200, body: text };
      if (asked.format === "verbose_json") return { status: 200, body: verbose(segments, asked) };
      return { status: 200, body: { text } };
    },
  },
  "whisper.cpp": {
    paths: ["/inference"],
    models: null,
    health: { status: 200, body: { status: "ok" } },
    missing: "File Not Found",
    blocks: true,
    stopsOnAbort: true,
    refuse({ hasFile, isWav }) {
      if (!hasFile) return { status: 400, body: { error: "no 'file' field in the request" } };
      return isWav ? null : { status: 400, body: { error: "failed to read audio data" } };
    },
    // A line for each segment, the space its first word has kept.
    answer(segments, asked) {
      const heard = segments.length > 0 ? segments : [" [BLANK_AUDIO]"];
      const text = heard.map((segment) => `${segment}\n`).join("");
      if (asked.format === "text") return { status: 200, body: text, type: "text/html; charset=utf-8" };
      const names: Record<string, string> = { ko: "korean", en: "english", ja: "japanese", zh: "chinese" };
      const name = names[asked.language ?? "en"];
      return {
        status: 200,
        body: asked.format === "verbose_json" ? verbose(segments, asked, name) : { text },
      };
    },
  },
  vllm: {
    paths: [OPENAI_PATH],
    models: {
      object: "list",
      data: [{ id: VLLM_MODEL, object: "model", owned_by: "vllm", max_model_len: 448 }],
    },
    health: { status: 200, body: "" },
    missing: { detail: "Not Found" },
    blocks: false,
    stopsOnAbort: true,
    refuse({ model, language, format, hasFile, isWav }) {
      if (!hasFile) return vllmError(400, "Bad Request", "1 validation error: file: Field required");
      if (model !== undefined && model !== VLLM_MODEL)
        return vllmError(404, "NotFoundError", `The model \`${model}\` does not exist.`);
      if (!["text", "json", "verbose_json"].includes(format))
        return vllmError(
          400,
          "BadRequestError",
          "Currently only support response_format: `text`, `json` or `verbose_json`",
        );
      if (language !== undefined && !LANGUAGES.includes(language))
        return vllmError(
          400,
          "BadRequestError",
          `Unsupported language: '${language}'. Must be one of ${LANGUAGES}`,
        );
      return isWav ? null : vllmError(400, "BadRequestError", "Invalid or unsupported audio file.");
    },
    // Whatever form is asked for, it comes as an object.
    answer(segments, asked) {
      const text = segments.join("");
      const usage = { type: "duration", seconds: Math.ceil(asked.seconds) };
      if (asked.format === "verbose_json") return { status: 200, body: verbose(segments, asked) };
      return { status: 200, body: { text, usage } };
    },
  },
};
