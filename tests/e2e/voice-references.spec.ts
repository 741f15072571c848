import { expect, test } from "./fixtures";
import { expectFitsPhone, openRoom, say } from "./voice-stage";

test.use({
  surroundings: {
    ollama: { speed: 10, reply: () => "어서 오시오. 바람이 차구려." },
    gptSovits: { speed: 10 },
    env: { TTS_REFERENCE_DIR: "/nowhere" },
  },
});

test("an engine that cannot read the references: why, what to set, and the embedded voice", async ({
  page,
  engines,
  sound,
}) => {
  await openRoom(page);
  const answer = await say(page, "들리시오?");
  await expect(answer).toHaveAttribute("data-state", "complete");
  await expect(answer.getByTestId("line-text")).toHaveText("어서 오시오. 바람이 차구려.");
  await expect(answer.getByTestId("notice").first()).toContainText("TTS_REFERENCE_DIR");
  const banner = page.locator(".room-states--top").getByTestId("notice");
  await expect(banner).toContainText("참조 음성");
  await expect(banner).toContainText("TTS_REFERENCE_DIR");
  await expect(banner).not.toContainText("꺼져");
  await expectFitsPhone(page);
  await page.getByTestId("engine-status").click();
  await expect(page.locator(".popover-panel")).toContainText("TTS_REFERENCE_DIR");
  await page.keyboard.press("Escape");
  expect(engines.gptSovits?.log.syntheses).toEqual([]);

  const chosenAt = Date.now();
  await banner.getByRole("button", { name: "내장 목소리로 듣기" }).click();
  await expect(page.getByTestId("stage")).toContainText("내장 목소리");
  const next = await say(page, "이제는 들리시오?");
  await expect(next).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
  expect(await sound.firstAudibleAt(chosenAt)).not.toBeNull();
});
