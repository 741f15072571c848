import { beforeEach, describe, expect, it } from "vitest";
import { internal, type Owned } from "@/db/ownership";
import { findMessage, listToldLines, saveProgress, setHeardUntil } from "@/db/queries/messages";
import { findPlay, type Play } from "@/db/queries/plays";
import { closeBrokenTurns, endTurn, type TurnEnding } from "@/db/queries/turn-endings";
import { beginTurn, findTurn, findTurnForLine, insertUserLines } from "@/db/queries/turns";
import { lineRow, OTHER, OWNER, playOf, playWithLine, temporaryDatabase } from "./database-fixture";

const { db } = temporaryDatabase();
const STARTING = internal("a test");
let count = 0;
let play = "";
let own: Owned<Play>;
const asked = () => `${play}-asked`;
const reply = () => `${play}-reply`;
const turn = () => `${play}-turn`;

beforeEach(async () => {
  play = `play-${++count}`;
  await playWithLine(db, play);
  own = await playOf(db, play);
});

function begin(): Promise<void> {
  return beginTurn(db, own, {
    reply: lineRow(reply(), play, {
      parentId: asked(),
      role: "assistant",
      content: "",
      status: "streaming",
    }),
    turn: {
      id: turn(),
      userMessageId: asked(),
      messageId: reply(),
      status: "running",
      model: "m",
      createdAt: 2000,
    },
    now: 2000,
  });
}

function end(more: Partial<TurnEnding> = {}): Promise<void> {
  return endTurn(db, own, {
    turnId: turn(),
    messageId: reply(),
    content: "어서 오시게.",
    messageStatus: "complete",
    turnStatus: "done",
    finishReason: "stop",
    errorCode: null,
    promptTokens: 7,
    completionTokens: 5,
    clock: { firstTokenMs: 1, firstSegmentMs: 2, firstAudioMs: null, doneMs: 3 },
    now: 3000,
    ...more,
  });
}

it("a turn moves the play on and ends with what was said", async () => {
  await begin();
  expect(await findPlay(db, OWNER, play)).toMatchObject({ headMessageId: reply(), turnCount: 1 });
  await end();
  expect(await findMessage(db, own, reply())).toMatchObject({
    content: "어서 오시게.",
    status: "complete",
    version: 2,
  });
  expect(await findPlay(db, OWNER, play)).toMatchObject({ lastLine: "어서 오시게.", updatedAt: 3000 });
  expect((await findTurnForLine(db, own, asked()))?.status).toBe("done");
});

it("a turn is its owner's alone", async () => {
  await begin();
  expect((await findTurn(db, OWNER, turn()))?.playId).toBe(play);
  expect(await findTurn(db, OTHER, turn())).toBeNull();
  await end();
});

it("a line of which nothing was said goes; its question is the head again, the turn stays and says why", async () => {
  await begin();
  await end({
    content: " \n",
    messageStatus: "interrupted",
    turnStatus: "failed",
    errorCode: "ENGINE_ERROR",
  });
  expect(await findMessage(db, own, reply())).toBeNull();
  expect(await findPlay(db, OWNER, play)).toMatchObject({ headMessageId: asked(), turnCount: 0 });
  expect((await findTurn(db, OWNER, turn()))?.turn).toMatchObject({
    messageId: null,
    errorCode: "ENGINE_ERROR",
  });
});

it("a turn that cannot begin leaves nothing behind", async () => {
  await expect(
    beginTurn(db, own, {
      reply: lineRow(reply(), play, { parentId: asked(), role: "assistant" }),
      turn: { id: turn(), userMessageId: "nowhere", status: "running", model: "m", createdAt: 1 },
      now: 1,
    }),
  ).rejects.toThrow();
  expect(await findMessage(db, own, reply())).toBeNull();
  expect(await findPlay(db, OWNER, play)).toMatchObject({ headMessageId: asked(), turnCount: 0 });
});

describe("after a crash", () => {
  it("what was said stays, marked; it may be run again", async () => {
    await begin();
    await saveProgress(db, own, reply(), "절반의");
    expect(await closeBrokenTurns(db, STARTING, 9000)).toBe(1);
    expect(await findMessage(db, own, reply())).toMatchObject({ content: "절반의", status: "interrupted" });
    expect((await findTurn(db, OWNER, turn()))?.turn).toMatchObject({
      status: "interrupted",
      endedAt: 9000,
    });
    expect(await closeBrokenTurns(db, STARTING, 9001)).toBe(0);
    expect(await findMessage(db, own, reply())).toMatchObject({ version: 2 });
  });

  it("a line of which nothing was said goes, and is not counted as a turn", async () => {
    await begin();
    await closeBrokenTurns(db, STARTING, 9000);
    expect(await findMessage(db, own, reply())).toBeNull();
    expect(await findPlay(db, OWNER, play)).toMatchObject({ headMessageId: asked(), turnCount: 0 });
  });
});

it("the told branch goes from the head to the first line, a forgotten take left out", async () => {
  await begin();
  await end();
  await insertUserLines(
    db,
    own,
    [lineRow(`${play}-next`, play, { parentId: reply(), createdAt: 4000 })],
    4000,
  );
  const take = lineRow(`${play}-take`, play, { parentId: asked(), role: "assistant", createdAt: 5000 });
  await insertUserLines(db, own, [take], 5000);
  const head = async (headMessageId: string) =>
    (await listToldLines(db, own, headMessageId)).map((line) => [line.id, line.take]);
  expect(await head(`${play}-next`)).toEqual([
    [asked(), { index: 0, count: 1 }],
    [reply(), { index: 0, count: 2 }],
    [`${play}-next`, { index: 0, count: 1 }],
  ]);
  expect((await head(`${play}-take`)).at(-1)).toEqual([`${play}-take`, { index: 1, count: 2 }]);
});

it("what was heard of a line only shrinks; a whole line cut that way is interrupted, a person's line never", async () => {
  await begin();
  await end();
  await setHeardUntil(db, own, reply(), 99);
  expect(await findMessage(db, own, reply())).toMatchObject({ heardUntil: null, status: "complete" });
  await setHeardUntil(db, own, reply(), 3);
  await setHeardUntil(db, own, reply(), 5);
  expect(await findMessage(db, own, reply())).toMatchObject({ heardUntil: 3, status: "interrupted" });
  await setHeardUntil(db, own, asked(), 1);
  expect((await findMessage(db, own, asked()))?.heardUntil).toBeNull();
});
