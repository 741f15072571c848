import { z } from "zod";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { joinUrl, readText, request, type UpstreamRequest } from "@/lib/upstream/http";
import { fetchOpenApi, jsonOrNull, type OpenApiDocument } from "./openapi-document";
import { silentEngineState } from "./silent-engine";

export interface ProbeTarget {
  baseUrl: string;
  apiPath: string;
  believed: boolean;
}

interface Page {
  status: number;
  text: string;
}

const ANSWER_MS = 1_500;
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

const refusal = z.object({ message: z.string() });

/**
 * Whether GPT-SoVITS `api_v2` is at this address, within about two seconds and without starting a
 * synthesis. Reasons: `refused`, `busy`, `gradio_page` (its web page instead of its API), `older_gpt_sovits` (api.py or
 * api2.py), `unknown_service`. Rejects only with UpstreamError `aborted`.
 */
export async function probeGptSovits(target: ProbeTarget, context: EngineContext): Promise<EngineHealth> {
  try {
    const description = await fetchOpenApi(target.baseUrl, context);
    if (description && describesApiV2(description, target.apiPath)) return { state: "up" };
    if (description && rootServerOf(description)) return { state: "down", reason: "older_gpt_sovits" };
    if (!target.believed && (await refusesEmptyRequest(target, context))) return { state: "up" };
    if (await showsGradio(target, context)) return { state: "down", reason: "gradio_page" };
    return target.believed ? { state: "up" } : { state: "down", reason: "unknown_service" };
  } catch (error) {
    return silentEngineState(error, target, context);
  }
}

/** An address that has answered once and is believed need not answer this one. */
async function showsGradio(target: ProbeTarget, context: EngineContext): Promise<boolean> {
  try {
    return await isGradioPage(target.baseUrl, context);
  } catch (error) {
    if (target.believed && !context.signal.aborted) return false;
    throw error;
  }
}

/** Whether the address shows a page made with Gradio. Do not ask one of the servers that speak at `/`. */
export async function isGradioPage(baseUrl: string, context: EngineContext): Promise<boolean> {
  return /gradio/i.test((await fetchPage({ baseUrl }, "/", {}, context)).text);
}

async function fetchPage(
  target: Pick<ProbeTarget, "baseUrl">,
  path: string,
  options: Omit<UpstreamRequest, "answerMs">,
  context: EngineContext,
): Promise<Page> {
  const limits = { ...options, answerMs: ANSWER_MS };
  const answer = await request(joinUrl(target.baseUrl, path), limits, context);
  return { status: answer.status, text: await readText(answer, MAX_PAGE_BYTES) };
}

export function describesApiV2({ paths, components }: OpenApiDocument, apiPath = "/tts"): boolean {
  const speaks = "/tts" in paths || apiPath in paths;
  return speaks && ("/set_gpt_weights" in paths || "TTS_Request" in (components?.schemas ?? {}));
}

/**
 * Whether one of the servers that speak at `/` is there. Nothing but its description is asked for: `/` would make it
 * speak, or fail in its log. Reasons: `refused`, `busy`, `unknown_service`.
 */
export async function probeRootServer(
  target: Pick<ProbeTarget, "baseUrl" | "believed">,
  context: EngineContext,
): Promise<EngineHealth> {
  try {
    const document = await fetchOpenApi(target.baseUrl, context);
    const isKnown = document !== null && rootServerOf(document) !== null;
    return isKnown || target.believed ? { state: "up" } : { state: "down", reason: "unknown_service" };
  } catch (error) {
    return silentEngineState(error, target, context);
  }
}

/** api2 has nothing but `/`; api.py can change its reference and its model. */
export function rootServerOf({ paths }: OpenApiDocument): "gpt-sovits-api2" | "gpt-sovits-api" | null {
  if (!("/" in paths)) return null;
  if ("/set_model" in paths || "/change_refer" in paths) return "gpt-sovits-api";
  return Object.keys(paths).length === 1 ? "gpt-sovits-api2" : null;
}

/** api_v2 checks its parameters by hand: an empty request is 400 with a `message`, whatever the locale. */
export async function refusesEmptyRequest(
  target: Pick<ProbeTarget, "baseUrl" | "apiPath">,
  context: EngineContext,
): Promise<boolean> {
  const page = await fetchPage(target, target.apiPath, { method: "POST", json: {} }, context);
  return page.status === 400 && refusal.safeParse(jsonOrNull(page.text)).success;
}
