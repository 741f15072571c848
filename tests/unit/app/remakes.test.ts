import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as cache from "@/app/api/admin/cache/route";
import * as tts from "@/app/api/tts/route";
import * as one from "@/app/api/voices/[id]/route";
import * as voices from "@/app/api/voices/route";
import type { CacheView } from "@/lib/contract/cache";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

let engine: GptSovitsSimulator;
const stage = servicesStage(async () => {
  engine = await startGptSovits({ speed: 100 });
  return { TTS_BASE_URL: engine.url };
});
beforeAll(() => stage.services.speech.makeSure("engine"));
afterAll(() => engine.close());

const { ask } = stage;

const LINES = ["처음에 한 말입니다.", "가운데에 한 말입니다.", "끝에 한 말입니다."];

/** A voice with so many kept lines, changed since. */
async function changedVoice(lines: number): Promise<string> {
  const references = stage.services.voices.list()[0]?.spec.references;
  const made = await ask(voices.POST, ADMIN, { method: "POST", json: { name: "이어서", references } });
  const id = String(made.data.id);
  for (const text of LINES.slice(0, lines)) {
    const json = { text, voice_id: id };
    expect((await ask(tts.POST, GUEST, { method: "POST", json })).status).toBe(200);
  }
  const json = { settings: { temperature: 0.6 } };
  await ask(one.PUT, ADMIN, { method: "PUT", params: { id }, json });
  return id;
}
const outdated = async (id: string) =>
  ((await ask(cache.GET, ADMIN)).data as unknown as CacheView).voices.find(({ voice_id }) => voice_id === id)
    ?.outdated;
const remakes = () => stage.services.remakes;
const isDone = () => vi.waitFor(() => expect(remakes().state?.state).toBe("done"), 15_000);

it("lines that were being made when the server ended are made by the next one, and are not offered any more", async () => {
  const id = await changedVoice(3);
  expect(await outdated(id)).toBe(3);
  // Played last is made first: the engine never answers for the middle one.
  await engine.behave("hang", { matching: "가운데" });
  await remakes().start(id);
  await vi.waitFor(() => expect(remakes().state?.done).toBe(1));
  // The process ends while the engine still says nothing.
  const ended = remakes().close();
  await engine.restart();
  await engine.behave("well");
  await ended;
  await stage.restart();
  await isDone();
  expect(remakes().state).toEqual({ voice_id: id, state: "done", total: 2, done: 2, failed: 0 });
  expect(await outdated(id)).toBe(0);
  await stage.restart();
  await remakes().resume();
  expect(remakes().state).toBeNull();
});

it("an engine that is away is waited for; what was stopped by a person is not taken up again", async () => {
  const id = await changedVoice(2);
  await engine.behave("down");
  await stage.services.speech.makeSure("engine");
  await remakes().start(id);
  await stage.restart();
  await vi.waitFor(() => expect(remakes().state).toMatchObject({ state: "running", done: 0, failed: 0 }));
  await engine.behave("well");
  await isDone();
  expect(remakes().state).toMatchObject({ total: 2, done: 2, failed: 0 });

  const other = await changedVoice(2);
  await engine.behave("down");
  await remakes().start(other);
  expect(await remakes().cancel()).toMatchObject({ state: "cancelled" });
  await engine.behave("well");
  await stage.restart();
  await remakes().resume();
  expect(remakes().state).toBeNull();
  expect(await outdated(other)).toBe(2);
});
