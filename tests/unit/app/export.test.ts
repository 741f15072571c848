import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { GET as exportAll } from "@/app/api/users/me/export/route";
import type { Actor } from "@/lib/auth/actor";
import { ANONYMOUS } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys";
import { readCardFile } from "@/lib/characters/card/read-card";
import { createCharacter } from "@/lib/contract/character";
import { chatRequest } from "@/lib/contract/chat";
import { createOwnVoice } from "@/lib/contract/own-voices";
import { ttsRequest } from "@/lib/contract/speech";
import { say } from "@/lib/speech/say";
import { charx, v3 } from "../lib/characters/card/card-fixture";
import { ADMIN, GUEST, servicesStage, toneWav } from "./services-fixture";

const stage = servicesStage(async () => ({
  LLM_SERVICE: "demo",
  TTS_SERVICE: "embedded",
  OWN_VOICES: "everyone",
}));

/** A play, a character, a persona, a setting, a key and a sound of this person's. */
async function make(actor: Actor, mark: string): Promise<string> {
  const { services } = stage;
  const character = await services.characters.create(
    actor,
    createCharacter.parse({ name: `벗 ${mark}`, first_message: `${mark}의 벗이오.` }),
    "ko",
  );
  const answer = await services.conversation.answer(
    actor,
    "ko",
    chatRequest.parse({
      messages: [{ role: "user", content: `${mark}에게 한 말` }],
      character_id: character.id,
      tts_enabled: false,
    }),
  );
  await services.conversation.memory.addPin(actor, answer.session_id, { text: `${mark}의 비밀` });
  await services.personas.create(actor, { name: `나 ${mark}`, description: "" });
  await services.userSettings.change(actor, { tts_speed: 1.5 });
  const said = await say(
    services.say,
    actor,
    ttsRequest.parse({ text: `${mark}의 소리`, voice_id: "alice" }),
  );
  await said.clip.finished;
  return said.file.id;
}

/** A card whose voice nobody here has: its clip waits for an admin. */
async function bringVoice(actor: Actor, name: string): Promise<void> {
  const references = [{ uri: "embeded://a.wav", prompt_text: `나는 ${name}`, prompt_lang: "ko" }];
  const voice = { voice_id: "from-elsewhere", name, language: "ko", references };
  const card = charx(v3({ name: `온 사람 ${name}`, extensions: { avatar_forge: { voice } } }), {
    "a.wav": toneWav(4),
  });
  await stage.services.cards.import(actor, card, "카드.charx", "ko");
}

it("is everything of one's own and nothing of another's, readable elsewhere", async () => {
  const { services } = stage;
  const sound = await make(GUEST, "하나");
  const other = await make(ADMIN, "둘");
  const { token } = await createApiKey(services.db, GUEST, "라디오");
  await bringVoice(GUEST, "하나");
  await bringVoice(ADMIN, "둘");
  const lost = await services.ownVoices.create(GUEST, createOwnVoice.parse({ name: "지워진 목소리" }));
  await services.ownVoices.removeForAdmin(lost.id);

  const { response } = await stage.ask(exportAll, GUEST);
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(response.headers.get("content-disposition")).toMatch(/avatar-forge-\d{4}-\d\d-\d\d\.zip/);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const names = Object.keys(files);
  const text = (ending: RegExp) =>
    strFromU8(files[names.find((name) => ending.test(name)) ?? ""] ?? new Uint8Array());

  expect(JSON.parse(text(/^account\.json$/))).toMatchObject({
    id: GUEST.id,
    settings: { tts_speed: 1.5 },
    personas: [{ name: "나 하나" }],
    keys: [{ name: "라디오" }],
    removed_voices: [{ id: lost.id, name: "지워진 목소리" }],
  });
  const waiting = JSON.parse(text(/^voices\/waiting\/.+\/voice\.json$/));
  expect(waiting).toMatchObject({ name: "하나", clips: [{ prompt_text: "나는 하나", audio: "0.wav" }] });
  expect(text(/^voices\/waiting\/.+\/0\.wav$/)).toMatch(/^RIFF/);
  const card = readCardFile(files[names.find((name) => name.endsWith(".png")) ?? ""] ?? new Uint8Array());
  expect(JSON.stringify(card.card)).toContain("벗 하나");
  expect(text(/^plays\/.+\/play\.json$/)).toContain("하나에게 한 말");
  expect(text(/^plays\/.+\/play\.jsonl$/)).toContain("하나에게 한 말");
  expect(text(/^plays\/.+\/memory\.json$/)).toContain("하나의 비밀");
  expect(files[`audio/${sound}.wav`]?.subarray(0, 4)).toEqual(new TextEncoder().encode("RIFF"));
  expect(text(/^audio\/index\.jsonl$/)).toContain("하나의 소리");

  const whole = names.map((name) => name + strFromU8(files[name] ?? new Uint8Array(), true)).join("\n");
  expect(whole).not.toContain(other);
  expect(Buffer.from(whole, "latin1").toString("utf8")).not.toContain("둘");
  expect(whole).not.toContain(token.slice(-16));
});

it("is made once at a time for each person, and left off when nobody reads on", async () => {
  const { dataExport } = stage.services;
  const first = dataExport.open(GUEST, "ko");
  await first.next();
  expect(() => dataExport.open(GUEST, "ko")).toThrow("RATE_LIMITED");
  const another = dataExport.open(ADMIN, "ko");
  await another.next();
  await another.return(undefined);
  await first.return(undefined);
  expect((await dataExport.open(GUEST, "ko").next()).done).toBe(false);
});

it("nobody in particular owns nothing that could be taken along", () => {
  expect(() => stage.services.dataExport.open(ANONYMOUS, "ko")).toThrow("FORBIDDEN");
});
