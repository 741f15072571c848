import { describe, expect, it } from "vitest";
import { insertSummary, isFirstCarrier, noteCarried } from "@/db/queries/memory";
import { createPlay, type NewPlay } from "@/db/queries/plays";
import { savePrompt } from "@/db/queries/prompts";
import { endTurn } from "@/db/queries/turn-endings";
import { beginTurn } from "@/db/queries/turns";
import { MAX_PINS, putPromptSettings } from "@/lib/contract/memory";
import { lineRow, OTHER, OWNER, playOf, playRow } from "../../../db/database-fixture";
import { conversationStage } from "../conversation-fixture";

const { conversation, db } = await conversationStage();
const { memory } = conversation;
let count = 0;

/** A play of two lines; `told` is the line its head is at. */
async function newPlay(more: Partial<NewPlay> = {}): Promise<string> {
  const id = `remembered-${++count}`;
  await createPlay(db, OWNER, playRow(id, more), [
    lineRow(`${id}-1`, id),
    lineRow(`${id}-2`, id, { parentId: `${id}-1`, role: "assistant" }),
  ]);
  return id;
}
const fold = async (playId: string, text: string, foldedUntil: string | null) =>
  insertSummary(db, await playOf(db, playId), {
    text,
    foldedUntil,
    tokensBefore: 900,
    tokensAfter: 90,
    createdAt: 1,
  });

describe("the summary", () => {
  it("is empty where nothing was folded", async () => {
    expect(await memory.summary(OWNER, await newPlay())).toEqual({
      text: "",
      folded_until: null,
      tokens_before: 0,
      tokens_after: 0,
      can_undo: false,
    });
  });

  it("is seen, rewritten, and taken back a folding at a time", async () => {
    const id = await newPlay();
    await fold(id, "처음 이야기", `${id}-1`);
    await fold(id, "다음 이야기", `${id}-2`);
    expect(await memory.summary(OWNER, id)).toMatchObject({
      text: "다음 이야기",
      folded_until: `${id}-2`,
      tokens_before: 900,
      tokens_after: 90,
    });
    const rewritten = await memory.changeSummary(OWNER, id, { text: " 내가 고친 이야기 ", undo: false });
    expect(rewritten).toMatchObject({
      text: "내가 고친 이야기",
      folded_until: `${id}-2`,
      tokens_before: 900,
    });
    expect(rewritten.tokens_after).toBeLessThan(90);
    expect(await memory.changeSummary(OWNER, id, { undo: true })).toMatchObject({ text: "처음 이야기" });
    expect(await memory.changeSummary(OWNER, id, { undo: true })).toMatchObject({
      text: "",
      can_undo: false,
    });
    expect(await memory.changeSummary(OWNER, id, { undo: true })).toMatchObject({ text: "" });
  });

  it("may be a person's own before anything was folded", async () => {
    const id = await newPlay();
    await memory.changeSummary(OWNER, id, { text: "둘은 오랜 벗이다.", undo: false });
    expect(await memory.summary(OWNER, id)).toMatchObject({ text: "둘은 오랜 벗이다.", folded_until: null });
  });

  it("of what was told on another branch does not hold", async () => {
    const id = await newPlay();
    await fold(id, "함께 겪은 일", `${id}-1`);
    await fold(id, "다른 갈래의 일", "a-line-of-another-branch");
    expect(await memory.summary(OWNER, id)).toMatchObject({ text: "함께 겪은 일" });
  });

  it("is news in one answer alone, also when that is asked for twice", async () => {
    const id = await newPlay();
    const summary = await fold(id, "이야기", `${id}-1`);
    const play = await playOf(db, id);
    expect(await noteCarried(db, play, summary.id, `${id}-2`)).toBe(true);
    expect(await noteCarried(db, play, summary.id, `${id}-2`)).toBe(true);
    expect(await noteCarried(db, play, summary.id, `${id}-1`)).toBe(false);
    expect(await isFirstCarrier(db, play, `${id}-2`)).toBe(true);
    expect(await isFirstCarrier(db, play, `${id}-1`)).toBe(false);
  });
});

describe("pinned facts", () => {
  it("are kept in order, from a line or not, and taken away", async () => {
    const id = await newPlay();
    const one = await memory.addPin(OWNER, id, { text: "왼손잡이다." });
    await memory.addPin(OWNER, id, { text: "옥패가 있다.", message_id: `${id}-1` });
    const { pins } = await memory.pins(OWNER, id);
    expect(new Set(pins.map(({ text, message_id }) => [text, message_id]))).toEqual(
      new Set([
        ["왼손잡이다.", null],
        ["옥패가 있다.", `${id}-1`],
      ]),
    );
    expect(await memory.removePin(OWNER, id, one.id)).toEqual({ id: one.id, deleted: true });
    expect((await memory.pins(OWNER, id)).pins.map(({ text }) => text)).toEqual(["옥패가 있다."]);
    await expect(memory.removePin(OWNER, id, one.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("belong to lines of the play, and are not without end", async () => {
    const id = await newPlay();
    await expect(memory.addPin(OWNER, id, { text: "?", message_id: "elsewhere" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    for (let at = 0; at < MAX_PINS; at++) await memory.addPin(OWNER, id, { text: `${at}` });
    await expect(memory.addPin(OWNER, id, { text: "?" })).rejects.toMatchObject({ key: "too_many_pins" });
  });
});

it("what is set for a play's prompts is merged, and its lorebook taken away by an empty one", async () => {
  const id = await newPlay();
  const change = (body: object) => memory.changePromptSettings(OWNER, id, putPromptSettings.parse(body));
  expect(await memory.promptSettings(OWNER, id)).toEqual({
    user: { name: "", persona: "" },
    rules: { stays_in_character: true, never_speaks_for_user: true, no_emoji: true, more: "" },
    lorebook: null,
  });
  await change({ user: { name: "달래" }, rules: { no_emoji: false } });
  const book = { entries: [{ keys: ["검"], content: "산에 있다." }] };
  expect(
    await change({ user: { persona: "약초꾼" }, rules: { more: "짧게." }, lorebook: book }),
  ).toMatchObject({
    user: { name: "달래", persona: "약초꾼" },
    rules: { stays_in_character: true, no_emoji: false, more: "짧게." },
    lorebook: { entries: [{ keys: ["검"], content: "산에 있다." }] },
  });
  expect((await change({ rules: { no_emoji: true } })).lorebook?.entries).toHaveLength(1);
  expect((await change({ lorebook: { entries: [] } })).lorebook).toBeNull();
});

describe("what was sent for a line", () => {
  async function sent(estimate: number, counted: number) {
    const id = await newPlay();
    const [messageId, turnId] = [`${id}-2`, `${id}-turn`];
    const turn = { id: turnId, messageId, status: "running", model: "m", createdAt: 1 } as const;
    const play = await playOf(db, id);
    await beginTurn(db, play, { reply: null, turn, now: 1 });
    const rest = { messageId, turnId };
    await savePrompt(db, play, {
      ...rest,
      model: "m",
      contextLength: 4096,
      budget: 3584,
      estimate,
      tokens: 77,
      createdAt: 1,
      messages: [
        {
          role: "system",
          parts: [
            { kind: "rules", text: "당신은 길동입니다." },
            { kind: "pins", text: "- 왼손" },
          ],
        },
        { role: "user", parts: [{ kind: "lines", text: "안녕" }] },
        { role: "assistant", parts: [{ kind: "lines", text: "안녕" }] },
      ],
    });
    await endTurn(db, play, {
      ...rest,
      content: "그렇소.",
      messageStatus: "complete",
      turnStatus: "done",
      finishReason: "stop",
      errorCode: null,
      promptTokens: counted,
      completionTokens: 3,
      clock: { firstTokenMs: 1, firstSegmentMs: null, firstAudioMs: null, doneMs: 2 },
      now: 2,
    });
    return memory.sentPrompt(OWNER, id, messageId);
  }

  it.each([
    ["the engine's count", 40, 33, 33, "engine"],
    ["the estimate, where the engine left out what it had cached", 40, 3, 77, "estimate"],
    ["the estimate, where the engine told nothing", 40, 0, 77, "estimate"],
  ])(
    "is told with %s, shared out to the last token",
    async (_what, estimate, counted, tokens, counted_by) => {
      const prompt = await sent(estimate, counted);
      expect(prompt.clock).toEqual({ first_token: 1, first_segment: null, first_audio: null, done: 2 });
      expect(prompt).toMatchObject({ tokens, counted_by, model: "m", context_length: 4096, budget: 3584 });
      expect(prompt.messages.map(({ role, content }) => [role, content])).toEqual([
        ["system", "당신은 길동입니다.\n\n- 왼손"],
        ["user", "안녕"],
        ["assistant", "안녕"],
      ]);
      expect(prompt.parts.map(({ part }) => part)).toEqual(["rules", "pins", "lines"]);
      const sum = (list: { tokens: number }[]) => list.reduce((all, one) => all + one.tokens, 0);
      expect([sum(prompt.parts), sum(prompt.messages)]).toEqual([tokens, tokens]);
    },
  );

  it("is not there for a line no model wrote", async () => {
    const id = await newPlay();
    await expect(memory.sentPrompt(OWNER, id, `${id}-1`)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

it("nobody else sees or changes any of it", async () => {
  const id = await newPlay();
  const pin = await memory.addPin(OWNER, id, { text: "비밀" });
  const tries = [
    memory.summary(OTHER, id),
    memory.changeSummary(OTHER, id, { text: "?", undo: false }),
    memory.pins(OTHER, id),
    memory.addPin(OTHER, id, { text: "?" }),
    memory.removePin(OTHER, id, pin.id),
    memory.sentPrompt(OTHER, id, `${id}-2`),
    memory.promptSettings(OTHER, id),
    memory.changePromptSettings(OTHER, id, {}),
  ];
  for (const attempt of await Promise.allSettled(tries))
    expect(attempt).toMatchObject({ status: "rejected", reason: { code: "NOT_FOUND" } });
});
