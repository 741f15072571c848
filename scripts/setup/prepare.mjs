import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { alone } from "./lock.mjs";
import { run, StepFailed } from "./run.mjs";

export const root = path.resolve(import.meta.dirname, "../..");

const SOURCES = ["app", "components", "lib", "db", "public"];
const BUILD_FILES = [
  "package.json",
  "package-lock.json",
  "next.config.ts",
  "tsconfig.json",
  "instrumentation.ts",
  "proxy.ts",
];
const installStamp = path.join(root, "node_modules/.avatar-forge-installed");
const buildStamp = path.join(root, ".next/avatar-forge-built");

/**
 * Installs and builds what is not up to date, one process at a time in this folder.
 * @param {{ build?: boolean, beforeBuild?: () => Promise<void> }} [options] beforeBuild: called when there is
 *   something to build, to refuse it by throwing
 */
export function prepare({ build = true, beforeBuild = async () => {} } = {}) {
  return alone(path.join(root, ".cache/prepare.lock"), async () => {
    await install();
    if (build) await buildApplication(beforeBuild);
  });
}

async function install() {
  const wanted = fingerprint(root, ["package-lock.json"]);
  if (read(installStamp) === wanted) return;
  console.log("Installing the packages; the first time takes about two minutes.");
  const { command, args, shell } = npm(["ci", "--include=dev", "--no-progress", "--loglevel=error"]);
  const env = { ...process.env, npm_config_audit: "false", npm_config_fund: "false" };
  const { ok, output } = await run(command, args, { quiet: true, env, shell });
  if (!ok) throw new StepFailed(`${output}Installing the packages failed; npm's own message stands above.`);
  writeFileSync(installStamp, wanted);
}

async function buildApplication(beforeBuild) {
  const wanted = fingerprint(root, [...SOURCES, ...BUILD_FILES]);
  if (read(buildStamp) === wanted) return;
  await beforeBuild();
  console.log("Building the application; this takes about a minute.");
  rmSync(buildStamp, { force: true });
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { ok, output } = await run(process.execPath, [tool("next/dist/bin/next"), "build"], {
    quiet: true,
    env,
  });
  if (!ok) throw new StepFailed(`${output}Building the application failed; the reason stands above.`);
  writeFileSync(buildStamp, wanted);
}

/** The path of a program inside node_modules. */
export function tool(file) {
  return path.join(root, "node_modules", file);
}

/** npm as it was started, so that a second version on the PATH plays no part. */
function npm(args) {
  const started = process.env.npm_execpath ?? "";
  if (/^npm(-cli)?\.c?js$/.test(path.basename(started)) && existsSync(started)) {
    return { command: process.execPath, args: [started, ...args], shell: false };
  }
  return { command: "npm", args, shell: process.platform === "win32" };
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
