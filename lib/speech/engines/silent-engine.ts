import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { listens } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const CONNECT_MS = 500;

/**
 * What an engine's failure to answer a look says of it. Reasons: `refused`, `busy`, `unknown_service`. Throws what is
 * no UpstreamError, and `aborted`.
 */
export async function silentEngineState(
  error: unknown,
  { baseUrl, believed }: { baseUrl: string; believed: boolean },
  context: EngineContext,
): Promise<EngineHealth> {
  if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
  if (error.kind === "saturated") return { state: "busy", reason: "busy" };
  if (error.kind === "malformed" || error.kind === "rejected") {
    return believed ? { state: "up" } : { state: "down", reason: "unknown_service" };
  }
  const busy = error.kind === "timeout" && (await listens(baseUrl, CONNECT_MS, context.signal));
  return busy ? { state: "busy", reason: "busy" } : { state: "down", reason: "refused" };
}
