import { startGptSovits } from "../engines/gpt-sovits";
import { startOllama } from "../engines/ollama";
import { TestClient } from "../support/client";
import { type Engines, expect, test } from "./fixtures";
import { ANSWERS, ENGINES, enginesFound, hurry, RoomPage } from "./room-page";

test.describe("a play begun on Ollama", () => {
  test.use({ surroundings: { ...ENGINES, env: { MAX_CONCURRENT_SESSIONS: "1" } } });
  test.beforeEach(({ server }) => enginesFound(server.url));

  test("pauses while it is away, and while others have the seats, and goes on by itself with the same line", async ({
    page,
    engines,
    server,
    sound,
  }) => {
    hurry(engines);
    const room = await RoomPage.begin(page);
    await room.say("안녕하시오.");
    await room.isAnswered(ANSWERS[0]);

    await engines.ollama?.behave("down");
    await room.say("거기 있소?");
    await expect(room.banner("막간입니다")).toBeVisible();
    await expect(room.lines("user").last()).toHaveAttribute("data-state", "complete");
    await expect(room.composer).toBeEnabled();
    await room.composer.fill("기다리는 동안 쓴 대사");
    await expect(page.getByTestId("send")).toBeDisabled();

    await sound.waitForSilence();
    const returnedAt = Date.now();
    await engines.ollama?.behave("well");
    await room.isAnswered(ANSWERS[1]);
    await expect(room.banner("막간입니다")).toHaveCount(0);
    await expect(room.composer).toHaveValue("기다리는 동안 쓴 대사");
    await sound.waitForSound({ after: returnedAt });
    await expect(room.lines("user")).toHaveCount(2);
    expect((await room.stored()).map(({ content }) => content)).toEqual([
      "안녕하시오.",
      ANSWERS[0],
      "거기 있소?",
      ANSWERS[1],
    ]);

    // The one seat is this page's until the page is left.
    const other = new TestClient(server.url, { browser: true });
    const messages = [{ role: "user", content: "들어가도 되겠소?" }];
    const asked = { session_id: "other", character_id: "hong-gildong", messages, tts_enabled: false };
    const enter = async () => (await other.post("/api/chat", asked)).status;
    expect(await enter()).toBe(503);
    const play = page.url();
    // By the link: of a page that is torn away the farewell is sometimes lost between the browser and the server.
    await page.getByRole("link", { name: "로비로" }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await expect.poll(enter).toBe(200);
    await page.goto(play);
    await expect(room.composer).toHaveValue("기다리는 동안 쓴 대사");
    await room.say("이제는 들리오?");
    await expect(page.getByTestId("seat-queue")).toContainText("1번째");
    await other.post("/api/sessions/other/leave", {});
    await room.isAnswered(ANSWERS[0]);
    await expect(page.getByTestId("seat-queue")).toHaveCount(0);
  });

  test("keeps a word it died in, and goes on from there when it is back", async ({
    page,
    engines,
    sound,
  }) => {
    const room = await RoomPage.begin(page);
    await room.say("안녕하시오.");
    await room.midAnswer(20);
    await engines.ollama?.behave("down");
    await expect(room.lastAnswer).toHaveAttribute("data-state", "interrupted");
    await expect(room.banner("막간입니다")).toBeVisible();
    const said = (await room.lastAnswer.getByTestId("line-text").textContent()) ?? "";
    expect(ANSWERS[0].startsWith(said)).toBe(true);

    await sound.waitForSilence();
    const returnedAt = Date.now();
    hurry(engines);
    await engines.ollama?.behave("well");
    await room.isAnswered(said + ANSWERS[1]);
    await sound.waitForSound({ after: returnedAt });
    const asked = engines.ollama?.log.requests.at(-1)?.messages;
    expect(asked?.at(-2)).toEqual({ role: "assistant", content: said });
    expect(asked?.at(-1)?.content).toContain("끊긴 그 자리에서");
    expect(await room.stored()).toMatchObject([
      { content: "안녕하시오." },
      { content: said + ANSWERS[1], status: "complete" },
    ]);
  });
});

/** Both engines have an address from the start and are started by the test. */
const later = test.extend<{ engines: Required<Engines> }>({
  engines: async ({ surroundings }, use) => {
    const ollama = await startOllama(surroundings.ollama);
    const gptSovits = await startGptSovits(surroundings.gptSovits);
    await ollama.stop();
    await gptSovits.stop();
    await use({ ollama, gptSovits, recognition: null });
    await ollama.close();
    await gptSovits.close();
  },
});

later.describe("a play begun without engines", () => {
  later.use({ surroundings: ENGINES });

  later(
    "stays on the demo stage when engines come, and offers a new play",
    async ({ page, server, engines }) => {
      hurry(engines);
      const room = await RoomPage.begin(page);
      await expect(room.banner("맛보기 무대")).toBeVisible();
      await room.say("안녕하시오.");
      // The greeting is complete too: the engines come only once the play has begun without them.
      await expect(room.lines("character")).toHaveCount(2);
      await expect(room.lastAnswer).toHaveAttribute("data-state", "complete", { timeout: 20_000 });
      await expect(room.stage).toContainText("내장 목소리");

      await engines.ollama?.restart();
      await engines.gptSovits?.restart();
      await enginesFound(server.url);
      await expect(room.banner("언어 모델이 연결되었습니다")).toBeVisible();
      await room.say("그대는 누구요?");
      await expect(room.lines("character")).toHaveCount(3);
      await expect(room.lines("character").last()).toHaveAttribute("data-state", "complete", {
        timeout: 20_000,
      });
      expect(engines.ollama?.log.requests).toHaveLength(0);

      const before = room.playId;
      await page.getByRole("link", { name: "새 공연 시작하기" }).click();
      await page.waitForURL((url) => /\/play\/[^/?]+$/.test(url.pathname) && !url.pathname.endsWith(before));
      await room.say("이제 들리오?");
      await room.isAnswered(ANSWERS[0]);
      await expect(room.banner("맛보기 무대")).toHaveCount(0);
    },
  );
});
