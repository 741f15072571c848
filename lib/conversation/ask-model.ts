import { setImmediate } from "node:timers/promises";
import { isLocale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { LanguagePart } from "@/lib/llm/engine";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { PreparedPrompt } from "./prompt/play-prompt";
import type { TurnRun } from "./run-turn";

/** An answer whose first part is there. */
interface BegunAnswer {
  first: IteratorResult<LanguagePart>;
  /** The parts after it. */
  rest: AsyncIterator<LanguagePart> | Iterator<LanguagePart>;
}

/** Builds the prompt and asks the play's model. A prompt it refuses as too long is made shorter, once. */
export async function* askModel(run: TurnRun): AsyncGenerator<LanguagePart> {
  const { first, rest } = await begin(run);
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Whatever an engine refuses, it refuses before the first part. */
async function begin(run: TurnRun): Promise<BegunAnswer> {
  const { prompt, turn } = run;
  const whole = await prompt.prepare(turn.abort.signal);
  try {
    return await ask(run, whole);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (error.isBlocked) return standIn(run);
    if (!error.isContextOverflow) throw error;
  }
  prompt.shrink();
  return ask(run, await prompt.prepare(turn.abort.signal));
}

/** A play goes on where a service's filters hold the whole answer back: in character, spoken, and said to be no answer. */
function standIn({ turn, play, locale }: TurnRun): BegunAnswer {
  const code = "ANSWER_BLOCKED";
  turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`) } });
  const delta = sentence(isLocale(play.language) ? play.language : locale, "stand_in_blocked");
  const finish = { type: "finish", reason: "stop", promptTokens: 0, completionTokens: 0 } as const;
  return { first: { value: { type: "text", delta } }, rest: [finish].values() };
}

async function ask(run: TurnRun, prompt: PreparedPrompt): Promise<BegunAnswer> {
  const { deps, turn, play, chosen, temperature, locale } = run;
  const rest = chosen.engine
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
  const first = rest.next();
  first.catch(() => undefined);
  // What is left to do is done while the model reads.
  await setImmediate();
  if ((await prompt.keep()) && !turn.isSummarized) {
    turn.isSummarized = true;
    const code = "CONTEXT_SUMMARIZED";
    turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`) } });
  }
  return { first: await first, rest };
}
