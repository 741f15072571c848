import { z } from "zod";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { joinUrl, listens, readText, request, type UpstreamRequest } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

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
const CONNECT_MS = 500;
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

const openApiDocument = z.object({
  paths: z.record(z.string(), z.unknown()),
  components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }).optional(),
});
const refusal = z.object({ message: z.string() });

/**
 * Whether GPT-SoVITS `api_v2` is at this address, within about two seconds and without starting a
 * synthesis. Reasons: `refused`, `busy`, `gradio_page` (its web page instead of its API),
 * `unknown_service`. Rejects only with UpstreamError `aborted`.
 */
export async function probeGptSovits(target: ProbeTarget, context: EngineContext): Promise<EngineHealth> {
  const limits = { answerMs: ANSWER_MS };
  try {
    const description = await fetchPage(target, "/openapi.json", limits, context);
    if (describesApiV2(description.text, target.apiPath)) return { state: "up" };
    if (!target.believed && (await refusesEmptyRequest(target, limits, context))) return { state: "up" };
    const front = await frontPage(target, limits, context);
    if (/gradio/i.test(front)) return { state: "down", reason: "gradio_page" };
    return target.believed ? { state: "up" } : { state: "down", reason: "unknown_service" };
  } catch (error) {
    return silentState(error, target, context);
  }
}

/** Its text; an address that has answered once and is believed need not answer this one. */
async function frontPage(
  target: ProbeTarget,
  limits: UpstreamRequest,
  context: EngineContext,
): Promise<string> {
  try {
    return (await fetchPage(target, "/", limits, context)).text;
  } catch (error) {
    if (target.believed && !context.signal.aborted) return "";
    throw error;
  }
}

async function silentState(
  error: unknown,
  target: ProbeTarget,
  context: EngineContext,
): Promise<EngineHealth> {
  if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
  if (error.kind === "malformed") {
    return target.believed ? { state: "up" } : { state: "down", reason: "unknown_service" };
  }
  const busy = error.kind === "timeout" && (await listens(target.baseUrl, CONNECT_MS, context.signal));
  return busy ? { state: "busy", reason: "busy" } : { state: "down", reason: "refused" };
}

async function fetchPage(
  target: ProbeTarget,
  path: string,
  options: UpstreamRequest,
  context: EngineContext,
): Promise<Page> {
  const answer = await request(joinUrl(target.baseUrl, path), options, context);
  return { status: answer.status, text: await readText(answer, MAX_PAGE_BYTES) };
}

function describesApiV2(text: string, apiPath: string): boolean {
  const document = openApiDocument.safeParse(jsonOrNull(text));
  if (!document.success) return false;
  const { paths, components } = document.data;
  const speaks = "/tts" in paths || apiPath in paths;
  return speaks && ("/set_gpt_weights" in paths || "TTS_Request" in (components?.schemas ?? {}));
}

/** api_v2 checks its parameters by hand: an empty request is 400 with a `message`, whatever the locale. */
async function refusesEmptyRequest(
  target: ProbeTarget,
  limits: UpstreamRequest,
  context: EngineContext,
): Promise<boolean> {
  const page = await fetchPage(target, target.apiPath, { ...limits, method: "POST", json: {} }, context);
  return page.status === 400 && refusal.safeParse(jsonOrNull(page.text)).success;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
