import { describe, expect, it, vi } from "vitest";
import { RateLimit } from "@/lib/admission/rate-limit";
import { Seats } from "@/lib/admission/seats";
import type { Actor } from "@/lib/auth/actor";
import { authenticated } from "@/lib/auth/actor";
import { actor, ask, conversationStage, never, reading } from "./conversation-fixture";

const stage = await conversationStage();
const { conversation, answers, deps } = stage;
const other = authenticated({ id: "other-guest", kind: "guest" });

function door(seats: number, perMinute = 0) {
  deps.admission = {
    seats: new Seats({ seats, perPerson: 0, holdMs: 60_000, now: Date.now }),
    turns: new RateLimit(perMinute, Date.now),
    syntheses: new RateLimit(0, Date.now),
  };
  return deps.admission.seats;
}
async function begin(session_id: string | undefined, who: Actor = actor) {
  const before = answers.length;
  const turn = reading(await conversation.begin(who, "ko", ask("말하시오.", { session_id }), never));
  await vi.waitFor(() => expect(answers.length).toBe(before + 1), 5000);
  const answer = answers.at(-1);
  const finish = () => {
    answer?.say("그러지요.");
    answer?.finish();
    return turn.ended;
  };
  return { ...turn, finish };
}

describe("seats", () => {
  it("a turn takes one and its session keeps it; one more waits with nothing stored or asked", async () => {
    const seats = door(1);
    const { finish } = await begin("seat-a");
    const asked = answers.length;
    const refused = conversation.begin(other, "ko", ask("나도.", { session_id: "seat-b" }), never);
    await expect(refused).rejects.toMatchObject({
      code: "CAPACITY_REACHED",
      retryAfterMs: 2000,
      details: { session_id: "seat-b", place: 1, retry_after_ms: 2000 },
    });
    expect(answers.length).toBe(asked);
    await expect(conversation.findPlay(other, "seat-b")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await finish();
    await (await begin("seat-a")).finish();
    expect(seats.state("seat-b", { id: other.id, isOne: true }).state).toBe("waiting");
    seats.leave("seat-a", { id: actor.id, isOne: true });
    await (await begin("seat-b", other)).finish();
  });

  it("a request that names no session gives its seat back with the answer, and is told under which id to ask again", async () => {
    const seats = door(1);
    const { finish } = await begin(undefined);
    const refusal = await conversation
      .answer(other, "ko", ask("나도."))
      .catch((error: { details: { session_id: string } }) => error.details);
    await finish();
    const { session_id = "" } = refusal as { session_id: string };
    expect(seats.state(session_id, { id: other.id, isOne: true }).state).toBe("seated");
    await (await begin(session_id, other)).finish();
    await vi.waitFor(() => expect(seats.counts().taken).toBe(0), 5000);
  });

  it("what is refused before its turn keeps no seat; a play taken away gives it up", async () => {
    const seats = door(2);
    await (await begin("seat-mine")).finish();
    await expect(begin("seat-mine", other)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(seats.counts().taken).toBe(1);
    await conversation.deletePlay(actor, "seat-mine");
    expect(seats.counts().taken).toBe(0);
  });
});

it("a person has so many turns a minute, whichever play they are in", async () => {
  const seats = door(9, 2);
  await (await begin("rate-a")).finish();
  await (await begin("rate-b")).finish();
  await expect(begin("rate-c")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(seats.counts().taken).toBe(2);
  await (await begin("rate-c", other)).finish();
});
