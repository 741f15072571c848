import type { EngineContext } from "@/lib/upstream/engine-context";
import { requestOk } from "@/lib/upstream/http";

const STOP_MS = 2_000;

/** KoboldCpp's models say whose they are. */
export const isKobold = (model: string): boolean => model.startsWith("koboldcpp/");

/** A name for one generation, under which it can be stopped. */
export const koboldKey = (): string => `KCPP${Math.floor(Math.random() * 1e9)}`;

/** Stops a generation: a closed connection alone does not. Never rejects. */
export async function stopKobold(
  url: string,
  genkey: string,
  headers: Record<string, string>,
  context: EngineContext,
): Promise<void> {
  const own = { ...context, signal: AbortSignal.timeout(STOP_MS) };
  const stop = { method: "POST" as const, json: { genkey }, headers, answerMs: STOP_MS };
  await requestOk(url, stop, own).then(
    (answer) => answer.close(),
    () => context.logger.debug("a KoboldCpp generation could not be stopped"),
  );
}
