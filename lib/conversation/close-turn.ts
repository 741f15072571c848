import { endTurn, noteFirstAudio } from "@/db/queries/turn-endings";
import type { TurnOutcome, TurnRun } from "./run-turn";
import { toEvent, toTurnError } from "./turn-error";

/**
 * Stores how a turn ended and tells its readers `done` or `error`. Never rejects, and the turn is over
 * afterwards whatever the disk says: nobody waits for an end that does not come.
 */
export async function closeTurn(run: TurnRun, outcome: TurnOutcome): Promise<void> {
  const { deps, turn, play, chosen, locale } = run;
  const { content, finish } = outcome;
  const failure = await deps.language.explain(chosen.engine, outcome.failure);
  const isCancelled = turn.abort.signal.aborted;
  const isWritten = finish !== null && failure === null;
  const isWhole = isWritten && !isCancelled;
  let error = isWhole || isCancelled ? null : toTurnError(failure);
  if (error) deps.logger.warn({ turn: turn.identity.id, code: error.code, err: failure }, "turn broke off");
  const usage = { promptTokens: finish?.promptTokens ?? 0, completionTokens: finish?.completionTokens ?? 0 };
  const finishReason = isCancelled ? "cancelled" : (finish?.reason ?? null);
  let audio: string | null = null;
  try {
    audio = await wholeLineAudio(run);
    await endTurn(deps.db, play, {
      turnId: turn.identity.id,
      messageId: turn.identity.messageId,
      content,
      // Stopped while its last words were being spoken, it is written to its end: there is nothing to continue.
      messageStatus: isWritten ? "complete" : "interrupted",
      turnStatus: isWhole ? "done" : isCancelled ? "cancelled" : "failed",
      finishReason,
      errorCode: error?.code ?? null,
      ...usage,
      clock: {
        firstTokenMs: turn.reachedMs("first_token"),
        firstSegmentMs: turn.reachedMs("first_segment"),
        firstAudioMs: turn.reachedMs("first_audio"),
        doneMs: Math.round(turn.elapsedMs()),
      },
      now: deps.now(),
    });
    noteLateAudio(run);
  } catch (cause) {
    deps.logger.error({ turn: turn.identity.id, err: cause }, "turn's end could not be stored");
    error = toTurnError(cause);
  }
  turn.failure = error;
  deps.metrics.turnEnded(chosen.engine.kind, isWhole ? "done" : isCancelled ? "cancelled" : "failed");
  if (error) turn.append({ type: "error", data: toEvent(error, locale) });
  else {
    const { promptTokens: prompt_tokens, completionTokens: completion_tokens } = usage;
    turn.append({
      type: "done",
      data: {
        content,
        usage: { prompt_tokens, completion_tokens },
        finish_reason: finishReason ?? "stop",
        context_summarized: turn.isSummarized,
        audio_url: audio,
      },
    });
  }
  turn.end();
}

/** Of a short line the first sound may come after the last word. */
function noteLateAudio({ deps, turn, play }: TurnRun): void {
  if (turn.reachedMs("first_audio") !== null) return;
  const tell = turn.onStage;
  turn.onStage = (stage, ms) => {
    tell(stage, ms);
    if (stage !== "first_audio") return;
    noteFirstAudio(deps.db, play, turn.identity.id, Math.round(ms)).catch((error: unknown) => {
      deps.logger.warn({ turn: turn.identity.id, err: error }, "the turn's first sound could not be noted");
    });
  };
}

/** The file of the whole line's sound. Without it the line is kept all the same. */
async function wholeLineAudio({ deps, turn, speech }: TurnRun): Promise<string | null> {
  try {
    return (await speech?.finishLine()) ?? null;
  } catch (error) {
    deps.logger.warn({ turn: turn.identity.id, err: error }, "the line's sound could not be noted");
    return null;
  }
}
