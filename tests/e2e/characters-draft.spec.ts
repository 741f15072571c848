import type { Page } from "@playwright/test";
import { DRAFT_FIELDS } from "@/lib/contract/character";
import { expect, test } from "./fixtures";
import { expectFitsPhone, lines, untilEnginesFound } from "./voice-stage";

const LISTS = ["alternate_greetings", "likes", "dislikes", "tags"];
const ASKED = "Write these fields";

/** As a model: data where fields are asked for, a line of the play otherwise. */
function reply(messages: { content: string }[], turn: number): string {
  const prompt = messages.map(({ content }) => content).join("\n");
  if (!prompt.includes(ASKED)) return "어서 와요. 별을 보러 왔군요.";
  const wanted = prompt.slice(prompt.indexOf(ASKED));
  const fields = DRAFT_FIELDS.filter((field) => wanted.includes(`\n${field}: `));
  const drafted = fields.map((field) => {
    const text =
      field === "first_message" ? "밤이 깊었네요. 무슨 꿈을 맡기러 왔나요?" : `${field} 초안 ${turn}`;
    return [field, LISTS.includes(field) ? [text] : text];
  });
  return JSON.stringify(Object.fromEntries(drafted));
}

const bar = (page: Page) => page.getByTestId("draft-bar");

test.describe("a character by keyboard", () => {
  test.use({ surroundings: { ollama: { reply, speed: 5 }, gptSovits: { speed: 10 } } });

  test("in Korean, drafted, played and heard in under ten actions", async ({ page, sound }) => {
    await page.goto("/characters/new");
    await untilEnginesFound(page);
    let actions = 0;
    const write = async (text: string) => {
      actions += 1;
      await page.keyboard.insertText(text);
    };
    const press = async (key: string) => {
      actions += 1;
      await page.keyboard.press(key);
    };
    await write("연이");
    await press("Enter");
    await expect(bar(page)).toHaveAttribute("data-state", "done", { timeout: 30_000 });
    await expect(page.getByLabel("첫 대사").first()).toHaveValue(/밤이 깊었네요/);
    await expectFitsPhone(page);
    await press("Control+Enter");
    await page.waitForURL(/\/play\/[^/?]+$/);
    await expect(lines(page, "character").first()).toContainText("밤이 깊었네요.");
    await expect(page.getByTestId("composer")).toBeFocused();
    await write("별을 보러 왔어요.");
    await press("Enter");
    const answer = lines(page, "character").nth(1);
    await expect(answer).toHaveAttribute("data-state", "complete", { timeout: 20_000 });
    await expect(answer).toContainText("어서 와요.");
    await sound.waitForSound();
    expect(actions).toBeLessThan(10);
  });
});

test.describe("an engine killed in the middle of drafting", () => {
  test.use({ surroundings: { ollama: { reply, tokensPerSecond: 30 }, env: { TTS_SERVICE: "embedded" } } });

  test("takes nothing with it; what is missing is drafted when it is back", async ({ page, engines }) => {
    await page.goto("/characters/new");
    await page.getByLabel("이름").fill("달래");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/characters\/[^/]+\/edit/);
    const description = page.getByLabel("소개").first();
    await expect(description).toHaveValue(/초안/, { timeout: 30_000 });
    const drafted = await description.inputValue();
    await engines.ollama?.behave("down");
    await expect(bar(page)).toHaveAttribute("data-state", "failed", { timeout: 30_000 });
    await expect(bar(page)).toContainText("이어서 쓰기");
    await expect(description).toHaveValue(drafted);
    await page.getByLabel("어떤 사람인가").first().fill("내가 쓴 성격.");
    await expect(page.getByRole("status").filter({ hasText: "모두 저장됨" })).toBeVisible();

    await page.reload();
    await expect(description).toHaveValue(drafted);
    await expect(page.getByLabel("어떤 사람인가").first()).toHaveValue("내가 쓴 성격.");
    await page.getByRole("button", { name: "빈칸 초안 쓰기" }).click();
    await expect(bar(page)).toHaveAttribute("data-state", "failed", { timeout: 30_000 });

    await engines.ollama?.behave("well");
    await page.getByRole("button", { name: "이어서 쓰기" }).click();
    await expect(bar(page)).toHaveAttribute("data-state", "done", { timeout: 60_000 });
    await expect(description).toHaveValue(drafted);
    await expect(page.getByLabel("어떤 사람인가").first()).toHaveValue("내가 쓴 성격.");
    await expect(page.getByLabel(/^버릇/).first()).toHaveValue(/초안/);

    const habits = page.getByLabel(/^버릇/).first();
    const first = await habits.inputValue();
    await page.getByRole("button", { name: "버릇 다시 쓰기" }).click();
    await expect(habits).not.toHaveValue(first, { timeout: 30_000 });
    await page.getByRole("button", { name: "버릇 되돌리기" }).click();
    await expect(habits).toHaveValue(first);
  });
});
