/**
 * `npm test`: everything there is to check, on a machine with Node and npm alone. Every step runs whatever the one
 * before it did; the last line is the sum.
 */
import "./setup/node-version.mjs";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";

const { finish } = await import("./setup/run.mjs");
const { prepare, root } = await import("./setup/prepare.mjs");
const steps = await import("./test/steps.mjs");
const { searchLogs } = await import("./test/logs.mjs");
const { ensureBrowser } = await import("./test/browser.mjs");
process.chdir(root);

const total = { passed: 0, failed: 0 };

await finish(async () => {
  await prepare({ build: false });
  const browser = await ensureBrowser();
  const logs = path.join(root, ".cache/suite-logs");
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const env = {
    ...process.env,
    CI: process.env.CI ?? "1",
    SUITE_LOGS: logs,
    ...(browser && { CHROME_PATH: browser }),
  };

  await step("Types", async () => asTest(await steps.typecheck()));
  await step("Lint and format", async () => asTest(await steps.lint()));
  const built = await step("Build", () => prepare().then(() => ({ passed: 1, failed: 0 })));
  await step("Unit, conformance and API tests", () => steps.vitest(env));
  // Against an older build they would tell nothing about these sources.
  for (const project of ["timed", "pages"]) {
    const e2e = () => (built ? steps.playwright(env, project) : { passed: 0, failed: 1 });
    await step(`End-to-end tests (${project})`, e2e);
  }
  await step("No secret in any log", async () => searchLogs(logs));

  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
});

/** @returns {Promise<boolean>} whether nothing failed */
async function step(name, work) {
  const begin = Date.now();
  console.log(`\n── ${name}`);
  let counts;
  try {
    counts = await work();
  } catch (error) {
    console.error(error.message);
    counts = { passed: 0, failed: 1 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  console.log(`── ${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds(begin)} s)`);
  return counts.failed === 0;
}

function asTest({ ok }) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function seconds(begin) {
  return ((Date.now() - begin) / 1000).toFixed(1);
}
