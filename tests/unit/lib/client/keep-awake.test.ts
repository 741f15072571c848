import { expect, it } from "vitest";
import { keepAwake } from "@/lib/client/keep-awake";
import { soon } from "./soon";

/** A page and its browser's wake locks: hiding the page takes the lock away, as browsers do. */
class Screen extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";
  asked = 0;
  held = 0;
  refuses = false;

  request = async (): Promise<WakeLockSentinel> => {
    this.asked += 1;
    if (this.refuses) throw new DOMException("low battery", "NotAllowedError");
    this.held += 1;
    let isHeld = true;
    const release = async () => {
      if (isHeld) this.held -= 1;
      isHeld = false;
    };
    this.addEventListener("hidden", () => void release());
    return { release } as WakeLockSentinel;
  };

  show(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    if (state === "hidden") this.dispatchEvent(new Event("hidden"));
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

const awake = (screen: Screen) => keepAwake(screen as unknown as Document, screen);

it("takes the lock again when a hidden page is back, and gives it up at the end", async () => {
  const screen = new Screen();
  const end = awake(screen);
  await soon(() => expect(screen.held).toBe(1));
  screen.show("hidden");
  expect([screen.held, screen.asked]).toEqual([0, 1]);
  screen.show("visible");
  await soon(() => expect(screen.held).toBe(1));
  await new Promise(setImmediate);
  end();
  expect(screen.held).toBe(0);
  screen.show("visible");
  expect(screen.asked).toBe(2);
});

it("gives a lock back that comes after its end, and lives with a refusal", async () => {
  const late = new Screen();
  awake(late)();
  await soon(() => expect([late.asked, late.held]).toEqual([1, 0]));
  const refusing = new Screen();
  refusing.refuses = true;
  const end = awake(refusing);
  await soon(() => expect(refusing.asked).toBe(1));
  end();
});
