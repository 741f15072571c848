import { chromium } from "@playwright/test";
import { findBrowser } from "../../scripts/test/browser.mjs";
import { startGptSovits } from "../engines/gpt-sovits";
import { ROLE_PLAY_REPLIES, startOllama } from "../engines/ollama";
import { startServer } from "../support/server";
import { SoundRecorder } from "../support/sound/recorder";
import { type MeasuredTurn, measureTurn, median, percentile } from "./measure";

/** The bar of issue "the main job": median over ten Korean replies. */
const MAX_RATIO = 1.25;
const MAX_GAP_MS = 20;
const TURNS = Number(process.argv[2] ?? 10);

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-proxy-server"];

/** The warm-up has an answer of its own, so that none of the ten is heard from the cache. */
function reply(_: unknown, turn: number): string {
  return turn === 0
    ? "목을 가다듬는 중이야. 조금만 기다려 줘."
    : (ROLE_PLAY_REPLIES.ko[(turn - 1) % ROLE_PLAY_REPLIES.ko.length] ?? "");
}

async function bench(mode: 0 | 2): Promise<MeasuredTurn[]> {
  const ollama = await startOllama({ reply });
  const voice = await startGptSovits();
  const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, TTS_BASE_URL: voice.url } });
  const browser = await chromium.launch({ executablePath: (await findBrowser()) ?? undefined, args: FLAGS });
  try {
    const page = await browser.newPage({ locale: "ko-KR" });
    const sound = await SoundRecorder.attach(page);
    await page.addInitScript((tts_streaming_mode) => {
      const preferences = { tts_enabled: true, tts_streaming_mode, tts_speed: 1, volume: 1 };
      localStorage.setItem("avatar-forge.speech", JSON.stringify(preferences));
    }, mode);
    await page.goto(`${server.url}/play?character=hong-gildong`);
    await page.waitForURL(/\/play\/[^/?]+$/);
    const setting = { page, sound, ollama, voice, mode };
    await measureTurn(setting, "몸을 푸는 첫 대사입니다.");
    const turns: MeasuredTurn[] = [];
    for (let turn = 1; turn <= TURNS; turn++) {
      const measured = await measureTurn(setting, `${turn}번째 대사입니다. 이어서 말해 주시오.`);
      turns.push(measured);
      const ratio = measured.firstSoundMs / measured.floorMs;
      const gap = Math.max(0, ...measured.gapsMs);
      console.log(
        `mode ${mode}  turn ${String(turn).padStart(2)}  first sound ${measured.firstSoundMs.toFixed(0)} ms` +
          `  floor ${measured.floorMs.toFixed(0)} ms  ratio ${ratio.toFixed(3)}  worst joint +${gap.toFixed(1)} ms`,
      );
    }
    return turns;
  } finally {
    await browser.close();
    await server.close();
    await ollama.close();
    await voice.close();
  }
}

let isGood = true;
for (const mode of [2, 0] as const) {
  const turns = await bench(mode);
  const ratios = turns.map((turn) => turn.firstSoundMs / turn.floorMs);
  const gaps = turns.flatMap((turn) => turn.gapsMs);
  const worst = Math.max(0, ...gaps);
  isGood &&= median(ratios) <= MAX_RATIO && worst <= MAX_GAP_MS;
  console.log(
    `mode ${mode}: first sound / floor: median ${median(ratios).toFixed(3)} (bar ${MAX_RATIO}), ` +
      `p95 ${percentile(ratios, 0.95).toFixed(3)}; ${gaps.length} joints, worst +${worst.toFixed(1)} ms (bar ${MAX_GAP_MS})`,
  );
}
process.exitCode = isGood ? 0 : 1;
