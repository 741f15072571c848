import "server-only";

export { createOpenAiTranscription, type OpenAiTranscriptionOptions } from "./openai-transcription";
export { Recognition } from "./recognition";
