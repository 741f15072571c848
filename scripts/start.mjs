/**
 * `npm start`: installs and builds what is missing, then serves. Runs before node_modules exists, so nothing here
 * may come from a package.
 */
import "./setup/node-version.mjs";

// Imported late: an old Node could fail on these before the version check has spoken.
const { finish } = await import("./setup/run.mjs");
const { prepare, root } = await import("./setup/prepare.mjs");
const { assertPortFree } = await import("./setup/port.mjs");
process.chdir(root);
await finish(async () => {
  // A new build takes the files away from under a server that still runs from this folder.
  await prepare({ beforeBuild: assertPortFree });
  await import("./serve.mjs");
});
