import { spawn } from "node:child_process";

/** Of a quiet step's output, what is shown when it fails. */
const KEPT_CHARACTERS = 20_000;

/**
 * Runs a program to its end. A signal to us is passed on, and then ends us as well.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, limitMs?: number, shell?: boolean }} [options] quiet: output is kept back and returned
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { quiet = false, env = process.env, limitMs = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
    const child = spawn(command, args, { stdio, env, shell });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_CHARACTERS);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    const limit = limitMs > 0 ? setTimeout(() => child.kill("SIGTERM"), limitMs) : undefined;
    const pass = (signal) => {
      child.kill(signal);
      process.exitCode = 130;
    };
    process.on("SIGINT", pass).on("SIGTERM", pass);
    const settle = (result) => {
      clearTimeout(limit);
      process.off("SIGINT", pass).off("SIGTERM", pass);
      if (process.exitCode === 130) process.exit();
      resolve(result);
    };
    child.on("error", (error) => settle({ ok: false, output: `${output}${command}: ${error.message}\n` }));
    child.on("close", (code) => settle({ ok: code === 0, output }));
  });
}

/** A step of a start that failed; its message is all a person needs to read. */
export class StepFailed extends Error {}

/** Runs the script and turns its failure into a message and an exit code, without a stack for known failures. */
export async function finish(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof StepFailed ? error.message : error);
    process.exit(1);
  }
}
