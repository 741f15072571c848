import { expect, test } from "./fixtures";
import { ANSWERS, ENGINES, enginesFound, hurry, linger, RoomPage } from "./room-page";
import { Relay } from "./room-relay";

test.use({ surroundings: ENGINES });
test.beforeEach(({ server }) => enginesFound(server.url));

test("a reload in the middle of an answer comes back to it and lets the rest be heard", async ({
  page,
  engines,
  sound,
}) => {
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await sound.waitForSound();
  const said = await room.midAnswer(15);
  linger(engines);
  await page.reload();
  await expect(room.lines("user")).toHaveText([/안녕하시오\./]);
  await expect(room.lastAnswer.getByTestId("line-text")).toContainText(said);
  await expect(room.lastAnswer).toHaveAttribute("data-state", "streaming");
  hurry(engines);
  await room.isAnswered(ANSWERS[0]);
  await expect(room.lines("character")).toHaveCount(2);

  await room.stage.click();
  await sound.waitForSound();
  await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
});

test("a lost connection is told, and what was missed is brought back once", async ({
  page,
  server,
  engines,
}) => {
  const relay = await Relay.to(server.port);
  const room = await RoomPage.begin(page, relay.url);
  await room.say("안녕하시오.");
  const said = await room.midAnswer(15);
  relay.cut();
  // Under the line that waits it may be told as well.
  const lost = page.getByRole("alert").filter({ hasText: /연결이 끊겼습니다|서버에 닿지 않습니다/ });
  await expect(lost).toBeVisible();
  await expect(room.lastAnswer.getByTestId("line-text")).toContainText(said);
  hurry(engines);
  relay.mend();
  await room.isAnswered(ANSWERS[0]);
  await expect(room.banner("다시 이어졌습니다")).toBeVisible();
  await expect(room.banner(/연결이 끊겼습니다|서버에 닿지 않습니다/)).toHaveCount(0);
  await expect(room.lines("user")).toHaveCount(1);
  expect((await room.stored()).map(({ content }) => content)).toEqual(["안녕하시오.", ANSWERS[0]]);
  await relay.close();
});

test("a server killed in the middle of an answer loses no finished sentence", async ({
  page,
  server,
  engines,
}) => {
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await room.midAnswer(35);
  await server.kill9();
  await expect(room.banner("서버에 닿지 않습니다")).toBeVisible();
  await server.restart();
  await expect(room.lastAnswer).toHaveAttribute("data-state", "interrupted", { timeout: 20_000 });
  await expect(room.banner("서버에 닿지 않습니다")).toHaveCount(0);
  const [line, answer] = await room.stored();
  expect(line).toMatchObject({ role: "user", content: "안녕하시오." });
  expect(answer).toMatchObject({ status: "interrupted" });
  expect(answer?.content).toContain("오늘따라 바람이 꽤 차갑네.");

  await enginesFound(server.url);
  hurry(engines);
  await page.getByRole("button", { name: "이어서 말하기" }).click();
  await expect(room.lastAnswer).toHaveAttribute("data-state", "complete", { timeout: 20_000 });
  const [, whole] = await room.stored();
  expect(whole?.content).toBe(`${answer?.content}${ANSWERS[1]}`);
  await expect(room.lastAnswer.getByTestId("line-text")).toHaveText(whole?.content ?? "");
});

test("a second tab follows the turn of the first", async ({ page, context, engines }) => {
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await room.midAnswer(15);
  linger(engines);
  const second = new RoomPage(await context.newPage());
  await second.page.goto(page.url());
  await expect(second.lines("user")).toHaveCount(1);
  await expect(second.lastAnswer).toHaveAttribute("data-state", "streaming");
  hurry(engines);
  await Promise.all([room.isAnswered(ANSWERS[0]), second.isAnswered(ANSWERS[0])]);
  await expect(second.stage).toHaveAttribute("data-speaking", "false");

  await room.say("그리고요?");
  await expect(room.lines("character")).toHaveCount(3);
  await second.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await second.isAnswered(ANSWERS[1]);
  await expect(second.lines("user")).toHaveCount(2);
});
