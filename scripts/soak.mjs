/**
 * `npm run soak`: everything in tests/soak, one after the other, on the built application with the engine simulators;
 * `npm run soak -- kill-nine`: one of them, with what follows as its arguments.
 */
import { readdirSync } from "node:fs";
import "./setup/node-version.mjs";

const { finish, run, StepFailed } = await import("./setup/run.mjs");
const { prepare, root, tool } = await import("./setup/prepare.mjs");
process.chdir(root);

await finish(async () => {
  const all = readdirSync("tests/soak").filter((file) => file.endsWith(".ts"));
  const [name, ...rest] = process.argv.slice(2);
  const files = name ? all.filter((file) => file === `${name}.ts`) : all;
  if (files.length === 0)
    throw new StepFailed(`There are: ${all.map((file) => file.slice(0, -3)).join(", ")}`);
  await prepare();
  const failed = [];
  for (const file of files) {
    const args = [tool("tsx/dist/cli.mjs"), "--conditions=react-server", `tests/soak/${file}`, ...rest];
    const { ok } = await run(process.execPath, args, { env: process.env });
    if (!ok) failed.push(file);
  }
  if (failed.length > 0) throw new StepFailed(`Not as it should be: ${failed.join(", ")}`);
});
