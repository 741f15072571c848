import { describe, expect, it } from "vitest";
import { type Seat, Seats, type SeatsOptions } from "@/lib/admission/seats";
import { AppError } from "@/lib/contract/app-error";

const page = { isBrief: false };
const brief = { isBrief: true };
const person = (id: string) => ({ id, isOne: true });

function room(given: Partial<SeatsOptions> = {}) {
  const clock = { now: 1_000_000 };
  const seats = new Seats({ seats: 2, perPerson: 0, holdMs: 60_000, now: () => clock.now, ...given });
  return { clock, seats };
}

/** The place of one who is refused; null for one who is seated. */
function ask(seats: Seats, session: string, sitter = person(session), how = page): Seat | { place: number } {
  try {
    return seats.take(session, sitter, how);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("CAPACITY_REACHED");
    return error.details as { place: number };
  }
}
const isSeated = (answer: Seat | object): answer is Seat => "release" in answer;
function seated(answer: Seat | object): Seat {
  if (!isSeated(answer)) throw new Error("was refused");
  return answer;
}

describe("seats", () => {
  it("one more than there are gets a place, and when to ask again", () => {
    const { seats } = room();
    ask(seats, "a");
    ask(seats, "b");
    expect(ask(seats, "c")).toEqual({ session_id: "c", place: 1, retry_after_ms: 2000 });
    expect(ask(seats, "d")).toMatchObject({ place: 2 });
    expect(ask(seats, "c")).toMatchObject({ place: 1 });
    expect(seats.state("d", person("d"))).toMatchObject({ state: "waiting", place: 2 });
    expect(seats.state("a", person("a"))).toEqual({ state: "seated", place: null, expectedWaitMs: null });
    expect(seats.state("x", person("x")).state).toBe("none");
  });

  it("a seat is kept after its turn and given away when the time is over", () => {
    const { seats, clock } = room({ seats: 1 });
    seated(ask(seats, "a")).release();
    expect(ask(seats, "b")).toMatchObject({ place: 1 });
    clock.now += 59_000;
    seated(ask(seats, "a")).release();
    clock.now += 59_999;
    expect(isSeated(ask(seats, "b"))).toBe(false);
    clock.now += 1;
    expect(isSeated(ask(seats, "b"))).toBe(true);
    expect(isSeated(ask(seats, "a"))).toBe(false);
  });

  it("a holder is never refused, also while others wait and during a turn of its own", () => {
    const { seats } = room({ seats: 1 });
    const first = seated(ask(seats, "a"));
    ask(seats, "b");
    const second = seated(ask(seats, "a"));
    first.release();
    first.release();
    expect(seats.counts()).toEqual({ seats: 1, taken: 1, running: 1, waiting: 1 });
    second.release();
    expect(isSeated(ask(seats, "a"))).toBe(true);
  });

  it("a brief session's seat goes back with the answer", () => {
    const { seats } = room({ seats: 1 });
    const only = seated(ask(seats, "a", person("a"), brief));
    ask(seats, "b");
    only.release();
    expect(seats.state("b", person("b")).state).toBe("seated");
    expect(ask(seats, "a")).toMatchObject({ place: 1 });
  });

  it("a seat in which no turn began is not kept", () => {
    const { seats } = room({ seats: 1 });
    seated(ask(seats, "a")).release(false);
    expect(seats.counts().taken).toBe(0);
    seated(ask(seats, "a")).release();
    seated(ask(seats, "a")).release(false);
    expect(seats.state("a", person("a")).state).toBe("seated");
  });

  it("who leaves frees the seat at once, or the place", () => {
    const { seats } = room({ seats: 1 });
    seated(ask(seats, "a")).release();
    ask(seats, "b");
    ask(seats, "c");
    seats.leave("b", person("b"));
    seats.leave("a", person("other"));
    expect(seats.state("c", person("c"))).toMatchObject({ state: "waiting", place: 1 });
    seats.leave("a", person("a"));
    expect(seats.state("c", person("c")).state).toBe("seated");
  });

  it("who leaves during a turn keeps the seat to its end and no longer", () => {
    const { seats } = room({ seats: 1 });
    const only = seated(ask(seats, "a"));
    ask(seats, "b");
    seats.leave("a", person("a"));
    expect(seats.state("b", person("b")).state).toBe("waiting");
    only.release();
    expect(seats.state("b", person("b")).state).toBe("seated");
  });

  it("a place is lost when it is not asked for within twice the wait; looking keeps nothing", () => {
    const { seats, clock } = room({ seats: 1 });
    ask(seats, "a");
    ask(seats, "b");
    clock.now += 3000;
    ask(seats, "c");
    seats.state("b", person("b"));
    clock.now += 1000;
    expect(ask(seats, "c")).toMatchObject({ place: 1 });
    expect(ask(seats, "b")).toMatchObject({ place: 2 });
  });

  it("a seat kept for one who does not come goes to the next", () => {
    const { seats, clock } = room({ seats: 1 });
    const only = seated(ask(seats, "a", person("a"), brief));
    ask(seats, "gone");
    clock.now += 2000;
    ask(seats, "next");
    only.release();
    expect(isSeated(ask(seats, "next"))).toBe(false);
    clock.now += 2000;
    expect(isSeated(ask(seats, "next"))).toBe(true);
  });

  it("one person has only so many; those behind go past, and another play of theirs takes an idle seat along, past a queue too", () => {
    const { seats } = room({ seats: 3, perPerson: 2 });
    const me = person("me");
    const first = seated(ask(seats, "1", me));
    ask(seats, "2", me);
    expect(ask(seats, "3", me)).toMatchObject({ place: 1 });
    expect(isSeated(ask(seats, "other"))).toBe(true);
    first.release();
    expect(isSeated(ask(seats, "3", me))).toBe(true);
    expect(seats.state("1", me).state).toBe("none");
    const nobody = { id: "anonymous", isOne: false };
    const open = room({ seats: 3, perPerson: 2 }).seats;
    for (const session of ["1", "2", "3"]) expect(isSeated(ask(open, session, nobody))).toBe(true);
  });

  it("200 who keep asking: 20 at once, 180 wait, seated in the order they first asked, all are", () => {
    const { seats, clock } = room({ seats: 20, holdMs: 0 });
    const names = Array.from({ length: 200 }, (_, at) => `s${at}`);
    const running = new Map<string, Seat>();
    const order: string[] = [];
    const come = (name: string) => {
      const answer = ask(seats, name);
      if (!isSeated(answer)) return;
      running.set(name, answer);
      order.push(name);
    };
    for (const name of names) come(name);
    expect(seats.counts()).toMatchObject({ taken: 20, running: 20, waiting: 180 });
    while (order.length < names.length) {
      const [name = "", seat] = [...running][order.length % running.size] ?? [];
      seat?.release();
      running.delete(name);
      clock.now += 100;
      // Asked in any order, as people's pages do: nobody who came later is let in for it.
      for (const waiting of names.filter((each) => !order.includes(each)).reverse()) come(waiting);
      expect(seats.counts().running).toBeLessThanOrEqual(20);
    }
    expect(order).toEqual(names);
    expect(seats.counts().waiting).toBe(0);
  });
});
