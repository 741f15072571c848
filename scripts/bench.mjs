/** `npm run bench`: measures the built application with the engine simulators (tests/bench/main.ts). */
import "./setup/node-version.mjs";

const { finish, run, StepFailed } = await import("./setup/run.mjs");
const { prepare, root, tool } = await import("./setup/prepare.mjs");
const { findBrowser } = await import("./test/browser.mjs");
process.chdir(root);

await finish(async () => {
  await prepare();
  const browser = await findBrowser();
  const env = { ...process.env, ...(browser && { CHROME_PATH: browser }) };
  const args = [tool("tsx/dist/cli.mjs"), "tests/bench/main.ts", ...process.argv.slice(2)];
  const { ok } = await run(process.execPath, args, { env });
  if (!ok) throw new StepFailed("The bench did not finish.");
});
