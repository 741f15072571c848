import { expect, it, vi } from "vitest";
import { listSummaries } from "@/db/queries/memory";
import { createPlay, type NewMessage } from "@/db/queries/plays";
import { beginTurn } from "@/db/queries/turns";
import { ContextState } from "@/lib/conversation";
import { PlayPrompt } from "@/lib/conversation/prompt/play-prompt";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { lineRow, OWNER, playOf, playRow } from "../../../db/database-fixture";
import { actor, ask, conversationStage, never, reading } from "../conversation-fixture";

const stage = await conversationStage();
const { answers, db } = stage;
const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, 10_000);
const chosen = await stage.deps.language.choose(null, undefined);
const LONG = "바람이 차오. 강을 건너야 하오. ".repeat(6);
let count = 0;

/** A play with so many exchanges, and the turn that is to answer the last of its lines. */
async function playing(
  exchanges: number,
  context: number,
  more: { keepTurns?: number; choice?: "demo" } = {},
) {
  const id = `play-${++count}`;
  const lines: NewMessage[] = Array.from({ length: exchanges * 2 - 1 }, (_, at) =>
    lineRow(`${id}-${at}`, id, {
      role: at % 2 === 0 ? "user" : "assistant",
      content: `${at} ${LONG}`,
      parentId: at === 0 ? null : `${id}-${at - 1}`,
      createdAt: at,
    }),
  );
  await createPlay(db, OWNER, playRow(id, { persona: "의적" }), lines);
  const deps = {
    ...stage.deps,
    context: new ContextState({
      contextLength: context,
      summaryTrigger: 0.8,
      keepTurns: more.keepTurns ?? 16,
    }),
  };
  return { id, deps, answer: async () => (await answering(id, deps, more.choice ?? "engine")).prompt };
}

async function answering(id: string, deps: typeof stage.deps, choice: "engine" | "demo") {
  const play = await playOf(db, id);
  const messageId = crypto.randomUUID();
  const turn = { id: crypto.randomUUID(), playId: id, ownerId: OWNER.id, messageId, userMessageId: null };
  await beginTurn(db, play, {
    reply: {
      ...lineRow(messageId, id),
      role: "assistant",
      content: "",
      parentId: play.headMessageId,
      createdAt: 9000,
    },
    turn: { id: turn.id, messageId, status: "running", model: chosen.model, createdAt: 9000 },
    now: 9000,
  });
  const wishes = {
    play,
    character: null,
    chosen: { ...chosen, choice },
    persona: undefined,
    scenario: undefined,
    directorNote: undefined,
    maxTokens: 256,
    isContinued: false,
  };
  return { prompt: new PlayPrompt(deps, turn, wishes) };
}

const summaryRequests = () => answers.filter(({ prompt }) => prompt[0]?.content.includes("기록자"));
/** The next request for a summary after `before` of them. */
const nextSummary = (before: number) =>
  soon(() => {
    const request = summaryRequests()[before];
    if (!request) throw new Error("no summary was asked for");
    return request;
  });

it("what fits is sent whole, and nothing is summarised", async () => {
  const { answer } = await playing(3, 4096);
  const before = summaryRequests().length;
  const prompt = await answer();
  const prepared = await prompt.prepare(never);
  expect(prepared.messages).toHaveLength(6);
  expect(prepared.maxTokens).toBe(256);
  expect(await prepared.keep()).toBe(false);
  prompt.tend();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(summaryRequests()).toHaveLength(before);
});

it("after a turn older lines are folded in the background; the next prompt carries the summary, once as news", async () => {
  const { id, deps, answer } = await playing(4, 1150);
  const before = summaryRequests().length;
  (await answer()).tend();
  const request = await nextSummary(before);
  expect(request.prompt.at(-1)?.content).toContain(`0 ${LONG}`);
  request.say("둘은 강가에서 만났다.");
  request.finish();
  await deps.context.foldings.wait(id, never);
  const [summary] = await listSummaries(db, await playOf(db, id));
  expect(summary?.text).toBe("둘은 강가에서 만났다.");
  expect(summary?.tokensAfter).toBeLessThan(summary?.tokensBefore ?? 0);
  const next = await (await answer()).prepare(never);
  expect(await next.keep()).toBe(true);
  expect(next.messages[0]?.content).toContain("둘은 강가에서 만났다.");
  expect(next.messages.some(({ content }) => content.startsWith("0 "))).toBe(false);
  expect(await (await (await answer()).prepare(never)).keep()).toBe(false);
});

it("a summary a person made longer than there is room for is cut in the prompt, not where it is kept", async () => {
  const { id, answer } = await playing(1, 2000);
  const text = "둘은 강가에서 만났다. ".repeat(200).trim();
  await stage.conversation.memory.changeSummary(OWNER, id, { text, undo: false });
  const { messages } = await (await answer()).prepare(never);
  const told = messages[0]?.content.split("둘은 강가에서 만났다.").length ?? 0;
  expect(told).toBeGreaterThan(15);
  expect(told).toBeLessThan(40);
  expect((await stage.conversation.memory.summary(OWNER, id)).text).toBe(text);
});

it("a folding gives way to the next line while there is room, and is tried again", async () => {
  const { id, deps, answer } = await playing(4, 1150);
  const before = summaryRequests().length;
  (await answer()).tend();
  const request = await nextSummary(before);
  const prompt = await answer();
  expect((await prompt.prepare(never)).messages.length).toBeGreaterThan(7);
  await soon(() => expect(request.isAborted).toBe(true));
  await deps.context.foldings.wait(id, never);
  expect(await listSummaries(db, await playOf(db, id))).toEqual([]);
  prompt.tend();
  (await nextSummary(before + 1)).finish();
});

it("a prompt that would not fit waits for the folding that is under way", async () => {
  const { id, deps, answer } = await playing(8, 1600);
  const before = summaryRequests().length;
  (await answer()).tend();
  const request = await nextSummary(before);
  const prepared = (await answer()).prepare(never);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(request.isAborted).toBe(false);
  let told = before;
  const finishing = setInterval(() => {
    for (const one of summaryRequests().slice(told)) {
      told++;
      one.say("긴 길을 걸었다.");
      one.finish();
    }
  }, 5);
  expect((await prepared).messages[0]?.content).toContain("긴 길을 걸었다.");
  clearInterval(finishing);
  await deps.context.foldings.wait(id, never);
});

it("nobody waits while a long play from elsewhere is folded, step by step", async () => {
  const { id, deps, answer } = await playing(30, 1150);
  const before = summaryRequests().length;
  const prompt = await answer();
  const prepared = await prompt.prepare(never);
  expect(prepared.messages.at(-1)?.content).toContain(`58 ${LONG}`);
  expect(summaryRequests()).toHaveLength(before);
  prompt.tend();
  const first = await nextSummary(before);
  first.say("둘은 강가에서 만났다.");
  first.finish();
  await nextSummary(before + 1);
  // The next line is answered before the rest is folded, with what is known by now.
  const next = await (await answer()).prepare(never);
  expect(next.messages[0]?.content).toContain("둘은 강가에서 만났다.");
  await deps.context.foldings.interrupt(id);
});

it("where folding fails the oldest lines are left out this once", async () => {
  const { id, answer } = await playing(8, 1600);
  const before = summaryRequests().length;
  const prepared = (await answer()).prepare(never);
  (await nextSummary(before)).fail(new UpstreamError("unreachable", "gone"));
  const { messages } = await prepared;
  expect(messages.at(-1)?.content).toMatch(/^14 /);
  expect(messages.some(({ content }) => content.startsWith("0 "))).toBe(false);
  expect(await listSummaries(db, await playOf(db, id))).toEqual([]);
});

it("a line the model could never read is refused in words", async () => {
  const { answer } = await playing(1, 512);
  await expect((await answer()).prepare(never)).resolves.toMatchObject({ maxTokens: 256 });
  const { answer: tight } = await playing(1, 300);
  await expect((await tight()).prepare(never)).rejects.toMatchObject({ key: "prompt_too_long" });
});

it("the demo cast summarises nothing, however long the play", async () => {
  const { answer } = await playing(8, 1600, { choice: "demo" });
  const before = answers.length;
  const prompt = await answer();
  expect((await prompt.prepare(never)).messages.length).toBeGreaterThan(2);
  prompt.tend();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answers).toHaveLength(before);
});

it("the engine's own count takes the estimate's place near the limits", async () => {
  const { id, deps } = await playing(8, 1500);
  const counted: number[] = [];
  const engine = {
    ...chosen.engine,
    countTokens: async (_model: string, messages: { content: string }[]) => {
      counted.push(messages.length);
      // A tokenizer that needs half of what was estimated.
      return Math.round(messages.reduce((sum, { content }) => sum + content.length * 0.4, 0));
    },
  };
  const play = await playOf(db, id);
  const messageId = `${id}-14`;
  const turn = { id: "counted", playId: id, ownerId: OWNER.id, messageId, userMessageId: null };
  const prompt = new PlayPrompt(deps, turn, {
    play,
    character: null,
    chosen: { ...chosen, engine },
    persona: undefined,
    scenario: undefined,
    directorNote: undefined,
    maxTokens: 256,
    isContinued: true,
  });
  const { messages } = await prompt.prepare(never);
  expect(counted).toHaveLength(1);
  expect(messages).toHaveLength(16);
});

it("a prompt the engine refuses as too long is sent once more, shorter", async () => {
  const before = answers.length;
  const request = ask("그래서?", {
    session_id: "refused",
    messages: [
      ...Array.from({ length: 30 }, (_, at) => ({
        role: at % 2 === 0 ? "user" : "assistant",
        content: `${at} ${LONG}`,
      })),
      { role: "user", content: "그래서?" },
    ],
  });
  const { ended } = reading(await stage.conversation.begin(actor, "ko", request, never));
  let told = before;
  const sizes: number[] = [];
  const answering = setInterval(() => {
    for (const one of answers.slice(told)) {
      told++;
      if (one.prompt[0]?.content.includes("기록자")) {
        one.say("이야기.");
        one.finish();
      } else {
        sizes.push(one.prompt.reduce((sum, { content }) => sum + content.length, 0));
        one.fail(new UpstreamError("rejected", "too long", { isContextOverflow: true }));
      }
    }
  }, 5);
  const events = await ended;
  clearInterval(answering);
  expect(sizes).toHaveLength(2);
  expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
  expect(events.at(-1)).toMatchObject({ type: "error", data: { code: "ENGINE_ERROR" } });
});
