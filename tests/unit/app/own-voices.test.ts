import { readdirSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import * as peoples from "@/app/api/admin/own-voices/[id]/route";
import * as totals from "@/app/api/admin/own-voices/route";
import * as adminClip from "@/app/api/admin/references/[file]/route";
import * as characters from "@/app/api/characters/route";
import * as check from "@/app/api/references/check/route";
import * as tts from "@/app/api/tts/route";
import * as ttsVoices from "@/app/api/tts/voices/route";
import * as exportAll from "@/app/api/users/me/export/route";
import * as me from "@/app/api/users/me/route";
import * as clip from "@/app/api/users/me/voices/[id]/references/[referenceId]/route";
import * as clips from "@/app/api/users/me/voices/[id]/references/route";
import * as own from "@/app/api/users/me/voices/[id]/route";
import * as mine from "@/app/api/users/me/voices/route";
import * as serverClip from "@/app/api/voices/[id]/reference/route";
import * as serverVoice from "@/app/api/voices/[id]/route";
import * as serverVoices from "@/app/api/voices/route";
import { type Actor, authenticated } from "@/lib/auth/actor";
import type { OwnVoicesView, OwnVoiceView } from "@/lib/contract/own-voices";
import type { VoiceList } from "@/lib/contract/speech";
import type { VoiceView } from "@/lib/contract/voices";
import { voiceOf } from "@/lib/conversation/segment-recipe";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { ADMIN, GUEST, servicesStage, toneWav } from "./services-fixture";

let simulator: GptSovitsSimulator;
const stage = servicesStage(async () => {
  simulator = await startGptSovits({ speed: 100 });
  return { TTS_BASE_URL: simulator.url, OWN_VOICES_PER_USER: "3", OWN_VOICES_MAX_BYTES: "500000" };
});
afterAll(() => simulator.close());

const { ask } = stage;
const person = (id: string): Actor => authenticated({ id, kind: "account" });
const ANNA = person("anna");
const BEN = person("ben");

const make = async (actor: Actor, name: string) => {
  const answer = await ask(mine.POST, actor, { method: "POST", json: { name } });
  return { ...answer, voice: answer.data as unknown as OwnVoiceView };
};
const give = async (actor: Actor, id: string, seconds: number, fields: Record<string, string> = {}) => {
  const form = new FormData();
  form.set("audio", new Blob([toneWav(seconds)]), "a.wav");
  for (const [name, value] of Object.entries({ consent: "본인", ...fields })) form.set(name, value);
  const answer = await ask(clips.POST, actor, { method: "POST", params: { id }, form });
  return { ...answer, voice: answer.data as unknown as OwnVoiceView };
};
const pick = (handler: typeof clips.POST, actor: Actor, id: string, file: string) =>
  ask(handler, actor, { method: "POST", params: { id }, json: { file, consent: "본인" } });
const drop = (actor: Actor, id: string) => ask(own.DELETE, actor, { method: "DELETE", params: { id } });
const mineOf = async (actor: Actor) => (await ask(mine.GET, actor)).data as unknown as OwnVoicesView;
const speak = (actor: Actor, voiceId: string, text: string) =>
  ask(tts.POST, actor, { method: "POST", json: { text, voice_id: voiceId } });
const filesKept = () => readdirSync(path.join(stage.dataDir, "references"));

describe("voices of one's own", () => {
  it("are for who is signed in, and for admins; a guest is told", async () => {
    const refused = await make(GUEST, "손님");
    expect([refused.status, refused.error.message]).toEqual([403, expect.stringContaining("OWN_VOICES")]);
    expect(await mineOf(GUEST)).toMatchObject({
      voices: [],
      closed_reason: expect.stringContaining("signed in"),
    });
    const form = new FormData();
    form.set("audio", new Blob([toneWav(4)]), "a.wav");
    expect((await ask(check.POST, GUEST, { method: "POST", form })).status).toBe(403);
    expect((await ask(check.POST, ANNA, { method: "POST", form })).status).toBe(200);
    const { status, voice } = await make(ADMIN, "관리자의 것");
    expect(status).toBe(200);
    expect((await drop(ADMIN, voice.id)).status).toBe(200);
  });

  it("speak for their owner alone, and are nowhere else", async () => {
    const { voice } = await make(ANNA, "안나");
    const nobody = await give(ANNA, voice.id, 4, { consent: " " });
    expect([nobody.status, nobody.error.message]).toEqual([400, expect.stringContaining("agreed")]);
    const given = await give(ANNA, voice.id, 4, { prompt_text: "내 목소리입니다" });
    const [reference] = given.voice.references;
    expect(reference).toMatchObject({ consent: "본인", prompt_text: "내 목소리입니다" });
    expect((await speak(ANNA, voice.id, "내가 말합니다.")).status).toBe(200);
    expect(simulator.log.syntheses.at(-1)?.promptText).toBe("내 목소리입니다");

    const listed = async (actor: Actor) =>
      ((await ask(ttsVoices.GET, actor)).data as unknown as VoiceList).voices.find(
        ({ id }) => id === voice.id,
      );
    expect(await listed(ANNA)).toMatchObject({ name: "안나", tags: ["mine"], available: true });
    const params = { id: voice.id, referenceId: reference?.id ?? "" };
    expect((await ask(clip.GET, ANNA, { params })).response.headers.get("content-type")).toBe("audio/wav");
    for (const other of [BEN, ADMIN]) {
      expect(await listed(other)).toBeUndefined();
      expect((await speak(other, voice.id, "남이 말합니다.")).status).toBe(404);
      expect((await ask(clip.GET, other, { params })).status).toBe(404);
      expect((await drop(other, voice.id)).status).toBe(404);
      const renamed = await ask(own.PUT, other, { method: "PUT", params, json: { name: "빼앗음" } });
      expect(renamed.status).toBe(404);
      expect((await give(other, voice.id, 4)).status).toBe(404);
    }
    const all = (await ask(serverVoices.GET, ADMIN, { query: "?limit=100" })).data.voices as VoiceView[];
    expect(all.some(({ id }) => id === voice.id)).toBe(false);
    expect((await ask(serverVoice.GET, ADMIN, { params })).status).toBe(404);
    expect((await ask(adminClip.GET, ADMIN, { params: { file: reference?.file ?? "" } })).status).toBe(404);
    expect((await ask(totals.GET, ADMIN)).data).toEqual({
      totals: { people: 1, voices: 1, bytes: toneWav(4).length },
      voices: [
        {
          id: voice.id,
          name: "안나",
          language: "ko",
          owner: { id: ANNA.id, name: null, email: null },
          clips: 1,
          bytes: toneWav(4).length,
          consents: ["본인"],
          created_at: expect.any(String),
        },
      ],
      next_cursor: null,
    });

    const bens = await ask(characters.POST, BEN, {
      method: "POST",
      json: { name: "벗", voice_id: voice.id },
    });
    expect(bens.status).toBe(200);
    const kept = await ask(mine.POST, ADMIN, { method: "POST", json: { name: "관리자의 것" } });
    const shown = { name: "모두의 벗", voice_id: kept.data.id, visibility: "server" };
    const refused = await ask(characters.POST, ADMIN, { method: "POST", json: shown });
    expect([refused.status, refused.error.message]).toEqual([400, expect.stringContaining("everyone")]);
    await drop(ADMIN, String(kept.data.id));

    const { voices } = stage.services.say;
    expect(voiceOf({ voices }, { voiceId: voice.id, ownerId: ANNA.id }).id).toBe(voice.id);
    expect(voiceOf({ voices }, { voiceId: voice.id, ownerId: BEN.id }).id).toBe("default");
  });

  it("take so many and so much, and a clip is taken from another of one's own by its hash alone", async () => {
    const [first] = (await mineOf(ANNA)).voices;
    const file = first?.references[0]?.file ?? "";
    const { voice } = await make(ANNA, "둘째");
    expect((await pick(clips.POST, ANNA, voice.id, file)).status).toBe(200);
    expect((await mineOf(ANNA)).used).toEqual({ voices: 2, bytes: toneWav(4).length });
    expect((await give(ANNA, voice.id, 9, { emotion: "sad" })).status).toBe(200);
    const tooMuch = await give(ANNA, voice.id, 8, { emotion: "glad" });
    expect([tooMuch.status, tooMuch.error.code]).toEqual([409, "CONFLICT"]);
    // In place of the sad one there is room.
    expect((await give(ANNA, voice.id, 8, { emotion: "sad" })).status).toBe(200);
    expect((await make(ANNA, "셋째")).status).toBe(200);
    const tooMany = await make(ANNA, "넷째");
    expect([tooMany.status, tooMany.error.message]).toEqual([409, expect.stringContaining("3")]);

    const bens = (await make(BEN, "벤")).voice;
    expect((await pick(clips.POST, BEN, bens.id, file)).status).toBe(400);
    const shared = (await ask(serverVoices.POST, ADMIN, { method: "POST", json: { name: "극장" } })).data;
    expect((await pick(serverClip.POST, ADMIN, String(shared.id), file)).status).toBe(400);
    const builtIn = stage.services.voices.list()[0]?.spec.references[0]?.file ?? "";
    expect((await pick(clips.POST, BEN, bens.id, builtIn)).status).toBe(400);
    expect((await pick(serverClip.POST, ADMIN, String(shared.id), builtIn)).status).toBe(200);
  });

  it("gone, their clips are gone too, but for those another voice has; an account takes all along", async () => {
    const [first, second] = (await mineOf(ANNA)).voices;
    const { response } = await ask(exportAll.GET, ANNA);
    const taken = Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer())));
    const clip0 = `${first?.references[0]?.id}.wav`;
    expect(taken.some((name) => name.startsWith("voices/안나") && name.endsWith(clip0))).toBe(true);
    const both = first?.references[0]?.file ?? "";
    const sad = second?.references.find(({ emotion }) => emotion === "sad");
    expect(filesKept()).toEqual(expect.arrayContaining([both, sad?.file]));
    const params = { id: second?.id ?? "", referenceId: sad?.id ?? "" };
    expect((await ask(clip.DELETE, ANNA, { method: "DELETE", params })).status).toBe(200);
    expect(filesKept()).not.toContain(sad?.file);
    expect((await drop(ANNA, first?.id ?? "")).status).toBe(200);
    expect(filesKept()).toContain(both);
    expect((await speak(ANNA, first?.id ?? "", "이제 없습니다.")).status).toBe(404);
    // The server's voices come by the very same clip: then it stays.
    const bens = (await mineOf(BEN)).voices[0]?.id ?? "";
    await give(BEN, bens, 5);
    const shared = (await ask(serverVoices.POST, ADMIN, { method: "POST", json: { name: "같은" } })).data;
    const form = new FormData();
    form.set("audio", new Blob([toneWav(5)]), "a.wav");
    await ask(serverClip.POST, ADMIN, { method: "POST", params: { id: String(shared.id) }, form });
    const common = (await mineOf(BEN)).voices[0]?.references[0]?.file ?? "";
    for (const leaving of [ANNA, BEN]) await ask(me.DELETE, leaving, { method: "DELETE" });
    expect(filesKept()).not.toContain(both);
    expect(filesKept()).toContain(common);
    expect((await ask(totals.GET, ADMIN)).data.totals).toEqual({ people: 0, voices: 0, bytes: 0 });
  });

  it("one that must go is deleted by an admin: its clips go, it is audited, its owner is told until they read it", async () => {
    const dora = person("dora");
    const { voice } = await make(dora, "도라");
    const file = (await give(dora, voice.id, 6)).voice.references[0]?.file;
    expect(filesKept()).toContain(file);
    const params = { id: voice.id };
    const removeIt = (actor: Actor) => ask(peoples.DELETE, actor, { method: "DELETE", params });
    for (const other of [GUEST, dora]) expect([401, 403]).toContain((await removeIt(other)).status);
    expect((await removeIt(ADMIN)).data).toEqual({ id: voice.id, deleted: true });
    expect((await removeIt(ADMIN)).status).toBe(404);
    expect(filesKept()).not.toContain(file);
    expect((await speak(dora, voice.id, "아직 있나요?")).status).toBe(404);
    const { events } = await stage.services.audit.list({ limit: 5 });
    expect(events).toContainEqual(
      expect.objectContaining({ actor: expect.objectContaining({ id: ADMIN.id }), target: voice.id }),
    );
    expect(await mineOf(dora)).toMatchObject({
      voices: [],
      removed: [{ id: voice.id, name: "도라", removed_at: expect.any(String) }],
    });
    expect((await mineOf(GUEST)).removed).toEqual([]);
    expect((await drop(GUEST, voice.id)).status).toBe(404);
    await stage.restart();
    expect((await drop(dora, voice.id)).status).toBe(200);
    expect((await mineOf(dora)).removed).toEqual([]);
    expect((await drop(dora, voice.id)).status).toBe(404);
  });

  it("can be opened to guests, and closed to all", async () => {
    await stage.restart({ OWN_VOICES: "everyone" });
    expect((await make(GUEST, "손님")).status).toBe(200);
    await stage.restart({ OWN_VOICES: "nobody" });
    expect((await make(person("cara"), "카라")).status).toBe(403);
    // What there is stays its owner's to speak with and to delete.
    const [left] = (await mineOf(GUEST)).voices;
    expect((await drop(GUEST, left?.id ?? "")).status).toBe(200);
  });
});
