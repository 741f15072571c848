import { afterAll, expect, it, vi } from "vitest";
import { Conversation } from "@/lib/conversation";
import type { SpeakingVoice } from "@/lib/speech/voice";
import { pcmOf } from "../speech/clips-fixture";
import { VOICE } from "../speech/speaking-fixture";
import { actor, ask, conversationStage, never, reading } from "./conversation-fixture";

const stage = await conversationStage();
const clip = (name: string) => ({ path: `/references/${name}.wav`, promptText: name, promptLang: "ko" });
const moody: SpeakingVoice = { ...VOICE, moods: { happy: clip("happy"), 슬픔: clip("sad") } };
const conversation = new Conversation({
  ...stage.deps,
  voices: { ...stage.voices, find: () => moody, fallback: () => moody },
});
afterAll(() => conversation.close());

it("each sentence is spoken with the reference of its direction's mood, which its segment names", async () => {
  const asked = ask("어서 말해 보시오.", { tts_enabled: true, session_id: "moody" });
  const { seen, ended } = reading(await conversation.begin(actor, "ko", asked, never));
  await vi.waitFor(() => expect(stage.answers).toHaveLength(1));
  stage.answers[0]?.say(
    "*활짝 웃으며* 반갑소! *눈물을 닦으며* 하지만 이제 떠나야 하오. (문을 연다) 잘 있으시오.",
  );
  stage.answers[0]?.finish();
  const { syntheses } = stage.engine;
  await vi.waitFor(async () => {
    for (const { outcome } of syntheses) outcome.resolve(pcmOf(2));
    expect(syntheses).toHaveLength(3);
  });
  for (const { outcome } of syntheses) outcome.resolve(pcmOf(2));
  await ended;
  const moods = seen.flatMap((event) => (event.type === "segment" ? [event.data.emotion] : []));
  expect(moods).toEqual(["happy", "슬픔", undefined]);
  expect(syntheses.map(({ request }) => request.reference?.path)).toEqual([
    "/references/happy.wav",
    "/references/sad.wav",
    VOICE.sound.reference?.path,
  ]);
  const { messages } = await conversation.listMessages(actor, "moody", {
    limit: 10,
    cursor: undefined,
    from: "start",
  });
  expect(messages.at(-1)?.segments.map(({ emotion }) => emotion)).toEqual(moods);
});

it("the person's own choice for the play stands over every direction", async () => {
  const asked = ask("어서 말해 보시오.", { tts_enabled: true, session_id: "chosen" });
  const moodsOf = async (mood: string) => {
    await conversation.changePlay(actor, "chosen", { mood });
    const { length } = stage.answers;
    const { ended } = reading(await conversation.begin(actor, "ko", asked, never));
    await vi.waitFor(() => expect(stage.answers).toHaveLength(length + 1));
    stage.answers[length]?.say("*활짝 웃으며* 정말 반갑소! *활짝 웃으며* 이제 떠나야 하오.");
    stage.answers[length]?.finish();
    const moods = (await ended).flatMap((event) => (event.type === "segment" ? [event.data.emotion] : []));
    return [...new Set(moods)];
  };
  reading(await conversation.begin(actor, "ko", asked, never));
  await vi.waitFor(() => expect(stage.answers).toHaveLength(2));
  expect(await moodsOf("auto")).toEqual(["happy"]);
  expect(await moodsOf("슬픔")).toEqual(["슬픔"]);
  expect(await moodsOf("neutral")).toEqual([undefined]);
});
