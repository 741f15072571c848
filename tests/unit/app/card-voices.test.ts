import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as audit from "@/app/api/admin/audit/route";
import * as accept from "@/app/api/admin/card-voices/[id]/accept/route";
import * as clip from "@/app/api/admin/card-voices/[id]/clips/[place]/route";
import * as one from "@/app/api/admin/card-voices/[id]/route";
import * as waiting from "@/app/api/admin/card-voices/route";
import * as exported from "@/app/api/characters/[id]/export/route";
import * as character from "@/app/api/characters/[id]/route";
import * as importCard from "@/app/api/characters/import/route";
import * as characters from "@/app/api/characters/route";
import * as tts from "@/app/api/tts/route";
import * as me from "@/app/api/users/me/route";
import * as clips from "@/app/api/users/me/voices/[id]/references/route";
import * as own from "@/app/api/users/me/voices/[id]/route";
import * as mine from "@/app/api/users/me/voices/route";
import * as reference from "@/app/api/voices/[id]/reference/route";
import * as voice from "@/app/api/voices/[id]/route";
import * as voices from "@/app/api/voices/route";

import { type Actor, authenticated } from "@/lib/auth/actor";
import { readCardFile } from "@/lib/characters/card/read-card";
import type { CardVoiceList } from "@/lib/contract/card-voices";
import type { CastMember, ImportAnswer } from "@/lib/contract/character";
import type { AuditPage } from "@/lib/contract/people";
import type { VoiceView } from "@/lib/contract/voices";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { charx, v3 } from "../lib/characters/card/card-fixture";
import { ADMIN, GUEST, servicesStage, toneWav } from "./services-fixture";

let simulator: GptSovitsSimulator;
const stage = servicesStage(async () => {
  simulator = await startGptSovits({ speed: 100 });
  return { TTS_BASE_URL: simulator.url };
});
afterAll(() => simulator.close());

const { ask } = stage;
const ANNA = authenticated({ id: "anna", kind: "account" });
const FORMATS = ["png", "json", "charx"] as const;

const bring = async (actor: Actor, bytes: Uint8Array) => {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)]), "카드.charx");
  const answer = await ask(importCard.POST, actor, { method: "POST", form });
  return { ...answer, ...(answer.data as unknown as ImportAnswer) };
};
const leave = async (actor: Actor, id: string, format: (typeof FORMATS)[number]) => {
  const { response } = await ask(exported.GET, actor, { params: { id }, query: `?format=${format}` });
  return new Uint8Array(await response.arrayBuffer());
};
const list = async () => ((await ask(waiting.GET, ADMIN)).data as unknown as CardVoiceList).voices;
const noteOf = ({ report }: Pick<ImportAnswer, "report">, part = "voice.references") =>
  report.find((entry) => entry.part === part)?.message ?? "";
/** The sounds in a folder of the server's data, by their hash. */
const kept = (folder: string) => {
  const at = path.join(stage.dataDir, folder);
  const names = existsSync(at) ? readdirSync(at, { recursive: true, encoding: "utf8" }) : [];
  return names.filter((name) => {
    const file = path.join(at, name);
    return statSync(file).isFile() && readFileSync(file).subarray(0, 4).toString("latin1") === "RIFF";
  });
};

/** A card whose voice brings these sounds. */
const cardWith = (sounds: Record<string, Uint8Array>, voiceName = "먼 목소리") => {
  const references = Object.keys(sounds).map((name) => ({
    uri: `embeded://${name}`,
    prompt_text: `${name}의 말`,
    prompt_lang: "ja",
    emotion: name.includes("joy") ? "joy" : "neutral",
  }));
  const told = { voice_id: "elsewhere", name: voiceName, language: "ja", unknown: { kept: 1 }, references };
  return charx(v3({ name: "먼 사람", extensions: { avatar_forge: { voice: told } } }), sounds);
};

/** A voice of the server's with two moods, and a character of ANNA's that speaks with it. */
async function cast(mayTravel: boolean) {
  const made = (await ask(voices.POST, ADMIN, { method: "POST", json: { name: "여행자" } }))
    .data as unknown as VoiceView;
  for (const [emotion, seconds] of [
    ["neutral", 3.5],
    ["joy", 4],
  ] as const) {
    const form = new FormData();
    form.set("audio", new Blob([toneWav(seconds)]), "a.wav");
    for (const [name, value] of Object.entries({ emotion, prompt_text: `${emotion}!`, consent: "비밀 계약" }))
      form.set(name, value);
    await ask(reference.POST, ADMIN, { method: "POST", params: { id: made.id }, form });
  }
  const json = { may_travel: mayTravel };
  const { data } = await ask(voice.PUT, ADMIN, { method: "PUT", params: { id: made.id }, json });
  expect(data).toMatchObject({ may_travel: mayTravel, references: [{}, {}] });
  const person = { name: "나그네", voice_id: made.id };
  const { data: member } = await ask(characters.POST, ANNA, { method: "POST", json: person });
  return { voiceId: made.id, id: (member as unknown as CastMember).id };
}

describe("a voice in a card that leaves", () => {
  it("brings its clips in every format once its owner agrees, and never who consented", async () => {
    const { id, voiceId } = await cast(true);
    for (const format of FORMATS) {
      const bytes = await leave(ANNA, id, format);
      const file = readCardFile(bytes);
      expect(file.card).toMatchObject({
        data: {
          extensions: {
            avatar_forge: {
              voice: {
                voice_id: voiceId,
                name: "여행자",
                references: [
                  { prompt_text: "neutral!", emotion: "neutral", prompt_lang: "ko" },
                  { prompt_text: "joy!", emotion: "joy" },
                ],
              },
            },
          },
        },
      });
      expect(JSON.stringify(file.card)).not.toContain("비밀 계약");
      const clips = [...file.assets.entries()].filter(([name]) => name.startsWith("avatar_forge/voice/"));
      expect(clips.map(([, content]) => content.byteLength)).toEqual(
        format === "json" ? [] : [toneWav(3.5).byteLength, toneWav(4).byteLength],
      );
      // Here its voice is known: nothing has to wait.
      const again = await bring(ANNA, bytes);
      expect(again.character.voice_id).toBe(voiceId);
      expect(noteOf(again)).toContain("here already");
    }
    expect(await list()).toEqual([]);
  });

  it("brings nothing but its id where nobody agreed", async () => {
    const { id, voiceId } = await cast(false);
    for (const format of FORMATS) {
      const { card, assets } = readCardFile(await leave(ANNA, id, format));
      expect(card).toMatchObject({
        data: { extensions: { avatar_forge: { voice: { voice_id: voiceId } } } },
      });
      expect(JSON.stringify(card)).not.toContain("references");
      expect([...assets.keys()].filter((name) => name.includes("voice"))).toEqual([]);
    }
  });

  it("is a private one only with its owner's word", async () => {
    const { data } = await ask(mine.POST, ANNA, { method: "POST", json: { name: "나" } });
    const id = String(data.id);
    const form = new FormData();
    form.set("audio", new Blob([toneWav(3.2)]), "a.wav");
    form.set("consent", "본인");
    await ask(clips.POST, ANNA, { method: "POST", params: { id }, form });
    const json = { name: "나의 사람", voice_id: id };
    const made = await ask(characters.POST, ANNA, { method: "POST", json });
    const told = async () =>
      JSON.stringify(readCardFile(await leave(ANNA, String(made.data.id), "json")).card);
    expect(await told()).not.toContain("references");
    const agreed = await ask(own.PUT, ANNA, { method: "PUT", params: { id }, json: { may_travel: true } });
    expect(agreed.data).toMatchObject({ may_travel: true });
    expect(await told()).toContain("data:audio/wav;base64,");
    expect(
      (await ask(own.PUT, ADMIN, { method: "PUT", params: { id }, json: { may_travel: true } })).status,
    ).toBe(404);
  });
});

describe("a voice in a card that comes in", () => {
  it("waits unused, is heard by admins alone, and speaks for its character once accepted", async () => {
    const clipsBefore = kept("references");
    const card = cardWith({ "voice/joy.wav": toneWav(4.5), "voice/plain.wav": toneWav(3.4) });
    const { character: made, ...came } = await bring(GUEST, card);
    expect(made.voice_id).toBe("");
    expect(noteOf(came)).toContain("admin");
    expect(noteOf(came, "voice/joy.wav")).toBe("");
    const [entry, ...more] = await list();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      name: "먼 목소리",
      language: "ja",
      character: { id: made.id, name: "먼 사람" },
      owner: { id: GUEST.id },
      clips: [
        { emotion: "neutral", prompt_text: "voice/plain.wav의 말", prompt_lang: "ja", seconds: 3.4 },
        { emotion: "joy", seconds: 4.5 },
      ],
    });
    const params = { id: entry?.id ?? "", place: "1" };
    for (const handler of [waiting.GET, clip.GET])
      expect((await ask(handler, GUEST, { params })).status).toBe(403);
    const heard = await ask(clip.GET, ADMIN, { params });
    expect((await heard.response.arrayBuffer()).byteLength).toBe(toneWav(4.5).byteLength);
    expect((await ask(clip.GET, ADMIN, { params: { ...params, place: "2" } })).status).toBe(404);

    // Where no engine looks, in no list, and not in a card that leaves.
    expect(kept("references")).toEqual(clipsBefore);
    const speak = (voiceId: string) =>
      ask(tts.POST, GUEST, { method: "POST", json: { text: "기다립니다.", voice_id: voiceId } });
    expect((await speak(params.id)).status).toBe(404);
    const left = readCardFile(await leave(GUEST, made.id, "charx"));
    expect(left.card).toMatchObject({
      data: { extensions: { avatar_forge: { voice: { voice_id: "elsewhere", unknown: { kept: 1 } } } } },
    });
    expect(JSON.stringify(left.card)).not.toContain("references");

    const json = { name: "받아들인 목소리", is_active: true, consent: "가져온 이가 알림" };
    expect((await ask(accept.POST, GUEST, { method: "POST", params, json })).status).toBe(403);
    const { data } = await ask(accept.POST, ADMIN, { method: "POST", params, json });
    expect(data).toMatchObject({ assigned: true });
    const now = (await ask(voice.GET, ADMIN, { params: { id: String(data.voice_id) } })).data;
    expect(now).toMatchObject({
      name: "받아들인 목소리",
      language: "ja",
      may_travel: false,
      is_active: true,
      references: [
        { emotion: "neutral", consent: "가져온 이가 알림" },
        { emotion: "joy", prompt_lang: "ja" },
      ],
    });
    expect((await ask(character.GET, GUEST, { params: { id: made.id } })).data.voice_id).toBe(data.voice_id);
    expect((await speak(String(data.voice_id))).status).toBe(200);
    expect(simulator.log.syntheses.at(-1)?.promptText).toBe("voice/plain.wav의 말");
    expect([await list(), kept("characters/assets")]).toEqual([[], []]);
    expect((await ask(accept.POST, ADMIN, { method: "POST", params, json })).status).toBe(404);
    const { events } = (await ask(audit.GET, ADMIN)).data as unknown as AuditPage;
    expect(events[0]).toMatchObject({ target: params.id, details: { is_active: true } });
  });

  it("leaves a voice alone that its owner chose meanwhile, and is inactive unless the admin says so", async () => {
    const { character: made } = await bring(ANNA, cardWith({ "a.wav": toneWav(3.6) }));
    const chosen = { method: "PUT", params: { id: made.id }, json: { voice_id: "alice" } };
    await ask(character.PUT, ANNA, chosen);
    const [entry] = await list();
    const params = { id: entry?.id ?? "" };
    const { data } = await ask(accept.POST, ADMIN, { method: "POST", params, json: {} });
    expect(data.assigned).toBe(false);
    expect((await ask(character.GET, ANNA, { params: { id: made.id } })).data.voice_id).toBe("alice");
    const { data: now } = await ask(voice.GET, ADMIN, { params: { id: String(data.voice_id) } });
    expect(now).toMatchObject({ name: "먼 목소리", is_active: false });
  });

  it("is gone with all its sounds when it is thrown away, with its character, and with its person", async () => {
    const card = cardWith({ "a.wav": toneWav(3.7) });
    const brought = [await bring(ANNA, card), await bring(ANNA, card), await bring(GUEST, card)];
    // The same sound is kept once.
    expect([(await list()).length, kept("characters/assets").length]).toEqual([3, 1]);
    const params = { id: (await list())[0]?.id ?? "" };
    expect((await ask(one.DELETE, GUEST, { method: "DELETE", params })).status).toBe(403);
    expect((await ask(one.DELETE, ADMIN, { method: "DELETE", params })).data).toMatchObject({
      deleted: true,
    });
    const second = { id: brought[1]?.character.id ?? "" };
    await ask(character.DELETE, ANNA, { method: "DELETE", params: second });
    expect([(await list()).length, kept("characters/assets").length]).toEqual([1, 1]);
    await ask(me.DELETE, GUEST, { method: "DELETE" });
    expect([await list(), kept("characters/assets")]).toEqual([[], []]);
  });

  it("is judged by its bytes: what is no reference is left out, and told", async () => {
    const longName = "x".repeat(300);
    const sounds = {
      "mp3.wav": new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0]),
      "short.wav": toneWav(1),
      "long.wav": toneWav(11),
      "cut.wav": toneWav(5).slice(0, 4000),
      "good.wav": toneWav(3.8),
    };
    const { character: made, ...came } = await bring(ANNA, cardWith(sounds, longName));
    for (const name of ["mp3.wav", "short.wav", "long.wav", "cut.wav"])
      expect([name, noteOf(came, name)]).toEqual([name, expect.stringContaining("WAV")]);
    expect(await list()).toMatchObject([{ clips: [{ prompt_text: "good.wav의 말" }], name: "x".repeat(80) }]);
    await ask(character.DELETE, ANNA, { method: "DELETE", params: { id: made.id } });

    const odd = {
      voice_id: 5,
      references: [{ uri: "data:audio/wav;base64,!!" }, { uri: "https://x/a.wav" }, 7],
    };
    const file = new TextEncoder().encode(
      JSON.stringify(v3({ name: "이상함", extensions: { avatar_forge: { voice: odd } } })),
    );
    const strange = await bring(ANNA, file);
    expect(noteOf(strange, "voice.references.0")).toContain("WAV");
    expect(await list()).toEqual([]);
    const { card } = readCardFile(await leave(ANNA, strange.character.id, "json"));
    // What is no sound stays as it came, and nothing of it is fetched.
    expect(card).toMatchObject({
      data: { extensions: { avatar_forge: { voice: { references: [{ uri: "https://x/a.wav" }, 7] } } } },
    });
  });

  it("finds room for so many of one person", async () => {
    const card = cardWith({ "a.wav": toneWav(3.9) });
    const made: string[] = [];
    for (let count = 0; count < 20; count++) made.push((await bring(ANNA, card)).character.id);
    const { status, character: one, ...full } = await bring(ANNA, card);
    expect([status, noteOf(full)]).toEqual([200, expect.stringContaining("Too many")]);
    expect(await list()).toHaveLength(20);
    for (const id of [...made, one.id])
      await ask(character.DELETE, ANNA, { method: "DELETE", params: { id } });
    expect([await list(), kept("characters/assets")]).toEqual([[], []]);
  });
});
