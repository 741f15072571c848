import { PARAMETER_NAMES } from "./tts-parameters";

const TYPES: Record<string, object> = {
  streaming_mode: { anyOf: [{ type: "boolean" }, { type: "integer" }], default: false },
  overlap_length: { type: "integer", default: 2 },
  min_chunk_length: { type: "integer", default: 16 },
};
const SINCE_TOKEN_STREAMING = ["overlap_length", "min_chunk_length"];

/** The parts of FastAPI's document a client detects the API and its features by. */
export function openApiDocument(tokenStreaming: boolean): object {
  const names = PARAMETER_NAMES.filter((name) => tokenStreaming || !SINCE_TOKEN_STREAMING.includes(name));
  const properties: Record<string, object> = Object.fromEntries(
    names.map((name) => [name, { title: name, ...TYPES[name] }]),
  );
  if (!tokenStreaming)
    properties.streaming_mode = { title: "streaming_mode", type: "boolean", default: false };
  const operation = (...parameters: string[]) => ({
    parameters: parameters.map((name) => ({
      name,
      in: "query",
      required: false,
      schema: { type: "string" },
    })),
    responses: { "200": { description: "Successful Response" } },
  });
  const reference = { $ref: "#/components/schemas/TTS_Request" };
  return {
    openapi: "3.1.0",
    info: { title: "FastAPI", version: "0.1.0" },
    paths: {
      "/control": { get: operation("command") },
      "/tts": {
        get: operation(...names),
        post: {
          ...operation(),
          requestBody: { content: { "application/json": { schema: reference } }, required: true },
        },
      },
      "/set_refer_audio": { get: operation("refer_audio_path") },
      "/set_gpt_weights": { get: operation("weights_path") },
      "/set_sovits_weights": { get: operation("weights_path") },
    },
    components: { schemas: { TTS_Request: { type: "object", title: "TTS_Request", properties } } },
  };
}
