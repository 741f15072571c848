import { z } from "zod";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { getJson, joinUrl } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { EngineVoice } from "../engine";
import { fetchOpenApi, type OpenApiDocument } from "./openapi-document";
import { silentEngineState } from "./silent-engine";

const ANSWER_MS = 1_500;
const LIST_MS = 5_000;

const listedVoice = z.union([
  z.string().transform((id) => ({ id, name: id })),
  z.object({ id: z.string(), name: z.string().optional() }).transform(({ id, name = id }) => ({ id, name })),
  z.object({ name: z.string() }).transform(({ name }) => ({ id: name, name })),
]);
/** Names alone, objects, or a model's own beside uploaded ones. */
const voiceList = z.object({
  voices: z.array(listedVoice),
  uploaded_voices: z.array(listedVoice).default([]),
});
const health = z.object({ status: z.string() });

/** How a server lists its voices: names alone, objects, a model's own beside uploaded ones, or not at all. */
export type VoiceListShape = "names" | "objects" | "uploads" | "none";

/** The voices it lists, and in which of the shapes. */
export async function fetchVoiceList(
  baseUrl: string,
  context: EngineContext,
): Promise<{ shape: VoiceListShape; voices: EngineVoice[] }> {
  const none = { shape: "none" as const, voices: [] };
  try {
    const answer = await getJson(joinUrl(baseUrl, "/v1/audio/voices"), { answerMs: LIST_MS }, context);
    const listed = voiceList.safeParse(answer);
    if (!listed.success) return none;
    const all = [...listed.data.voices, ...listed.data.uploaded_voices];
    const voices = new Map(all.map((voice) => [voice.id, { ...voice, description: "" }]));
    return { shape: shapeOf(answer), voices: [...voices.values()] };
  } catch (error) {
    if (isMissing(error)) return none;
    throw error;
  }
}

function shapeOf(answer: unknown): VoiceListShape {
  if (z.object({ uploaded_voices: z.array(z.unknown()) }).safeParse(answer).success) return "uploads";
  return z.object({ voices: z.array(z.string()) }).safeParse(answer).success ? "names" : "objects";
}

/** The voices it lists; empty where it has no list. */
export async function fetchOpenAiVoices(baseUrl: string, context: EngineContext): Promise<EngineVoice[]> {
  return (await fetchVoiceList(baseUrl, context)).voices;
}

/**
 * Whether a speech server is there, by its list of voices, else by its description of itself: `/health` is everybody's.
 * A server that is still loading, or that blocks while it speaks, is `busy`.
 */
export async function probeOpenAiSpeech(
  { baseUrl, believed }: { baseUrl: string; believed: boolean },
  context: EngineContext,
): Promise<EngineHealth> {
  const ask = (path: string) =>
    getJson(joinUrl(baseUrl, path), { answerMs: ANSWER_MS }, context).catch((error) => {
      if (isMissing(error)) return null;
      throw error;
    });
  try {
    if (voiceList.safeParse(await ask("/v1/audio/voices")).success) return { state: "up" };
    const document = await fetchOpenApi(baseUrl, context);
    if (!believed && !(document && describesOpenAiSpeech(document))) {
      return { state: "down", reason: "unknown_service" };
    }
    const isLoading = health.safeParse(await ask("/health")).data?.status === "unk";
    return isLoading ? { state: "busy", reason: "busy" } : { state: "up" };
  } catch (error) {
    return silentEngineState(error, { baseUrl, believed }, context);
  }
}

export function describesOpenAiSpeech({ paths }: OpenApiDocument): boolean {
  return "/v1/audio/speech" in paths;
}

function isMissing(error: unknown): boolean {
  return error instanceof UpstreamError && (error.kind === "rejected" || error.kind === "malformed");
}
