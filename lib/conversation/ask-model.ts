import { setImmediate } from "node:timers/promises";
import { isLocale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { LanguagePart } from "@/lib/llm/engine";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { PreparedPrompt } from "./prompt/play-prompt";
import type { TurnRun } from "./run-turn";

/** Builds the prompt and asks the play's model. A prompt it refuses as too long is made shorter, once. */
export async function* askModel(run: TurnRun): AsyncGenerator<LanguagePart> {
  const { prompt, turn } = run;
  const first = await prompt.prepare(turn.abort.signal);
  let isSaying = false;
  try {
    for await (const part of ask(run, first)) {
      isSaying = true;
      yield part;
    }
    return;
  } catch (error) {
    if (isSaying || !(error instanceof UpstreamError)) throw error;
    if (error.isBlocked) return yield* standIn(run);
    if (!error.isContextOverflow) throw error;
  }
  prompt.shrink();
  yield* ask(run, await prompt.prepare(turn.abort.signal));
}

/** A play goes on where a service's filters hold the whole answer back: in character, spoken, and said to be no answer. */
function* standIn({ turn, play, locale }: TurnRun): Generator<LanguagePart> {
  const code = "ANSWER_BLOCKED";
  turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`) } });
  const delta = sentence(isLocale(play.language) ? play.language : locale, "stand_in_blocked");
  yield { type: "text", delta };
  yield { type: "finish", reason: "stop", promptTokens: 0, completionTokens: 0 };
}

async function* ask(run: TurnRun, prompt: PreparedPrompt): AsyncGenerator<LanguagePart> {
  const { deps, turn, play, chosen, temperature, locale } = run;
  const answer = chosen.engine
    .streamText(
      {
        model: chosen.model,
        messages: prompt.messages,
        temperature,
        maxTokens: prompt.maxTokens,
        cast: { characterId: play.characterId, name: play.characterName, language: play.language },
      },
      deps.engineContext(turn.abort.signal),
    )
    [Symbol.asyncIterator]();
  const first = answer.next();
  first.catch(() => undefined);
  // What is left to do is done while the model reads.
  await setImmediate();
  if ((await prompt.keep()) && !turn.isSummarized) {
    turn.isSummarized = true;
    const code = "CONTEXT_SUMMARIZED";
    turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`) } });
  }
  try {
    for (let next = await first; !next.done; next = await answer.next()) yield next.value;
  } finally {
    await answer.return?.();
  }
}
