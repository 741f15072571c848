import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ANSWERS, ENGINES, enginesFound, hurry, RoomPage } from "./room-page";

test.use({ surroundings: { ...ENGINES, gptSovits: { speed: 40 } } });
test.beforeEach(async ({ server, engines }) => {
  await enginesFound(server.url);
  hurry(engines);
});

test("a line has takes, is rewritten, branches off, and comes back after it was deleted", async ({
  page,
  context,
}) => {
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await room.isAnswered(ANSWERS[0]);
  // Heard to its end: a take asked for earlier cuts this one by ear.
  await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 20_000 });

  await room.lastAnswer.getByRole("button", { name: "다시 말하게 하기" }).click();
  await room.isAnswered(ANSWERS[1]);
  const takes = room.lastAnswer.getByRole("group", { name: "테이크 2개 가운데 2번째" });
  await takes.getByRole("button", { name: "앞 테이크" }).click();
  await room.isAnswered(ANSWERS[0]);
  await expect(room.lastAnswer.locator(".takes")).toHaveText("1/2");

  // ↑ in the empty composer rewrites one's own last line, and it is answered anew.
  await room.composer.press("ArrowUp");
  const editor = page.getByTestId("line-editor");
  await expect(editor).toBeFocused();
  await editor.fill("처음 뵙겠소.");
  await editor.press("Enter");
  await room.isAnswered(ANSWERS[2]);
  await expect(room.lines("user").last()).toContainText("처음 뵙겠소.");
  await expect(room.lastAnswer.locator(".takes")).toHaveText("3/3");

  // Another tab was quicker: nothing is lost on either side.
  await choose(room, "고치기");
  await expect(editor).toBeFocused();
  const other = await context.newPage();
  await other.goto(page.url());
  const otherRoom = new RoomPage(other);
  await choose(otherRoom, "고치기");
  await other.getByTestId("line-editor").fill("다른 창의 말.");
  await other.getByTestId("line-editor").press("Enter");
  await expect(otherRoom.lastAnswer.getByTestId("line-text")).toHaveText("다른 창의 말.");
  await other.close();
  await editor.fill("이 창의 말.");
  await editor.press("Enter");
  await expect(page.locator(".line-conflict")).toContainText("다른 창의 말.");
  await page.getByRole("button", { name: "내 것으로 두기" }).click();
  await expect(room.lastAnswer.getByTestId("line-text")).toHaveText("이 창의 말.");

  await choose(room, "지우기");
  await expect(room.lines("character")).toHaveCount(1);
  await page.getByTestId("removed").getByRole("button", { name: "되돌리기" }).click();
  await expect(room.lastAnswer.getByTestId("line-text")).toHaveText("이 창의 말.");
  expect((await room.stored()).at(-1)).toMatchObject({ content: "이 창의 말." });

  const before = room.playId;
  await choose(room, "여기서 새 극으로 갈라지기");
  await expect.poll(() => room.playId).not.toBe(before);
  await expect(room.lastAnswer.getByTestId("line-text")).toHaveText("이 창의 말.");
});

test("how it is spoken, what the model was sent, what it never forgets, the sound drawn, the play as a file", async ({
  page,
  server,
  engines,
}) => {
  await page.goto(server.ownerLink ?? "");
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  const voice = await makeMoodyVoice(page.request, server.url);
  const room = await RoomPage.begin(page);
  const sheet = page.getByRole("dialog");

  // Each control is what the engine is asked for with the next line.
  await page.getByTestId("speech-menu").click();
  await page.getByLabel("다 만든 뒤에").check();
  await page.getByLabel("조금 있다가").check();
  await page.getByLabel("기다리는 시간").press("Home");
  await page.getByLabel("빠르기").press("ArrowRight");
  await page.getByRole("button", { name: "이 극의 목소리" }).click();
  const row = sheet.locator(`[data-voice-id="${voice}"]`);
  await row.getByRole("button", { name: "고르기", exact: true }).click();
  await sheet.getByLabel("감정", { exact: true }).selectOption("화나서");
  await sheet.getByLabel("지문 읽기").selectOption("지문까지 모두 말하기");
  const spoken = async () => (await page.request.get(`${server.url}/api/sessions/${room.playId}`)).json();
  const wish = { voice_id: voice, mood: "angry", narration: "everything" };
  await expect.poll(spoken).toMatchObject({ data: wish });
  await page.keyboard.press("Escape");
  const asked = page.waitForRequest((request) => request.url().endsWith("/api/chat/stream"));
  await room.say("안녕하시오.");
  expect((await asked).postDataJSON()).toMatchObject({
    tts_mode: "delayed",
    tts_delay_ms: 500,
    tts_streaming_mode: 0,
    tts_speed: 1.1,
  });
  await room.isAnswered(`화나서${ANSWERS[0]}`);
  await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 15_000 });
  expect(engines.gptSovits?.log.syntheses.at(-1)?.body).toMatchObject({
    prompt_text: ANGRY,
    speed_factor: 1.1,
  });

  await choose(room, "모델이 받은 것 보기");
  await expect(sheet.getByRole("row", { name: /인물/ })).toBeVisible();
  await expect(sheet).toContainText("안녕하시오.");
  await expect(sheet).toContainText("첫 소리까지");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  await choose(room, "기억해 두기");
  await expect(sheet.getByLabel("새로 기억할 것")).toHaveValue(ANSWERS[0]);
  await sheet.getByLabel("새로 기억할 것").fill("난로 곁에 앉았다.");
  await sheet.getByRole("button", { name: "기억하기" }).click();
  await expect(sheet.getByTestId("pin")).toHaveText("난로 곁에 앉았다.");
  await sheet.getByLabel("지난 이야기").fill("둘은 난로 곁에서 만났다.");
  await sheet.getByRole("button", { name: "저장" }).click();
  await expect(sheet).toContainText("저장했습니다.");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("memory-badge")).toBeVisible();

  await page.getByTestId("play-menu").click();
  await page.getByRole("button", { name: "규칙과 나의 모습" }).click();
  await sheet.getByLabel("이모지 쓰지 않기").uncheck();
  await sheet.getByLabel("그 밖에 지킬 것").fill("존댓말로만 답한다.");
  await sheet.getByLabel("이름").fill("도령");
  await sheet.getByRole("button", { name: "저장" }).click();
  await expect(sheet).toContainText("저장했습니다.");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("도령의 대사")).toBeVisible();
  const kept = await page.request.get(`${server.url}/api/sessions/${room.playId}/prompt`);
  expect((await kept.json()).data).toMatchObject({
    user: { name: "도령" },
    rules: { stays_in_character: true, no_emoji: false, more: "존댓말로만 답한다." },
  });

  // From a sentence, by keyboard alone.
  const replay = room.lastAnswer.locator("[data-replay]");
  const sentences = room.lastAnswer.locator("q");
  await replay.press("ArrowRight");
  await expect(sentences.first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(sentences.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(room.stage).toHaveAttribute("data-speaking", "true");
  await expect(sentences.first()).not.toHaveAttribute("data-reading", "now");
  await page.keyboard.press("Escape");
  await expect(replay).toBeFocused();
  await expect(room.stage).toHaveAttribute("data-speaking", "false", { timeout: 15_000 });

  await choose(room, "대사 복사");
  await expect(page.getByText("복사했습니다")).toBeVisible();

  // What is too long is said and kept whole.
  await room.composer.fill("가".repeat(32_001));
  await expect(page.getByTestId("too-long")).toContainText("1자가 넘칩니다");
  await expect(page.getByTestId("send")).toBeDisabled();
  await expect(room.composer).toHaveValue("가".repeat(32_001));
  await room.composer.fill("");

  // Drawn from its peaks: nothing but what is played is fetched of the sound.
  const fetched: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "fetch") fetched.push(new URL(request.url()).pathname);
  });
  await choose(room, "파형으로 듣기");
  const drawn = page.getByTestId("line-sound");
  await expect(drawn).toHaveAttribute("data-state", "idle");
  expect(fetched.filter((path) => path.startsWith("/api/audio/"))).toEqual([
    expect.stringMatching(/\.wav\/peaks$/),
  ]);
  await drawn.getByRole("slider", { name: "들을 자리" }).press("ArrowRight");
  await expect(drawn).toContainText("0.5 /");
  await drawn.getByRole("button", { name: "소리 듣기" }).click();
  await expect(room.stage).toHaveAttribute("data-speaking", "true");
  await drawn.getByRole("button", { name: "파형 닫기" }).click();
  await expect(room.stage).toHaveAttribute("data-speaking", "false");

  await page.getByTestId("play-menu").click();
  await page.getByLabel("답하는 모델").selectOption({ index: 1 });
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "SillyTavern (jsonl)" }).click(),
  ]);
  const path = await file.path();
  await page.goto("/characters/hong-gildong");
  const released = page.request.get(`${server.url}/api/seats/${room.playId}`);
  expect(await (await released).json()).toMatchObject({ data: { state: "none" } });
  await page.getByTestId("import-chat").setInputFiles({
    name: "play.jsonl",
    mimeType: "application/x-ndjson",
    buffer: await (await import("node:fs/promises")).readFile(path),
  });
  await page.waitForURL(/\/play\/[^/?]+$/);
  await expect(room.lastAnswer.getByTestId("line-text")).toHaveText(ANSWERS[0]);
});

/** Picks from the last answer's menu, by keyboard. */
async function choose(room: RoomPage, name: string): Promise<void> {
  const item = room.page.getByRole("menuitem", { name, exact: true });
  // A page that was opened a moment ago may not listen yet.
  await expect(async () => {
    await room.lastAnswer.getByTestId("line-more").press("Enter");
    await expect(item).toBeVisible({ timeout: 2000 });
  }).toPass();
  await item.press("Enter");
}

const ANGRY = "그 손을 놓아라!";

/** A voice with references in two moods, the second of them angry; the page's person is an admin. */
async function makeMoodyVoice(request: APIRequestContext, url: string): Promise<string> {
  const headers = { origin: url };
  const made = await request.post(`${url}/api/voices`, { data: { name: "두 마음" }, headers });
  const { id } = ((await made.json()) as { data: { id: string } }).data;
  const buffer = readFileSync("lib/voices/references/alice.wav");
  for (const [emotion, prompt_text] of [
    ["neutral", "차분히 하는 말."],
    ["angry", ANGRY],
  ] as const) {
    const audio = { name: "reference.wav", mimeType: "audio/wav", buffer };
    const given = await request.post(`${url}/api/voices/${id}/reference`, {
      multipart: { audio, prompt_text, prompt_lang: "ko", emotion },
      headers,
    });
    expect(given.status()).toBe(200);
  }
  return id;
}
