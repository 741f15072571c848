import { expect, it } from "vitest";
import { createDeferred } from "@/lib/async/deferred";
import { createSerial } from "@/lib/async/serial";

it("runs one task at a time, in order, past failures", async () => {
  const serial = createSerial();
  const gate = createDeferred<void>();
  const seen: string[] = [];
  const first = serial(async () => {
    seen.push("first begins");
    await gate.promise;
    seen.push("first ends");
    throw new Error("refused");
  });
  const second = serial(async () => {
    seen.push("second");
    return 2;
  });
  gate.resolve();
  await expect(first).rejects.toThrow("refused");
  expect(await second).toBe(2);
  expect(seen).toEqual(["first begins", "first ends", "second"]);
});
