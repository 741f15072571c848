import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectFitsPhone, openRoom, say } from "./voice-stage";

test.use({
  surroundings: {
    ollama: { speed: 10, reply: (_messages, turn) => `${turn + 1}막이오. 바람이 차구려.` },
    gptSovits: { speed: 10 },
  },
});

const awayBanner = (page: Page) =>
  page.getByTestId("notice").filter({ hasText: "목소리 엔진이 꺼져 있습니다." }).first();

test("the voice engine goes away: lines wait as text, and are spoken by themselves when it is back", async ({
  page,
  engines,
  sound,
}) => {
  await openRoom(page);
  const first = await say(page, "들리시오?");
  await expect(first).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
  await engines.gptSovits?.behave("down");

  const second = await say(page, "아직 거기 있소?");
  await expect(second).toHaveAttribute("data-state", "complete");
  await expect(second).toHaveAttribute("data-speech", "pending");
  await expect(second.getByTestId("line-text")).toContainText("바람이 차구려.");
  await expect(second.getByTestId("notice")).toHaveCount(1);
  await expect(second.getByTestId("notice")).toContainText("엔진이 켜지면 소리로");
  await expect(awayBanner(page)).toContainText("대화는 글로 이어집니다.");
  await expect(awayBanner(page).getByRole("button", { name: "켜는 방법" })).toBeVisible();
  await awayBanner(page).getByRole("button", { name: "켜는 방법" }).click();
  await expect(awayBanner(page)).toContainText("api_v2.py");
  await expectFitsPhone(page);

  const backAt = Date.now();
  await engines.gptSovits?.behave("well");
  await expect(second).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
  expect(await sound.firstAudibleAt(backAt)).not.toBeNull();
  await expect(awayBanner(page)).toBeHidden();
  await expect(second.getByTestId("notice")).toBeHidden();
});

test("the person chooses the embedded voice: waiting lines are spoken by it, labelled", async ({
  page,
  engines,
  sound,
}) => {
  await openRoom(page);
  const first = await say(page, "들리시오?");
  await expect(first).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
  await expect(page.getByTestId("stage")).not.toContainText("내장 목소리");
  await engines.gptSovits?.behave("down");
  const second = await say(page, "아직 거기 있소?");
  await expect(second).toHaveAttribute("data-speech", "pending");
  await expect(second).toHaveAttribute("data-state", "complete");

  const chosenAt = Date.now();
  await awayBanner(page).getByRole("button", { name: "내장 목소리로 듣기" }).click();
  await sound.waitForSound({ after: chosenAt });
  await expect(second).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
  await expect(page.getByTestId("stage")).toContainText("내장 목소리");
  await expect(awayBanner(page)).toBeHidden();
  await expect(second.getByTestId("notice")).toBeHidden();

  const third = await say(page, "이 목소리도 좋구려.");
  await expect(third).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
});
