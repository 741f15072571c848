/** `npm run owner-link`: prints a new link with which whoever opens it becomes this server's owner. */
import "./setup/node-version.mjs";

const { finish, run, StepFailed } = await import("./setup/run.mjs");
const { prepare, root, tool } = await import("./setup/prepare.mjs");
process.chdir(root);

await finish(async () => {
  await prepare({ build: false });
  // Without this condition `server-only` throws by design: it is meant for React servers alone.
  const args = [tool("tsx/dist/cli.mjs"), "--conditions=react-server", "scripts/owner-link.ts"];
  const { ok } = await run(process.execPath, args);
  if (!ok) throw new StepFailed("No owner link was made; the reason stands above.");
});
