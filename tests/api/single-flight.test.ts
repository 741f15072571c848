import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage, until } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const syntheses = () => stage.voice.log.syntheses;

it("two hundred identical requests at once are one synthesis", async () => {
  const before = syntheses().length;
  const request = { text: "같은 말을 이백 번 부탁합니다.", voice_id: "default", text_lang: "ko" };
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => stage.program.post("/api/tts", request)),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const files = answers.map((answer) => answer.json<{ data: { file_id: string } }>().data.file_id);
  expect(new Set(files).size).toBe(1);
  expect(syntheses().length - before).toBe(1);
});

it("another person gets another file of the same sound, without a second synthesis", async () => {
  const request = { text: "이 소리는 한 번만 만듭니다.", voice_id: "default" };
  const first = (await stage.program.post("/api/tts", request)).json<{
    data: { file_id: string; cached: boolean };
  }>();
  const before = syntheses().length;
  const other = (await stage.person().post("/api/tts", request)).json<{
    data: { file_id: string; cached: boolean };
  }>();
  const again = (await stage.program.post("/api/tts", request)).json<{
    data: { file_id: string; cached: boolean };
  }>();
  expect(syntheses().length).toBe(before);
  expect(other.data.file_id).not.toBe(first.data.file_id);
  expect([first.data.cached, other.data.cached, again.data.cached]).toEqual([false, false, true]);
});

it("a cancelled turn leaves both engines idle", async () => {
  const person = stage.person();
  await stage.ollama.behave("endless", { next: 1 });
  const messages = [{ role: "user", content: "아주 긴 이야기를 들려주세요." }];
  let turnId = "";
  let isCancelled = false;
  for await (const event of person.events("/api/chat/stream", {
    json: { messages, character_id: "hong-gildong" },
  })) {
    if (event.type === "turn") turnId = event.data.turn_id;
    if (event.type === "segment" && !isCancelled) {
      isCancelled = true;
      const answer = await person.post(`/api/chat/turns/${turnId}/cancel`, {
        segment_index: 0,
        position_ms: 200,
      });
      expect(answer.status).toBe(200);
    }
    if (event.type === "done") expect(event.data.finish_reason).toBe("cancelled");
  }
  await until(() => stage.voice.idle && stage.ollama.idle);
  const spoken = syntheses().length;
  expect(stage.ollama.log.requests.at(-1)?.aborted).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(syntheses().length).toBe(spoken);
  expect(stage.voice.log.maxConcurrent).toBe(1);
});
