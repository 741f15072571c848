import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a secret of ours looks like, whoever made it: a key, a session, a password's hash, a certificate's key. */
const SHAPES = [
  /\baf_[0-9a-f]{16}_[A-Za-z0-9_-]{43}\b/,
  /\beyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{8,}/,
  /scrypt\$/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];
/** The one line that is to be read by whoever starts the server. */
const EXCEPTED = /^Owner link: \S+$/;

/**
 * The lines of a log in which a secret stands, each told without it.
 * @param {string} log
 * @param {readonly string[]} secrets
 * @returns {string[]}
 */
export function leaks(log, secrets) {
  const found = [];
  for (const [at, line] of log.split("\n").entries()) {
    if (EXCEPTED.test(line)) continue;
    const secret = secrets.find((value) => line.includes(value));
    const shape = SHAPES.find((pattern) => pattern.test(line));
    if (secret !== undefined) found.push(`line ${at + 1}: ${line.split(secret).join("███").slice(0, 300)}`);
    else if (shape) found.push(`line ${at + 1}: what ${shape.source} describes`);
  }
  return found;
}

/**
 * Looks through what every server of the suite printed for every secret the suite has used (`tests/support/suite-log.ts`
 * wrote both down). Without a log, or without a secret, the suite has not been looked at, which is a failure too.
 * @param {string} folder
 * @returns {{ passed: number, failed: number }}
 */
export function searchLogs(folder) {
  const files = readdirSync(folder);
  const logs = files.filter((file) => file.endsWith(".log"));
  const read = (file) => readFileSync(path.join(folder, file), "utf8");
  const noted = files.filter((file) => file.endsWith(".secrets")).flatMap((file) => read(file).split("\n"));
  const secrets = [...new Set(noted.filter(Boolean).map((line) => String(JSON.parse(line))))];
  let failed = 0;
  for (const file of logs) {
    const found = leaks(read(file), secrets);
    if (found.length === 0) continue;
    failed += 1;
    console.error([`${file} (${folder}) tells a secret:`, ...found.slice(0, 10)].join("\n  "));
  }
  console.log(`${logs.length} servers' logs searched for ${secrets.length} secrets`);
  const isLookedAt = logs.length > 0 && secrets.length > 0;
  return isLookedAt ? { passed: logs.length - failed, failed } : { passed: 0, failed: 1 };
}
