import type { EngineContext } from "@/lib/upstream/engine-context";
import type { SpeechCapabilities, SpeechEngineKind } from "./engine";
import { describesApiV2, isGradioPage, refusesEmptyRequest, rootServerOf } from "./engines/gpt-sovits-probe";
import { higgsRevision } from "./engines/higgs-probe";
import { describesOpenAiSpeech, fetchVoiceList } from "./engines/openai-speech-voices";
import { fetchOpenApi, fieldsOf, type OpenApiDocument } from "./engines/openapi-document";
import { silentEngineState } from "./engines/silent-engine";
import { createSpeechEngine } from "./registry";

export type DetectedKind = Exclude<SpeechEngineKind, "embedded">;

export interface Detection {
  /** Null: no speech engine we know, or none that says so now. */
  kind: DetectedKind | null;
  state: "up" | "busy" | "down";
  /** What it tells of its revision. */
  hints: Record<string, string | number | boolean>;
  capabilities: SpeechCapabilities | null;
  /** Keys of sentences for the admin. */
  problems: string[];
}

type Found = Pick<Detection, "kind" | "hints" | "problems"> & { voice?: string | undefined };

/**
 * What speech engine answers at an address. Only asks for descriptions and lists, never for sound: an engine that
 * speaks meanwhile is `busy` and goes on. Takes about two seconds at most for each of up to four questions. Rejects only
 * with UpstreamError `aborted`.
 */
export async function detectSpeechEngine(baseUrl: string, context: EngineContext): Promise<Detection> {
  try {
    const document = await fetchOpenApi(baseUrl, context);
    const found = (document && described(document)) ?? (await undescribed(baseUrl, document, context));
    return await completed(baseUrl, found, context);
  } catch (error) {
    const { state, reason } = await silentEngineState(error, { baseUrl, believed: false }, context);
    return { kind: null, state, hints: {}, capabilities: null, problems: reason ? [`reason_${reason}`] : [] };
  }
}

function described(document: OpenApiDocument): Found | null {
  if (describesApiV2(document)) {
    const hasModes = fieldsOf(document, "TTS_Request").includes("overlap_length");
    return found("gpt-sovits", { token_streaming: hasModes }, hasModes ? [] : ["detected_no_modes"]);
  }
  const root = rootServerOf(document);
  if (root === "gpt-sovits-api") return found(root, {}, ["detected_wav_needed"]);
  if (root) return found(root, {}, ["detected_no_korean", "detected_one_model"]);
  const revision = higgsRevision(document);
  if (revision) return found("higgs", { revision });
  return describesOpenAiSpeech(document) ? found("openai") : null;
}

/** For servers that do not describe themselves, or only as something else. */
async function undescribed(
  baseUrl: string,
  document: OpenApiDocument | null,
  context: EngineContext,
): Promise<Found> {
  if (!document && (await refusesEmptyRequest({ baseUrl, apiPath: "/tts" }, context)))
    return found("gpt-sovits");
  if ((await fetchVoiceList(baseUrl, context)).shape !== "none") return found("openai");
  const isGradio = await isGradioPage(baseUrl, context);
  return { kind: null, hints: {}, problems: [isGradio ? "reason_gradio_page" : "reason_unknown_service"] };
}

async function completed(baseUrl: string, first: Found, context: EngineContext): Promise<Detection> {
  const { kind, hints, problems, voice } =
    first.kind === "openai" ? await withVoices(baseUrl, first, context) : first;
  const engine =
    kind && createSpeechEngine(kind, { baseUrl, apiPath: undefined, believed: true, options: { voice } });
  if (!engine) return { kind, state: "down", hints, capabilities: null, problems };
  const { state } = await engine.checkHealth(context);
  const isLoading = kind === "higgs" && state === "busy";
  const all = isLoading ? [...problems, "detected_model_loading"] : problems;
  return { kind, state, hints, capabilities: engine.capabilities, problems: all };
}

async function withVoices(baseUrl: string, { hints }: Found, context: EngineContext): Promise<Found> {
  const { shape, voices } = await fetchVoiceList(baseUrl, context);
  const voice = voices[0]?.id;
  const engine = createSpeechEngine("openai", {
    baseUrl,
    apiPath: undefined,
    believed: true,
    options: { voice },
  });
  const problems = [
    ...(shape === "none" ? ["detected_no_voice_list"] : []),
    ...(engine?.capabilities.languages.includes("ko") ? [] : ["detected_no_korean"]),
  ];
  return { kind: "openai", hints: { ...hints, voice_list: shape, voices: voices.length }, problems, voice };
}

function found(kind: DetectedKind, hints: Found["hints"] = {}, problems: string[] = []): Found {
  return { kind, hints, problems };
}
