import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { insertPin, insertSummary, listPins, listSummaries } from "@/db/queries/memory";
import { authenticated } from "@/lib/auth/actor";
import { playOf } from "../../db/database-fixture";
import { actor, ask, conversationStage, never, reading } from "./conversation-fixture";

const stage = await conversationStage();
const { conversation, answers, db } = stage;
const other = authenticated({ id: "someone-else", kind: "guest" });
const silent = { tts_enabled: false };

let count = 0;
/** A play of told lines: 물음 1, 답 1, 물음 2 … */
async function play(exchanges: number): Promise<string> {
  const id = `tree-${++count}`;
  for (let at = 1; at <= exchanges; at++) {
    await answered(`답 ${at}`, () =>
      conversation.begin(actor, "ko", ask(`물음 ${at}`, { session_id: id }), never),
    );
  }
  return id;
}
/** Lets a turn be answered by this text; what it was asked with. */
async function answered(text: string, begin: () => Promise<AsyncIterable<never> | AsyncIterable<unknown>>) {
  const before = answers.length;
  const { ended } = reading((await begin()) as Parameters<typeof reading>[0]);
  await vi.waitFor(() => expect(answers.length).toBe(before + 1), 5000);
  const answer = answers.at(-1);
  if (text !== "") answer?.say(text);
  answer?.finish();
  const events = await ended;
  return { prompt: answer?.prompt.map(({ content }) => content) ?? [], events };
}
const linesOf = async (id: string) => (await conversation.room(actor, id)).messages;
const told = async (id: string) => (await linesOf(id)).map(({ content }) => content);
const lineAt = async (id: string, at: number) => {
  const line = (await linesOf(id)).at(at);
  if (!line) throw new Error("no such line");
  return line;
};
const again = (id: string, messageId: string, text: string) =>
  answered(text, () => conversation.regenerate(actor, "ko", id, messageId, silent, never));

describe("takes", () => {
  it("another take keeps the one before it, and is asked without it", async () => {
    const id = await play(2);
    const { prompt } = await again(id, (await lineAt(id, 3)).id, "답 2 다시");
    expect(prompt.join()).not.toContain("답 2");
    expect(await told(id)).toEqual(["물음 1", "답 1", "물음 2", "답 2 다시"]);
    expect((await lineAt(id, 3)).take).toEqual({ index: 1, count: 2 });
    expect((await conversation.findPlay(actor, id)).turn_count).toBe(2);
    const chosen = await conversation.lines.select(actor, id, (await lineAt(id, 3)).id, 0);
    expect(chosen).toMatchObject({ content: "답 2", take: { index: 0, count: 2 } });
    expect(await told(id)).toEqual(["물음 1", "답 1", "물음 2", "답 2"]);
  });

  it("in the middle of a play it is a branch: what came after is kept with the old take and told with it again", async () => {
    const id = await play(3);
    await again(id, (await lineAt(id, 1)).id, "다른 답 1");
    expect(await told(id)).toEqual(["물음 1", "다른 답 1"]);
    expect(await conversation.findPlay(actor, id)).toMatchObject({ turn_count: 1, last_line: "다른 답 1" });
    await conversation.lines.select(actor, id, (await lineAt(id, 1)).id, 0);
    expect(await told(id)).toEqual(["물음 1", "답 1", "물음 2", "답 2", "물음 3", "답 3"]);
    expect(await conversation.findPlay(actor, id)).toMatchObject({ turn_count: 3, last_line: "답 3" });
  });

  it("a take of which nothing was said leaves the play as it was", async () => {
    const id = await play(2);
    await again(id, (await lineAt(id, 1)).id, "");
    expect(await told(id)).toEqual(["물음 1", "답 1", "물음 2", "답 2"]);
    expect((await lineAt(id, 1)).take.count).toBe(1);
    expect((await conversation.findPlay(actor, id)).turn_count).toBe(2);
  });

  it("there is no such take, no such line, or it is another's", async () => {
    const id = await play(1);
    const line = await lineAt(id, 1);
    const missing = { code: "NOT_FOUND" };
    await expect(conversation.lines.select(actor, id, line.id, 7)).rejects.toMatchObject(missing);
    await expect(conversation.lines.select(actor, id, "nothing", 0)).rejects.toMatchObject(missing);
    await expect(conversation.lines.select(other, id, line.id, 0)).rejects.toMatchObject(missing);
    await expect(conversation.regenerate(other, "ko", id, line.id, silent, never)).rejects.toMatchObject(
      missing,
    );
    await expect(conversation.deletePlay(other, id)).rejects.toMatchObject(missing);
    await expect(conversation.exportPlay(other, id, "txt")).rejects.toMatchObject(missing);
  });
});

describe("two tabs", () => {
  it("the later edit of the same version is refused and told what stands there", async () => {
    const id = await play(1);
    const { id: line, version } = await lineAt(id, 0);
    const edit = (content: string) => conversation.lines.edit(actor, id, line, { version, content });
    const results = await Promise.allSettled([edit("첫째 탭"), edit("둘째 탭")]);
    expect(results[0]).toMatchObject({
      status: "fulfilled",
      value: { content: "첫째 탭", version: version + 1 },
    });
    expect(results[1]).toMatchObject({
      status: "rejected",
      reason: { code: "CONFLICT", details: { id: line, content: "첫째 탭", version: version + 1 } },
    });
    expect((await told(id))[0]).toBe("첫째 탭");
  });

  it("a line that is being written is not edited", async () => {
    const id = await play(1);
    const begun = await conversation.begin(actor, "ko", ask("또", { session_id: id }), never);
    const { ended } = reading(begun);
    await vi.waitFor(() => expect(answers.at(-1)?.prompt.at(-1)?.content).toBe("또"), 5000);
    const { id: line, version } = await lineAt(id, -1);
    const editing = conversation.lines.edit(actor, id, line, { version, content: "끼어듦" });
    await expect(editing).rejects.toMatchObject({ code: "CONFLICT" });
    answers.at(-1)?.say("끝.");
    answers.at(-1)?.finish();
    await ended;
    expect((await told(id)).at(-1)).toBe("끝.");
  });
});

describe("a line taken out", () => {
  it("what follows it stays, and what was folded up to it is remembered", async () => {
    const id = await play(2);
    const { id: line } = await lineAt(id, 1);
    const folded = { text: "요약", tokensBefore: 9, tokensAfter: 1, createdAt: 1 };
    await insertSummary(db, await playOf(db, id), { ...folded, foldedUntil: line });
    await conversation.lines.remove(actor, id, line, undefined);
    expect(await told(id)).toEqual(["물음 1", "물음 2", "답 2"]);
    expect((await listSummaries(db, await playOf(db, id)))[0]?.foldedUntil).toBe((await lineAt(id, 0)).id);
  });

  it("the last one gives way to its other take, else to the line before; a stale version is refused", async () => {
    const id = await play(1);
    await again(id, (await lineAt(id, 1)).id, "답 1 다시");
    const last = await lineAt(id, 1);
    const stale = conversation.lines.remove(actor, id, last.id, last.version + 1);
    await expect(stale).rejects.toMatchObject({ code: "CONFLICT", details: { id: last.id } });
    await conversation.lines.remove(actor, id, last.id, last.version);
    expect(await told(id)).toEqual(["물음 1", "답 1"]);
    await conversation.lines.remove(actor, id, (await lineAt(id, 1)).id, undefined);
    expect(await told(id)).toEqual(["물음 1"]);
    expect(await conversation.findPlay(actor, id)).toMatchObject({ turn_count: 0, last_line: "물음 1" });
  });
});

it("a branch is a play of its own, with what was told, pinned and folded up to the line", async () => {
  const id = await play(3);
  const at = await lineAt(id, 3);
  const first = await lineAt(id, 0);
  const own = await playOf(db, id);
  await insertPin(db, own, { id: `pin-${id}`, text: "칼은 부러졌다", messageId: first.id, createdAt: 1 }, 9);
  const folded = { text: "요약", tokensBefore: 9, tokensAfter: 1, createdAt: 1 };
  await insertSummary(db, own, { ...folded, foldedUntil: first.id });
  await insertSummary(db, own, { ...folded, foldedUntil: (await lineAt(id, 5)).id });
  const branch = await conversation.lines.branch(actor, id, { messageId: at.id, title: "갈림길" });
  expect(branch).toMatchObject({ title: "갈림길", turn_count: 2, last_line: "답 2" });
  expect(await told(branch.id)).toEqual(["물음 1", "답 1", "물음 2", "답 2"]);
  const [pin] = await listPins(db, await playOf(db, branch.id));
  const summaries = await listSummaries(db, await playOf(db, branch.id));
  expect(pin?.text).toBe("칼은 부러졌다");
  expect(pin?.messageId).toBe((await lineAt(branch.id, 0)).id);
  expect(summaries.map(({ foldedUntil }) => foldedUntil)).toEqual([(await lineAt(branch.id, 0)).id]);
  const sentFor = async (playId: string) =>
    conversation.memory.sentPrompt(actor, playId, (await lineAt(playId, 3)).id);
  const { message_id: _line, ...sent } = await sentFor(id);
  expect(sent.messages.at(-1)?.content).toContain("물음 2");
  expect(await sentFor(branch.id)).toMatchObject(sent);
  await answered("새 답", () =>
    conversation.begin(actor, "ko", ask("새 물음", { session_id: branch.id }), never),
  );
  expect(await told(id)).toHaveLength(6);
});

it("a play that is taken away stops what is written in it and leaves nothing", async () => {
  const id = await play(1);
  const { ended } = reading(await conversation.begin(actor, "ko", ask("또", { session_id: id }), never));
  await vi.waitFor(() => expect(answers.at(-1)?.prompt.at(-1)?.content).toBe("또"), 5000);
  await conversation.deletePlay(actor, id);
  expect((await ended).at(-1)?.type).toBe("done");
  expect(answers.at(-1)?.isAborted).toBe(true);
  await expect(conversation.findPlay(actor, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  for (const table of ["messages", "turns", "prompts"])
    expect(db.get(sql`select count(*) as n from ${sql.raw(table)} where play_id = ${id}`)).toEqual({ n: 0 });
});

it("a cursor that is no line of the play is refused", async () => {
  const id = await play(2);
  const page = await conversation.listMessages(actor, id, { limit: 3, cursor: undefined, from: "start" });
  expect(page.messages).toHaveLength(3);
  const rest = await conversation.listMessages(actor, id, {
    limit: 3,
    cursor: page.next_cursor ?? "",
    from: "start",
  });
  expect(rest.messages.map(({ content }) => content)).toEqual(["답 2"]);
  const wrong = conversation.listMessages(actor, id, { limit: 3, cursor: "nonsense", from: "start" });
  await expect(wrong).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
});

it("pages from the end bring the newest lines first, each page in the play's order", async () => {
  const id = await play(2);
  const wish = { limit: 3, from: "end" as const };
  const newest = await conversation.listMessages(actor, id, { ...wish, cursor: undefined });
  const all = (await conversation.room(actor, id)).messages;
  expect(newest.messages).toEqual(all.slice(-3));
  expect(newest.total).toBe(all.length);
  const before = await conversation.listMessages(actor, id, { ...wish, cursor: newest.next_cursor ?? "" });
  expect([...before.messages, ...newest.messages]).toEqual(all);
  expect(before.next_cursor).toBeNull();
});
