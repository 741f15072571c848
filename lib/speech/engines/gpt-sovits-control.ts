import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, request, statusError } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const ANSWER_MS = 10_000;

/**
 * `/control` of the GPT-SoVITS servers: GET, and POST where GET is 405. The process ends before it answers, so that a
 * broken connection and a 500 are success; rejects with UpstreamError where nothing listens, or it is not known.
 */
export async function controlGptSovits(
  baseUrl: string,
  command: "restart" | "exit",
  context: EngineContext,
): Promise<void> {
  const url = joinUrl(baseUrl, "/control");
  const limits = { answerMs: ANSWER_MS };
  try {
    let answer = await request(`${url}?${new URLSearchParams({ command })}`, limits, context);
    if (answer.status === 405) {
      answer.close();
      answer = await request(url, { ...limits, method: "POST", json: { command } }, context);
    }
    if (answer.status >= 400 && answer.status < 500) throw await statusError(answer, context);
    answer.close();
  } catch (error) {
    if (!brokeOff(error)) throw error;
  }
}

/** The connection was there and went away; not one that was never made. */
function brokeOff(error: unknown): boolean {
  if (!(error instanceof UpstreamError) || error.kind !== "unreachable" || error.status !== undefined)
    return false;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(String(cause.code))) return true;
  }
  return false;
}
