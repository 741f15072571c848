/**
 * `npm run bench`: measures the built application with the engine simulators (tests/bench/main.ts);
 * `npm run bench -- context-window`: another file there.
 */
import "./setup/node-version.mjs";

const { finish, run, StepFailed } = await import("./setup/run.mjs");
const { prepare, root, tool } = await import("./setup/prepare.mjs");
const { findBrowser } = await import("./test/browser.mjs");
process.chdir(root);

await finish(async () => {
  await prepare();
  const browser = await findBrowser();
  const env = { ...process.env, ...(browser && { CHROME_PATH: browser }) };
  const [name = "", ...rest] = process.argv.slice(2);
  const isNamed = /^[a-z-]+$/.test(name);
  const file = `tests/bench/${isNamed ? name : "main"}.ts`;
  // Server code says in its first line that it is; outside of Next this condition lets it be imported.
  const given = isNamed ? rest : process.argv.slice(2);
  const args = [tool("tsx/dist/cli.mjs"), "--conditions=react-server", file, ...given];
  const { ok } = await run(process.execPath, args, { env });
  if (!ok) throw new StepFailed("The bench did not finish.");
});
