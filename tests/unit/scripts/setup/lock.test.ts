import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { alone } from "@/scripts/setup/lock.mjs";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lock-"));
  file = path.join(folder, "cache/work.lock");
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it("lets one work at a time, and everyone in the end", async () => {
  let working = 0;
  let most = 0;
  const work = async () => {
    working += 1;
    most = Math.max(most, working);
    await new Promise((resolve) => setImmediate(resolve));
    working -= 1;
  };
  await Promise.all([alone(file, work), alone(file, work), alone(file, work)]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

it("gives the lock back when the work fails", async () => {
  const failing = alone(file, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

it.each([
  ["whose process is gone", () => writeFileSync(file, "4194305")],
  [
    "whose heartbeat stopped",
    () => {
      writeFileSync(file, String(process.pid));
      const longAgo = new Date(Date.now() - 60_000);
      utimesSync(file, longAgo, longAgo);
    },
  ],
])("takes over a lock %s", async (_name, leave) => {
  await alone(file, async () => {});
  leave();
  expect(await alone(file, async () => "done")).toBe("done");
});
