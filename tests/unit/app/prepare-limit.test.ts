import { afterAll, expect, it, vi } from "vitest";
import { PATCH } from "@/app/api/sessions/[id]/route";
import { POST as openSession } from "@/app/api/sessions/route";
import * as prepare from "@/app/api/tts/prepare/route";
import * as reference from "@/app/api/voices/[id]/reference/route";
import * as voices from "@/app/api/voices/route";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { ADMIN, GUEST, servicesStage, toneWav } from "./services-fixture";

let simulator: GptSovitsSimulator;
const stage = servicesStage(async () => {
  simulator = await startGptSovits({
    speed: 100,
    weights: { "a.ckpt": "v2", "a.pth": "v2", "b.ckpt": "v2", "b.pth": "v2" },
  });
  return { TTS_BASE_URL: simulator.url, LLM_SERVICE: "demo", RATE_LIMIT_SYNTHESES: "1" };
});
afterAll(() => simulator.close());

const voice = async (name: string) => {
  const json = { name, gpt_weights_path: `${name}.ckpt`, sovits_weights_path: `${name}.pth` };
  const id = String((await stage.ask(voices.POST, ADMIN, { method: "POST", json })).data.id);
  const form = new FormData();
  form.set("audio", new Blob([toneWav(4)]), "tone.wav");
  form.set("prompt_text", name);
  expect((await stage.ask(reference.POST, ADMIN, { method: "POST", params: { id }, form })).status).toBe(200);
  return id;
};
const ready = (voice_id: string) => stage.ask(prepare.POST, GUEST, { method: "POST", json: { voice_id } });

it("weights that are loaded count as speech; a play is opened and its voice changed all the same, without them", async () => {
  const [a, b] = [await voice("a"), await voice("b")];
  expect((await ready(a)).data.status).toBe("preparing");
  await vi.waitFor(async () => expect((await ready(a)).data.status).toBe("ready"), 5000);
  expect((await ready(a)).status).toBe(200);

  const refused = await ready(b);
  expect([refused.status, refused.error.code]).toEqual([429, "RATE_LIMITED"]);
  const json = { character_id: "alice", voice: b };
  const opened = await stage.ask(openSession, GUEST, { method: "POST", json });
  expect([opened.status, opened.data.voice_id]).toEqual([200, b]);
  const params = { id: String(opened.data.id) };
  const changed = await stage.ask(PATCH, GUEST, { method: "PATCH", params, json: { voice: b } });
  expect(changed.status).toBe(200);
  await simulator.whenIdle();
  expect(simulator.weights).toEqual({ gpt: "a.ckpt", sovits: "a.pth" });
});
