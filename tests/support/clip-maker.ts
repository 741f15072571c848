// A process that makes clips until it is killed: `clip-maker <folder> <run>`.
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@/db/client";
import { createLogger } from "@/lib/log/logger";
import { clipIndex } from "@/lib/services/clip-index";
import { createClipStore } from "@/lib/speech/clips";
import { createFilesystem } from "@/lib/storage";
import { clipKeyOf, soundOf } from "./clip-sounds";

/** Few enough that clips are let go, too, while it is killed. */
const MAX_BYTES = 4 * 2 ** 20;
const AT_ONCE = 6;

const [folder = "", run = ""] = process.argv.slice(2);
const { db } = openDatabase(folder);
const clips = createClipStore({
  storage: createFilesystem(path.join(folder, "audio")),
  index: clipIndex(db),
  freeBytes: async () => 2 ** 40,
  maxBytes: MAX_BYTES,
  logger: createLogger("silent"),
});

let number = 0;
let isFirst = true;
async function make(): Promise<void> {
  for (;;) {
    const key = clipKeyOf(run, number++);
    const sound = soundOf(key);
    await clips.open(key, async (sink) => {
      sink.start(32_000);
      for (let at = 0; at < sound.length; at += 16_384) {
        sink.write(sound.subarray(at, at + 16_384));
        await sleep(number % 3);
      }
    }).finished;
    if (isFirst) process.stdout.write("making\n");
    isFirst = false;
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, make));
