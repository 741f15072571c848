import { ANSWER, CONTEXT, PINNED, playLong, TOLD } from "./long-play";

/** The bar of the long play: nothing over the limit, and the prompt's beginning stays what it was. */
const TURNS = Number(process.argv[2] ?? 300);
const MIN_UNCHANGED = 0.8;
const BUDGET = CONTEXT - ANSWER;

const isHurried = (turn: number) => turn % 60 > 40;
const { played, summaries } = await playLong({ turns: TURNS, isHurried });

for (const { turn, promptTokens, unchanged, isFolded, waitedFor } of played) {
  if (turn % 10 !== 0 && !isFolded) continue;
  const bar = "█".repeat(Math.round((promptTokens / BUDGET) * 40));
  const mark = isFolded ? (waitedFor > 0 ? "  folded, waited for" : "  folded") : "";
  const share = `${(unchanged * 100).toFixed(0)} %`;
  console.log(
    `turn ${String(turn).padStart(4)}  ${String(promptTokens).padStart(5)} tokens  ${bar.padEnd(41)} unchanged ${share.padStart(5)}${mark}`,
  );
}

const later = played.filter(({ turn }) => turn > 10);
const most = Math.max(...played.map(({ promptTokens }) => promptTokens));
const between = later.filter(({ isFolded }) => !isFolded).map(({ unchanged }) => unchanged);
const least = Math.min(...between);
const overall = later.reduce((sum, { unchanged }) => sum + unchanged, 0) / later.length;
const cut = played.filter(({ droppedMessages }) => droppedMessages > 0).length;
const waited = played.filter(({ waitedFor }) => waitedFor > 0);
const needless = waited.filter(({ turn }) => (played[turn - 2]?.promptTokens ?? 0) < BUDGET * 0.85).length;
const memory = played.at(-1)?.prompt[0]?.content ?? "";
const remembers = memory.includes(PINNED) && (TURNS < 20 || memory.includes(TOLD));
const half = Math.floor(later.length / 2);
const mean = (turns: typeof later) =>
  turns.reduce((sum, { promptTokens }) => sum + promptTokens, 0) / Math.max(1, turns.length);

console.log(
  `prompt tokens: most ${most} of ${BUDGET}; mean of the first half ${mean(later.slice(0, half)).toFixed(0)}, of the second ${mean(later.slice(half)).toFixed(0)}; cut by the engine: ${cut} turns`,
);
console.log(
  `beginning unchanged since the turn before: at least ${(least * 100).toFixed(1)} % between foldings (bar ${MIN_UNCHANGED * 100} %), ${(overall * 100).toFixed(1)} % over all`,
);
console.log(
  `summaries: ${summaries.count}, the longest request ${summaries.longest} of ${CONTEXT} tokens; turns that waited for one: ${waited.length}, without need: ${needless}`,
);
console.log(
  `the fact pinned at turn 3 and the one told at turn 20 are in the last prompt: ${remembers ? "yes" : "NO"}`,
);
const isGood = most <= BUDGET && cut === 0 && least >= MIN_UNCHANGED && needless === 0 && remembers;
// The embedded voice's worker would keep the process.
process.exit(isGood ? 0 : 1);
