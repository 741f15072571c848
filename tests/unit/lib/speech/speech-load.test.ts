import { expect, it } from "vitest";
import { runSpeechLoad } from "@/tests/support/speech-load";

/** The small version of `npm run bench -- speech-load`; how long anybody waits is told on a clock of its own in scheduler-models.test.ts. */
it("two hundred segments, twenty voices, four models, fifty users: no voice is ever another's", async () => {
  const result = await runSpeechLoad({
    segments: 200,
    users: 50,
    voices: 20,
    models: 4,
    speed: 20,
    seed: 11,
  });
  expect(result.crossed).toEqual([]);
  expect(result).toMatchObject({ failed: 0, leftRunning: 0, overlaps: 0 });
  expect(result.spoken + result.cancelled).toBe(200);
  expect(result.spoken).toBeGreaterThan(150);
  expect(result.switches).toBeGreaterThan(3);
  expect(result.switches).toBeLessThanOrEqual(1.5 * result.switchesByLease);
});

it("an admin loads other models while fifty users are spoken to: no voice is ever another's", async () => {
  const result = await runSpeechLoad({
    segments: 80,
    users: 50,
    voices: 12,
    models: 3,
    speed: 20,
    seed: 7,
    adminSwitches: 8,
  });
  expect(result.crossed).toEqual([]);
  expect(result).toMatchObject({ failed: 0, leftRunning: 0, overlaps: 0, switchedByAdmin: 8 });
  expect(result.spoken + result.cancelled).toBe(80);
});
