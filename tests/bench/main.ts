import { chromium } from "@playwright/test";
import { findBrowser } from "../../scripts/test/browser.mjs";
import { startGptSovits } from "../engines/gpt-sovits";
import { ROLE_PLAY_REPLIES, startOllama } from "../engines/ollama";
import { startServer } from "../support/server";
import { SoundRecorder } from "../support/sound/recorder";
import { type MeasuredTurn, measureTurn, median, percentile } from "./measure";

/** The bars of the first sound over the floor, and of the silence a joint adds. */
const MAX_MEDIAN = 1.1;
const MAX_P95 = 1.25;
const MAX_GAP_MS = 20;
/** Of the hardest jump between two samples over the voice's own. */
const MAX_CLICK = 1.1;
/** Of each language: thirty as people have it by default, fewer where the whole clause is waited for. */
const TURNS = { 2: Number(process.argv[2] ?? 30), 0: Number(process.argv[2] ?? 10) };

interface Part {
  language: "ko" | "en";
  locale: string;
  warmUp: string;
  /** First words of sentences that were told before. */
  otherwise: string[];
  line: (turn: number) => string;
}

const PARTS: Part[] = [
  {
    language: "ko",
    locale: "ko-KR",
    warmUp: "목을 가다듬는 중이야. 조금만 기다려 줘.",
    otherwise: ["", "정말 ", "그래 "],
    line: (turn) => `${turn}번째 대사입니다. 이어서 말해 주시오.`,
  },
  {
    language: "en",
    locale: "en-US",
    warmUp: "Let me clear my throat. Only a moment, please.",
    otherwise: [
      "",
      "Well then ",
      "You know ",
      "I think ",
      "Even so ",
      "After all ",
      "My friend ",
      "In truth ",
    ],
    line: (turn) => `This is line ${turn}. Do go on, please.`,
  },
];

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-proxy-server"];

/** The warm-up has an answer of its own, and a reply told again begins its sentences otherwise: none is heard from the cache. */
function replies({ language, warmUp, otherwise }: Part) {
  const told = ROLE_PLAY_REPLIES[language];
  return (_: unknown, turn: number): string => {
    if (turn === 0) return warmUp;
    const reply = told[(turn - 1) % told.length] ?? "";
    const first = otherwise[Math.floor((turn - 1) / told.length) % otherwise.length] ?? "";
    return reply.replaceAll(/(^|[.!?*)」…] |「)(?=\p{L})/gu, `$1${first}`);
  };
}

async function bench(mode: 0 | 2, part: Part, turns: number): Promise<MeasuredTurn[]> {
  const ollama = await startOllama({ reply: replies(part) });
  const voice = await startGptSovits();
  const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, TTS_BASE_URL: voice.url } });
  const browser = await chromium.launch({ executablePath: (await findBrowser()) ?? undefined, args: FLAGS });
  try {
    const page = await browser.newPage({ locale: part.locale });
    const sound = await SoundRecorder.attach(page);
    await page.addInitScript((tts_streaming_mode) => {
      const preferences = { tts_enabled: true, tts_streaming_mode, tts_speed: 1, volume: 1 };
      localStorage.setItem("avatar-forge.speech", JSON.stringify(preferences));
    }, mode);
    await page.goto(`${server.url}/play?character=hong-gildong`);
    await page.waitForURL(/\/play\/[^/?]+$/);
    const setting = { page, sound, ollama, voice, mode };
    await measureTurn(setting, part.line(0));
    const measuredTurns: MeasuredTurn[] = [];
    for (let turn = 1; turn <= turns; turn++) {
      const measured = await measureTurn(setting, part.line(turn));
      measuredTurns.push(measured);
      const ratio = measured.firstSoundMs / measured.floorMs;
      const gap = Math.max(0, ...measured.gapsMs);
      console.log(
        `${part.language}  mode ${mode}  turn ${String(turn).padStart(2)}  first sound ${measured.firstSoundMs.toFixed(0)} ms` +
          `  floor ${measured.floorMs.toFixed(0)} ms  ratio ${ratio.toFixed(3)}  worst joint +${gap.toFixed(1)} ms  click ${measured.click.toFixed(2)}`,
      );
    }
    return measuredTurns;
  } finally {
    await browser.close();
    await server.close();
    await ollama.close();
    await voice.close();
  }
}

let isGood = true;
for (const mode of [2, 0] as const) {
  for (const part of PARTS) {
    const turns = await bench(mode, part, TURNS[mode]);
    const ratios = turns.map((turn) => turn.firstSoundMs / turn.floorMs);
    const gaps = turns.flatMap((turn) => turn.gapsMs);
    const worst = Math.max(0, ...gaps);
    const click = Math.max(...turns.map((turn) => turn.click));
    const [middle, late] = [median(ratios), percentile(ratios, 0.95)];
    isGood &&= middle <= MAX_MEDIAN && late <= MAX_P95 && worst <= MAX_GAP_MS && click <= MAX_CLICK;
    console.log(
      `${part.language}, mode ${mode}: first sound / floor over ${turns.length} turns: ` +
        `median ${middle.toFixed(3)} (bar ${MAX_MEDIAN}), p95 ${late.toFixed(3)} (bar ${MAX_P95}); ` +
        `${gaps.length} joints, worst +${worst.toFixed(1)} ms (bar ${MAX_GAP_MS}); ` +
        `hardest jump ${click.toFixed(2)} x the voice's own (bar ${MAX_CLICK})`,
    );
  }
}
process.exitCode = isGood ? 0 : 1;
