import { expect, it } from "vitest";
import { createDeferred } from "@/lib/async/deferred";
import { Foldings } from "@/lib/conversation/context/foldings";

const never = new AbortController().signal;

/** A folding that runs until it is let go or told to stop. */
function folding() {
  const gate = createDeferred<void>();
  const seen = { begun: 0, aborted: false };
  const fold = async (signal: AbortSignal) => {
    seen.begun++;
    signal.addEventListener("abort", () => {
      seen.aborted = true;
      gate.resolve();
    });
    await gate.promise;
  };
  return { seen, fold, finish: () => gate.resolve() };
}

it("a play has one at a time, and another after it", async () => {
  const foldings = new Foldings();
  const [one, two, other] = [folding(), folding(), folding()];
  foldings.begin("play", one.fold);
  foldings.begin("play", two.fold);
  foldings.begin("another play", other.fold);
  expect([one.seen.begun, two.seen.begun, other.seen.begun]).toEqual([1, 0, 1]);
  one.finish();
  await foldings.wait("play", never);
  foldings.begin("play", two.fold);
  expect(two.seen.begun).toBe(1);
  await foldings.close();
});

it("one play's is stopped, another's goes on", async () => {
  const foldings = new Foldings();
  const [one, other] = [folding(), folding()];
  foldings.begin("play", one.fold);
  foldings.begin("another play", other.fold);
  await foldings.interrupt("play");
  expect([one.seen.aborted, other.seen.aborted]).toEqual([true, false]);
  await foldings.close();
  expect(other.seen.aborted).toBe(true);
});

it("who waits may leave before it is over, and needs not wait where there is none", async () => {
  const foldings = new Foldings();
  const one = folding();
  foldings.begin("play", one.fold);
  const leaving = new AbortController();
  const waiting = foldings.wait("play", leaving.signal);
  leaving.abort();
  await waiting;
  expect(one.seen.aborted).toBe(false);
  await foldings.wait("a quiet play", never);
  await foldings.close();
});

it("none begins once everything is stopped", async () => {
  const foldings = new Foldings();
  await foldings.close();
  const late = folding();
  foldings.begin("play", late.fold);
  expect(late.seen.begun).toBe(0);
});
