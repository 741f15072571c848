import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { root, tool } from "../setup/prepare.mjs";
import { run } from "../setup/run.mjs";
import { playwrightCounts, playwrightFlaky, vitestCounts } from "./counts.mjs";

const MINUTE_MS = 60_000;
const node = process.execPath;

/** Next writes the types of its routes first; without them the pages do not type-check. */
export async function typecheck() {
  const generated = await run(node, [tool("next/dist/bin/next"), "typegen"], {
    quiet: true,
    limitMs: MINUTE_MS,
  });
  if (!generated.ok) console.error(generated.output);
  // Not incremental: what TypeScript 7 remembers of the generated types outlives them.
  const tsc = [tool("typescript/bin/tsc"), "--noEmit", "--incremental", "false"];
  const checked = await run(node, tsc, { limitMs: 3 * MINUTE_MS });
  return { ok: generated.ok && checked.ok };
}

export function lint() {
  return run(node, [tool("@biomejs/biome/bin/biome"), "check", "."], { limitMs: 2 * MINUTE_MS });
}

/** @returns {Promise<{ passed: number, failed: number }>} */
export function vitest(env) {
  const args = ["run", "--config", "tests/vitest.config.ts", "--reporter=default", "--reporter=json"];
  const report = path.join(root, ".cache/vitest.json");
  const command = [tool("vitest/vitest.mjs"), ...args, `--outputFile.json=${report}`];
  return counted(command, { report, env, limitMs: 10 * MINUTE_MS, count: vitestCounts });
}

/**
 * @param {"timed" | "pages"} project the tests that time sound run with the machine to themselves
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export function playwright(env, project) {
  const report = path.join(root, `.cache/playwright-${project}.json`);
  const config = ["--config", "tests/playwright.config.ts", `--project=${project}`];
  const args = ["test", ...config, "--reporter=list,json"];
  return counted([tool("@playwright/test/cli.js"), ...args], {
    report,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    limitMs: 15 * MINUTE_MS,
    count: (told) => {
      for (const name of playwrightFlaky(told)) console.log(`Passed at the second try only: ${name}`);
      return playwrightCounts(told);
    },
  });
}

/** A run whose program failed although its report counts no failure has failed all the same. */
async function counted(command, { report, env, limitMs, count }) {
  rmSync(report, { force: true });
  const { ok } = await run(node, command, { env, limitMs });
  const counts = readCounts(report, count);
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function readCounts(report, count) {
  try {
    return count(JSON.parse(readFileSync(report, "utf8")));
  } catch (error) {
    console.error(`The test report could not be read: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}
