import { createServer } from "node:net";
import { listen, listenSentence } from "../edge/listen.mjs";
import { root } from "./prepare.mjs";
import { StepFailed } from "./run.mjs";

/**
 * Ends the start early where the port is taken. Everything else about the settings is the application's to judge.
 * Needs node_modules.
 */
export async function assertPortFree() {
  const { default: nextEnv } = await import("@next/env");
  nextEnv.loadEnvConfig(root, false, { info: () => {}, error: console.error });
  const settings = {
    port: Number(process.env.PORT || 3000),
    bindAddress: process.env.BIND_ADDRESS || "127.0.0.1",
  };
  const probe = createServer();
  try {
    await listen(probe, settings.port, settings.bindAddress);
  } catch (error) {
    if (error?.code === "EADDRINUSE") throw new StepFailed(listenSentence(error, settings));
  } finally {
    probe.close();
  }
}
