import { runSpeechLoad } from "../support/speech-load";

/** A thousand segments of twenty voices with four models from fifty users on two engines; `[segments] [speed]`. */
const [segments = 1000, speed = 10] = process.argv.slice(2).map(Number);
const result = await runSpeechLoad({ segments, users: 50, voices: 20, models: 4, speed, seed: 5 });

const waits = result.waitsMs.toSorted((a, b) => a - b);
const median = waits[waits.length >> 1] ?? 0;
const longest = waits.at(-1) ?? 0;
const share = result.switches / Math.max(1, result.switchesByLease);
console.log(
  `${result.spoken} spoken, ${result.cancelled} given up, ${result.failed} failed, ${result.crossed.length} in another's voice, ${result.overlaps} at once on one engine, ${result.leftRunning} left running`,
);
console.log(
  `a user's wait: median ${median.toFixed(0)} ms, longest ${longest.toFixed(0)} ms = ${(longest / median).toFixed(2)} × (bar 4)`,
);
console.log(`model switches: ${result.switches} = ${share.toFixed(2)} × those by lease (bar 1.5)`);
const isGood =
  result.crossed.length + result.failed + result.overlaps + result.leftRunning === 0 &&
  longest <= 4 * median &&
  share <= 1.5;
process.exit(isGood ? 0 : 1);
