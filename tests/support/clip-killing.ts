import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@/db/client";
import { createLogger } from "@/lib/log/logger";
import { clipIndex } from "@/lib/services/clip-index";
import { type ClipStore, createClipStore } from "@/lib/speech/clips";
import { createFilesystem } from "@/lib/storage";
import { soundOf } from "./clip-sounds";
import { ROOT } from "./settings";

export interface ClipKillingReport {
  kills: number;
  /** Whole clips found after the kills, all in all. */
  whole: number;
  /** Half clips that were swept away. */
  swept: number;
  /** What was short, wrong or left over, in words. Empty is the bar. */
  faults: string[];
}

const LONGEST_LIFE_MS = 600;

/**
 * Ends a process that makes clips with SIGKILL at random moments, again and again on one folder. Whatever can be
 * opened afterwards must be the whole sound of its key, before the sweep as after it.
 */
export async function killClipMakers(kills: number): Promise<ClipKillingReport> {
  const folder = mkdtempSync(path.join(tmpdir(), "avatar-forge-killing-"));
  const report: ClipKillingReport = { kills, whole: 0, swept: 0, faults: [] };
  try {
    for (let kill = 0; kill < kills; kill++) {
      await runAndKill(folder, String(kill), Math.random() * LONGEST_LIFE_MS);
      await inspect(folder, report);
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAndKill(folder: string, run: string, lifeMs: number): Promise<void> {
  const script = path.join(ROOT, "tests/support/clip-maker.ts");
  const args = ["--conditions=react-server", "--import", "tsx", script, folder, run];
  // Not through the tsx command: a signal to that would only end the one that starts the process.
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const begun = await Promise.race([once(child.stdout, "data"), ended.then(() => null)]);
  if (!begun) throw new Error("the process ended before it made anything");
  await sleep(lifeMs);
  child.kill("SIGKILL");
  const [, signal] = await ended;
  if (signal !== "SIGKILL") throw new Error("the process ended by itself");
}

async function inspect(folder: string, report: ClipKillingReport): Promise<void> {
  const { db, close } = openDatabase(folder);
  const files = createFilesystem(path.join(folder, "audio"));
  const index = clipIndex(db);
  const logger = createLogger("silent");
  const clips = createClipStore({
    storage: files,
    index,
    freeBytes: async () => 2 ** 40,
    maxBytes: 2 ** 40,
    logger,
  });
  try {
    for (const { key } of await index.after(null, 10_000))
      await judge(clips, key, "before the sweep", report);
    report.swept += (await clips.sweep()).removedFiles;
    const keys = new Set((await index.after(null, 10_000)).map((row) => row.key));
    for await (const file of files.list("")) {
      const key = path.basename(file.path, ".wav");
      if (file.path.startsWith("tmp/")) report.faults.push(`left over: ${file.path}`);
      else if (!keys.delete(key)) report.faults.push(`without a row: ${file.path}`);
      else if (await judge(clips, key, "after the sweep", report)) report.whole += 1;
    }
    for (const key of keys) report.faults.push(`without a file: ${key}`);
  } finally {
    await clips.close();
    close();
  }
}

/** Whether it can be opened; what can must be whole. */
async function judge(
  clips: ClipStore,
  key: string,
  when: string,
  report: ClipKillingReport,
): Promise<boolean> {
  const stored = await clips.openStored(key);
  if (!stored) return false;
  const pieces: Uint8Array[] = [];
  for await (const piece of stored.pcm()) pieces.push(piece);
  if (!Buffer.concat(pieces).equals(soundOf(key))) report.faults.push(`short or wrong ${when}: ${key}`);
  return true;
}
