import { test as base, expect } from "@playwright/test";
import { startGptSovits } from "../engines/gpt-sovits";
import { startOllama } from "../engines/ollama";
import { startRecognition } from "../engines/recognition";
import { type ServerOptions, startServer, type TestServer } from "../support/server";
import { SoundRecorder } from "../support/sound/recorder";
import { gatherSecret } from "../support/suite-log";

type Ollama = Awaited<ReturnType<typeof startOllama>>;
type GptSovits = Awaited<ReturnType<typeof startGptSovits>>;

/** What a test's server stands on; set with `test.use({ surroundings: { … } })`. */
export interface Surroundings {
  /** Simulators to start; absent = nothing listens there. */
  ollama?: Parameters<typeof startOllama>[0];
  gptSovits?: Parameters<typeof startGptSovits>[0];
  recognition?: Parameters<typeof startRecognition>[0];
  /** The name the page is opened under, which PUBLIC_URL then names; absent = 127.0.0.1. */
  publicHost?: string;
  env?: Record<string, string>;
}

export interface Engines {
  ollama: Ollama | null;
  gptSovits: GptSovits | null;
  recognition: Awaited<ReturnType<typeof startRecognition>> | null;
}

interface Fixtures {
  surroundings: Surroundings;
  engines: Engines;
  /** A server of this test's own, with an empty data folder. */
  server: TestServer;
  /** Everything the page sounds. */
  sound: SoundRecorder;
}

export const test = base.extend<Fixtures>({
  surroundings: [{}, { option: true }],

  engines: async ({ surroundings }, use) => {
    const ollama = surroundings.ollama ? await startOllama(surroundings.ollama) : null;
    const gptSovits = surroundings.gptSovits ? await startGptSovits(surroundings.gptSovits) : null;
    const recognition = surroundings.recognition ? await startRecognition(surroundings.recognition) : null;
    await use({ ollama, gptSovits, recognition });
    await ollama?.close();
    await gptSovits?.close();
    await recognition?.close();
  },

  server: async ({ surroundings, engines }, use, testInfo) => {
    const { publicHost, env } = surroundings;
    const options: ServerOptions = {
      env: (port) => ({
        ...(engines.ollama && { OLLAMA_BASE_URL: engines.ollama.url }),
        ...(engines.gptSovits && { TTS_BASE_URL: engines.gptSovits.url }),
        ...(engines.recognition && { ASR_BASE_URL: engines.recognition.url }),
        ...(publicHost && { PUBLIC_URL: `http://${publicHost}:${port}` }),
        ...env,
      }),
    };
    const server = await startServer(options);
    await use(server);
    await server.close();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("server", { body: server.stdout + server.stderr, contentType: "text/plain" });
    }
  },

  // Whatever a test does: no page of its may break the policy it was sent with.
  context: async ({ context }, use) => {
    const broken: string[] = [];
    context.on("console", (message) => {
      if (/content security policy/i.test(message.text())) broken.push(message.text());
    });
    await use(context);
    for (const { name, value } of await context.cookies()) if (name === "access_token") gatherSecret(value);
    expect(broken).toEqual([]);
  },

  baseURL: async ({ server, surroundings }, use) => {
    await use(surroundings.publicHost ? `http://${surroundings.publicHost}:${server.port}` : server.url);
  },

  sound: async ({ page }, use) => {
    await use(await SoundRecorder.attach(page));
  },
});

export { expect };
