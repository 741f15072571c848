import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";

const HEARTBEAT_MS = 2000;
const STALE_MS = 30_000;
const POLL_MS = 300;

/**
 * Runs `work` while no other process works in the same folder; the second one waits. A lock whose holder died is
 * taken over: its process is gone, or (where ids are reused) its heartbeat stopped.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let attempt = 1; !take(file); attempt += 1) {
    if (attempt === 2) console.log("Another start is preparing this folder; waiting for it to finish.");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    release();
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (isStale(file)) {
    // Renaming is atomic: of several processes that find the lock stale, one gets it out of the way.
    const aside = `${file}.${process.pid}`;
    try {
      renameSync(file, aside);
      rmSync(aside, { force: true });
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  return false;
}

function isStale(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return true;
    const holder = Number(readFileSync(file, "utf8"));
    // Just created and not written yet: alive.
    return holder > 0 && !isRunning(holder);
  } catch {
    return false;
  }
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Removed by hand; the work in hand goes on.
  }
}
