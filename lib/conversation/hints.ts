import { z } from "zod";
import type { Owned } from "@/db/ownership";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { Hints } from "@/lib/contract/session";
import type { Locale } from "@/lib/i18n/locales";
import { draftObject } from "@/lib/llm/draft-object";
import type { PromptLine } from "@/lib/llm/engine";
import { SHRUNKEN } from "./context/window";
import type { ConversationDeps } from "./deps";
import { wantedModel } from "./pin-engines";
import { buildPrompt, toPromptLines } from "./prompt/build-prompt";
import { loadPrompt } from "./prompt/prompt-material";

const COUNT = 3;
const LONGEST = 200;
const MAX_TOKENS = 400;
/** Three lines that are alike are no choice. */
const TEMPERATURE = 0.9;
/** A person who waits for longer has long written their own. */
const LIMIT_MS = 60_000;

const WISHES: Record<Locale, string> = {
  ko: "(극을 잠시 멈춘다. 이번에는 당신의 역할이 아니라 당신과 이야기하는 사람의 다음 대사를 돕는다. 그 사람이 지금 할 수 있는, 서로 방향이 다른 한국어 대사 세 개를 쓴다. 저마다 그 사람의 말투로 한두 문장이며, 이름표와 번호는 붙이지 않는다.)",
  en: "(The play pauses. This once, help not your own role but the person you are talking with: write three lines they could say next, in English, each leading somewhere else, one or two sentences in their own manner, without name tags or numbers.)",
  ja: "（劇をいったん止める。今回は自分の役ではなく、話している相手の次の台詞を手伝う。その人がいま言える、向かう先の違う日本語の台詞を三つ書く。それぞれその人の口調で一、二文、名札や番号は付けない。）",
  zh: "（暂停演出。这一次不是写你自己的角色，而是帮助与你交谈的人：用中文写出对方接下来可以说的三句台词，方向各不相同，各用对方的口吻写一两句，不加名字和编号。）",
};

/** As a model writes a line it was asked for: numbered, in quotes, with a dash before it. */
const WRAPPED = /^(?:\d+[.)]\s*|[-•]\s+)?["“「『]?(.*?)["”」』]?$/s;

const hint = z
  .string()
  .transform((line) => line.trim().replace(WRAPPED, "$1").trim().slice(0, LONGEST).toWellFormed());
const schema = z.object({
  hints: z
    .array(hint.describe("one line the person could say"))
    .min(COUNT)
    .transform((lines) => [...new Set(lines)].filter((line) => line !== "").slice(0, COUNT))
    .refine((lines) => lines.length === COUNT, "three different lines are needed"),
});

/**
 * Three replies the person could give next, by the model the play is on, from what it knows of the play; nothing is
 * stored. Throws SERVICE_UNAVAILABLE in a play of the demo cast (it has no model), and what engines fail with.
 */
export async function draftHints(
  deps: ConversationDeps,
  actor: Actor,
  play: Owned<Play>,
  signal: AbortSignal,
): Promise<Hints> {
  const { language } = deps;
  const chosen = await language.choose(play.languageEngine, wantedModel(play, undefined));
  if (chosen.choice === "demo") throw new AppError("SERVICE_UNAVAILABLE", { key: "hints_unavailable" });
  const character = play.characterId
    ? await deps.findCharacter(actor, play.characterId, play.language)
    : null;
  const wishes = {
    play,
    character,
    chosen,
    persona: undefined,
    scenario: undefined,
    directorNote: undefined,
  };
  const { material, window, meter } = await loadPrompt(
    deps,
    { ...wishes, maxTokens: MAX_TOKENS, isContinued: false },
    () => true,
    play.headMessageId,
    1,
  );
  const wish: PromptLine = { role: "user", content: WISHES[play.language] };
  const room = window.budget - meter.message(wish.content);
  // The play's own prompt, so that what the engine has read of it already need not be read again.
  const prompt = (share: number): PromptLine[] => {
    const { messages } = buildPrompt({ ...material, needsCue: false }, room * share, meter);
    return [...toPromptLines(messages), wish];
  };
  return draftObject(
    {
      language,
      chosen,
      context: deps.engineContext,
      signal,
      limitMs: LIMIT_MS,
      told: { offline: "hints_broken", timeout: "hints_timeout", failed: "hints_failed" },
    },
    {
      messages: prompt(1),
      shorter: () => prompt(SHRUNKEN),
      temperature: TEMPERATURE,
      maxTokens: MAX_TOKENS,
      schema,
    },
  );
}
