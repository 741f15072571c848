import { saveProgress } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import { endTurn } from "@/db/queries/turns";
import type { Locale } from "@/lib/i18n/locales";
import type { ChosenModel } from "@/lib/llm/directory";
import type { LanguagePart, PromptLine } from "@/lib/llm/engine";
import { createSegmenter } from "@/lib/speech/segmenter";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { ConversationDeps } from "./deps";
import type { LineSpeech } from "./line-speech";
import type { Turn } from "./turn";
import { toAppErrorCode } from "./turn-error";

export interface TurnRun {
  deps: ConversationDeps;
  turn: Turn;
  play: Play;
  chosen: ChosenModel;
  prompt: PromptLine[];
  temperature: number;
  maxTokens: number;
  /** Null when nothing is to be spoken. */
  speech: LineSpeech | null;
  /** What the line says already, where it is continued. */
  spokenBefore: string;
  locale: Locale;
}

/** A line without a sentence's end is stored at least this often. */
const SAVE_EVERY_MS = 1000;

/**
 * Runs a turn to its end: text to its readers as it comes, segments to speech, every sentence to disk.
 * Never rejects: what goes wrong becomes the turn's `error` event, and what was said is kept.
 */
export async function runTurn(run: TurnRun): Promise<void> {
  const { deps, turn, speech } = run;
  const segmenter = createSegmenter();
  let content = run.spokenBefore;
  let savedAt = deps.now();
  let finish: Extract<LanguagePart, { type: "finish" }> | null = null;
  let failure: unknown = null;
  let carried = "";
  const offset = content.length;
  const save = async () => {
    savedAt = deps.now();
    await saveProgress(deps.db, turn.identity.messageId, content);
  };
  const speak = async (segments: ReturnType<typeof segmenter.push>) => {
    for (const segment of segments) {
      const { start, end } = segment;
      await speech?.speak({ ...segment, start: start + offset, end: end + offset });
    }
    if (segments.length > 0) await save();
  };
  try {
    for await (const part of stream(run)) {
      if (part.type === "finish") {
        finish = part;
        break;
      }
      const { whole, half } = splitSurrogate(carried + part.delta);
      carried = half;
      const delta = whole.toWellFormed();
      if (delta === "") continue;
      content += delta;
      turn.append({ type: "text", data: { delta } });
      await speak(segmenter.push(delta));
      if (deps.now() - savedAt > SAVE_EVERY_MS) await save();
    }
    if (!finish && !turn.abort.signal.aborted) {
      throw new UpstreamError("malformed", "the engine's answer has no end");
    }
  } catch (error) {
    failure = error;
  }
  // What a model said before it broke off is spoken too: the page shows it, so it is heard.
  if (!turn.abort.signal.aborted) {
    await speak(segmenter.flush()).catch((error) => {
      failure ??= error;
    });
  }
  await close(run, content, finish, failure);
}

/** A character cut in two by the engine waits for its other half. */
function splitSurrogate(text: string): { whole: string; half: string } {
  const last = text.charCodeAt(text.length - 1);
  const isHigh = last >= 0xd800 && last <= 0xdbff;
  return isHigh ? { whole: text.slice(0, -1), half: text.slice(-1) } : { whole: text, half: "" };
}

function stream({ deps, turn, play, chosen, prompt, temperature, maxTokens }: TurnRun) {
  return chosen.engine.streamText(
    {
      model: chosen.model,
      messages: prompt,
      temperature,
      maxTokens,
      cast: { characterId: play.characterId, name: play.characterName, language: play.language },
    },
    deps.engineContext(turn.abort.signal),
  );
}

async function close(
  run: TurnRun,
  content: string,
  finish: Extract<LanguagePart, { type: "finish" }> | null,
  failure: unknown,
): Promise<void> {
  const { deps, turn, play, chosen, speech, locale } = run;
  const isCancelled = turn.abort.signal.aborted;
  const isWhole = finish !== null && failure === null && !isCancelled;
  const error = !isWhole && !isCancelled ? toAppErrorCode(failure, locale) : null;
  if (error) {
    deps.logger.warn({ turn: turn.identity.id, code: error.code, err: failure }, "turn broke off");
    if (failure instanceof UpstreamError && failure.kind === "unreachable")
      deps.language.reportLost(chosen.engine);
  }
  let audio: string | null = null;
  try {
    audio = (await speech?.finishLine()) ?? null;
    await endTurn(deps.db, {
      playId: play.id,
      turnId: turn.identity.id,
      messageId: turn.identity.messageId,
      content,
      messageStatus: isWhole ? "complete" : "interrupted",
      turnStatus: isWhole ? "done" : isCancelled ? "cancelled" : "failed",
      finishReason: isCancelled ? "cancelled" : (finish?.reason ?? null),
      errorCode: error?.code ?? null,
      promptTokens: finish?.promptTokens ?? 0,
      completionTokens: finish?.completionTokens ?? 0,
      now: deps.now(),
    });
  } catch (cause) {
    deps.logger.error({ turn: turn.identity.id, err: cause }, "turn's end could not be stored");
    turn.append({ type: "error", data: toAppErrorCode(cause, locale) });
    turn.end();
    return;
  }
  if (error) turn.append({ type: "error", data: error });
  else {
    turn.append({
      type: "done",
      data: {
        content,
        usage: { prompt_tokens: finish?.promptTokens ?? 0, completion_tokens: finish?.completionTokens ?? 0 },
        finish_reason: isCancelled ? "cancelled" : (finish?.reason ?? "stop"),
        context_summarized: false,
        audio_url: audio,
      },
    });
  }
  turn.end();
}
