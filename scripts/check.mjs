/** `npm run check`: format, lint, types and unit tests; ends at the first that fails. */
import "./setup/node-version.mjs";

const { finish, run, StepFailed } = await import("./setup/run.mjs");
const { prepare, root, tool } = await import("./setup/prepare.mjs");
const { lint, typecheck } = await import("./test/steps.mjs");
process.chdir(root);

await finish(async () => {
  await prepare({ build: false });
  await step("Format and lint", lint);
  await step("Types", typecheck);
  const vitest = [tool("vitest/vitest.mjs"), "run", "--config", "tests/vitest.config.ts", "tests/unit"];
  await step("Unit tests", () => run(process.execPath, vitest));
});

async function step(name, work) {
  console.log(`\n${name}`);
  const { ok } = await work();
  if (!ok) throw new StepFailed(`${name}: not clean.`);
}
