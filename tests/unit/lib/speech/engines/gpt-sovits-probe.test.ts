import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { VoiceReference } from "@/lib/speech/engine";
import { createGptSovits } from "@/lib/speech/engines/gpt-sovits-v2";
import { engineContext } from "@/tests/conformance/speech-engine";
import { startGptSovits } from "@/tests/engines/gpt-sovits";
import { deadAddress, type RawServer, startRawServer } from "../../upstream/raw-server";

let server: RawServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function probe(listener: RequestListener, believed: boolean) {
  server = await startRawServer(listener);
  return createGptSovits({ baseUrl: server.url, believed }).checkHealth(engineContext());
}

const notFound: RequestListener = (_, response) => response.writeHead(404).end('{"detail":"Not Found"}');
const gradio: RequestListener = (_, response) => response.end("<script>window.gradio_config = {}</script>");
const withoutDocuments: RequestListener = (request, response) =>
  request.url === "/tts" && request.method === "POST"
    ? response.writeHead(400).end('{"message":"ref_audio_path is required"}')
    : response.writeHead(404).end();

describe("an address found by looking", () => {
  it("the real interface is up, without a synthesis", async () => {
    const simulator = await startGptSovits();
    const engine = createGptSovits({ baseUrl: simulator.url, believed: false });
    expect(await engine.checkHealth(engineContext())).toEqual({ state: "up" });
    expect(simulator.log.syntheses).toHaveLength(0);
    await simulator.close();
  });

  it("one without its description is known by how it refuses an empty request", async () => {
    expect(await probe(withoutDocuments, false)).toEqual({ state: "up" });
  });

  it("another service is not taken for it", async () => {
    expect(await probe(notFound, false)).toEqual({ state: "down", reason: "unknown_service" });
    const other: RequestListener = (_, response) => response.end('{"paths":{"/tts":{},"/voices":{}}}');
    expect(await probe(other, false)).toEqual({ state: "down", reason: "unknown_service" });
  });
});

describe("an address the operator named", () => {
  it("is up with any answer", async () => {
    expect(await probe(notFound, true)).toEqual({ state: "up" });
    expect(await probe((_, response) => response.writeHead(502).end(), true)).toEqual({ state: "up" });
  });

  it("also when it answers only its first question", async () => {
    const shy: RequestListener = (request, response) =>
      request.url === "/openapi.json" ? response.writeHead(404).end() : request.socket.destroy();
    expect(await probe(shy, true)).toEqual({ state: "up" });
  });
});

describe.each([true, false])("believed: %s", (believed) => {
  it("its web page is named", async () => {
    expect(await probe(gradio, believed)).toEqual({ state: "down", reason: "gradio_page" });
  });

  it("connecting but silent is busy, not down", async () => {
    expect(await probe(() => {}, believed)).toEqual({ state: "busy", reason: "busy" });
  });

  it("refused is down", async () => {
    const engine = createGptSovits({ baseUrl: await deadAddress(), believed });
    expect(await engine.checkHealth(engineContext())).toEqual({ state: "down", reason: "refused" });
  });

  it("an abort is no finding", async () => {
    server = await startRawServer(() => {});
    const engine = createGptSovits({ baseUrl: server.url, believed });
    const finding = engine.checkHealth(engineContext(AbortSignal.abort()));
    await expect(finding).rejects.toMatchObject({ kind: "aborted" });
  });
});

it.each([404, 405])("an older engine answering %i can read every reference", async (status) => {
  server = await startRawServer((_, response) => response.writeHead(status).end());
  const engine = createGptSovits({ baseUrl: server.url, believed: true });
  const reference: VoiceReference = { path: "a.wav", promptText: "", promptLang: "ko", read: null };
  expect(await engine.canReadReference(reference, engineContext())).toBe(true);
});
