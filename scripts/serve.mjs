/**
 * Serves the built application. Settings, database and engines are opened by the application itself
 * (instrumentation.ts), which leaves what this script needs under a symbol; this script owns the socket.
 */
import path from "node:path";
import { whenBooted } from "./edge/boot.mjs";
import { listen, listenSentence } from "./edge/listen.mjs";
import { createEdge } from "./edge/server.mjs";

const STOP_MS = 5000;
const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

// Next logs unhandled rejections and goes on; after an uncaught exception nothing can be relied on any more.
process.on("uncaughtException", (error) => {
  console.error("Avatar Forge stops because of an error nobody handled:", error);
  process.exit(1);
});

const nextEnv = await import("@next/env");
nextEnv.default.loadEnvConfig(root, false, { info: () => {}, error: console.error });

const { default: next } = await import("next");
const booted = whenBooted();
// Next builds `request.url` from these two, never from the Host header; whether they are right is checked elsewhere.
const hostname = process.env.BIND_ADDRESS || "127.0.0.1";
const app = next({ dev: false, dir: root, quiet: true, hostname, port: Number(process.env.PORT || 3000) });
await app.prepare();
const boot = await booted;

const publicUrl = new URL(boot.publicUrl);
const options = { tls: boot.tls, trustProxy: boot.trustProxy, publicUrl };
const server = await openEdge();

async function openEdge() {
  try {
    return createEdge(options, app.getRequestHandler());
  } catch (error) {
    console.error(`TLS_CERT and TLS_KEY cannot be used together: ${error.message}.`);
    await boot.shutdown();
    process.exit(1);
  }
}

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  // A terminal's Ctrl-C reaches us twice under npm: from the terminal and passed on by npm.
  process.on(signal, () => {
    if (!stopping) stop(0);
  });
}

/** Accepts nothing new, lets the application end its turns and close its files, and leaves within STOP_MS. */
async function stop(exitCode) {
  stopping = true;
  setTimeout(() => process.exit(exitCode), STOP_MS - 300).unref();
  server.close();
  server.closeIdleConnections();
  try {
    await boot.shutdown();
  } catch (error) {
    console.error("Stopping was not clean:", error);
  }
  server.closeAllConnections();
  process.exit(exitCode);
}

try {
  const port = await listen(server, boot.port, boot.bindAddress);
  if (boot.port === 0) publicUrl.port = String(port);
  const ownerLink = await boot.ownerLink(publicUrl.origin);
  // One write, so that whoever reads the first line has the second as well.
  const ready = `Avatar Forge is ready at ${publicUrl.origin}`;
  console.log(ownerLink ? `${ready}\nOwner link: ${ownerLink}` : ready);
} catch (error) {
  console.error(listenSentence(error, boot));
  await stop(1);
}
