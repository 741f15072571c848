import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { learnDescription } from "./described";
import { freePort } from "./free-port";
import { bareEnvironment, blankSettings, ROOT } from "./settings";
import { gatherLog, gatherSecret, gatherSettings } from "./suite-log";

export interface ServerOptions {
  /** Settings on top of the blank ones; a function gets the port, for PUBLIC_URL. */
  env?: Record<string, string> | ((port: number) => Record<string, string>);
  /** A folder of the caller's, which then outlives the server. */
  dataDir?: string;
  port?: number;
}

/** The built application as a process of its own. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** Of the running process; 0 where none runs. */
  readonly pid: number;
  /** Everything it printed so far, over all restarts. */
  readonly stdout: string;
  readonly stderr: string;
  /** Printed while there is no admin. */
  readonly ownerLink: string | null;
  /** As a power cut: no handler of the server's runs. */
  kill9(): Promise<void>;
  /** SIGTERM; resolves with the exit code, null where a signal ended it. */
  stop(): Promise<number | null>;
  /** Stops it if it runs and starts it again on the same port and folder, with other settings where given. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Stops it and removes the folder if it was ours. */
  close(): Promise<void>;
}

const START_LIMIT_MS = 75_000;
const PORT_TAKEN = /is taken by another program/;

/** Starts the built application with no engines but those `env` names. Rejects with what it printed if it ends early. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  for (let attempt = 1; ; attempt += 1) {
    const server = new ServerProcess(options, options.port ?? (await freePort()));
    try {
      await server.start();
      await learnDescription(server.url);
      return server;
    } catch (error) {
      await server.close();
      // Somebody took the free port in between.
      if (options.port || attempt === 3 || !PORT_TAKEN.test(String(error))) throw error;
    }
  }
}

class ServerProcess implements TestServer {
  readonly url: string;
  readonly dataDir: string;
  stdout = "";
  stderr = "";
  #child: ChildProcess | null = null;
  #env: Record<string, string>;
  #ownsFolder: boolean;

  constructor(
    options: ServerOptions,
    readonly port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#ownsFolder = options.dataDir === undefined;
    this.dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), "avatar-forge-test-"));
    this.#env = typeof options.env === "function" ? options.env(port) : (options.env ?? {});
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get ownerLink(): string | null {
    return /^Owner link: (\S+)$/m.exec(this.stdout)?.[1] ?? null;
  }

  async start(): Promise<void> {
    const env = { ...bareEnvironment(), ...blankSettings(), PORT: String(this.port), DATA_DIR: this.dataDir };
    const child = spawn(process.execPath, ["scripts/serve.mjs"], {
      cwd: ROOT,
      // Next declares NODE_ENV as required; the script sets its own.
      env: { ...env, ...this.#env } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    gatherSettings(this.#env);
    const logName = `${path.basename(this.dataDir)}-${this.port}`;
    const printedBefore = this.stdout.length;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      gatherLog(logName, text);
    });
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string) => reject(new Error(`${reason}\n${this.stdout}${this.stderr}`));
      const limit = setTimeout(() => fail("The server did not get ready in time."), START_LIMIT_MS);
      child.once("close", (code) => {
        clearTimeout(limit);
        if (this.#child === child) this.#child = null;
        fail(`The server ended with ${code}.`);
      });
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        this.stdout += text;
        gatherLog(logName, text);
        if (!/Avatar Forge is ready at .*\n/.test(this.stdout.slice(printedBefore))) return;
        clearTimeout(limit);
        gatherSecret(this.ownerLink?.split("#")[1]);
        resolve();
      });
    });
  }

  async kill9(): Promise<void> {
    await this.#end("SIGKILL");
  }

  stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  async restart(env: Record<string, string> = {}): Promise<void> {
    await this.stop();
    this.#env = { ...this.#env, ...env };
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.#ownsFolder) rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child) return Promise.resolve(null);
    this.#child = null;
    return new Promise((resolve) => {
      child.once("close", (code) => resolve(code));
      child.kill(signal);
    });
  }
}
