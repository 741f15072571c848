import { expect, it } from "vitest";
import { killClipMakers } from "../../../support/clip-killing";

/** The small version; `npm run soak -- clips-kill-nine` kills 200 times. */
it("kill -9 at any moment leaves no clip that is short", async () => {
  const report = await killClipMakers(4);
  expect(report.faults).toEqual([]);
  expect(report.whole).toBeGreaterThan(0);
  expect(report.swept).toBeGreaterThan(0);
}, 120_000);
