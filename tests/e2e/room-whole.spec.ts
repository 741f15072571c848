import type { CDPSession, Locator, Page } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";
import { RoomPage } from "./room-page";
import { untilEnginesFound } from "./voice-stage";

const SCENE = { summary: "비가 재를 덮은 밤, 두 사람은 한 처마 아래에 선다.", background: "늦가을, 산채" };
/** What the character may open the play with. */
const GREETINGS = /^(멈추시오|앉으시오|쉿)/;
const HINTS = ["활을 가르쳐 주시오.", "재 너머에는 무엇이 있소?", "누가 오고 있소."];
const ANSWERS = [
  "어서 오시오, 오래 기다렸소. 이리 와서 불을 쬐시오.",
  "숨을 들이쉬고 어깨를 내리시오.",
] as const;

/** As a model: a scene, three lines for the person, or the character's next line. */
function reply(messages: { content: string }[]): string {
  const prompt = messages.map(({ content }) => content).join("\n");
  if (prompt.includes("대사 세 개")) return JSON.stringify({ hints: HINTS });
  if (prompt.includes("빗소리") && !prompt.includes(SCENE.summary)) return JSON.stringify(SCENE);
  return prompt.includes(HINTS[0] ?? "") ? ANSWERS[1] : ANSWERS[0];
}

/** How a person gets at things: one has keys alone, the other fingers alone. */
interface Hand {
  press(target: Locator): Promise<void>;
  /** Picks the one after the first. */
  second(choices: Locator): Promise<void>;
  /** Asks for lines to say, in the empty composer. */
  askHints(room: RoomPage): Promise<void>;
  send(room: RoomPage): Promise<void>;
}

const keys = (page: Page): Hand => ({
  press: async (target) => {
    await reach(page, target);
    await page.keyboard.press("Enter");
  },
  second: async (choices) => {
    await reach(page, choices.first());
    await page.keyboard.press("ArrowDown");
  },
  askHints: async (room) => {
    await reach(page, room.composer);
    await page.keyboard.press("ArrowDown");
  },
  send: async (room) => {
    await expect(room.composer).toBeFocused();
    await page.keyboard.press("Enter");
  },
});
const fingers = (page: Page): Hand => ({
  press: (target) => target.tap(),
  second: (choices) => choices.nth(1).tap(),
  askHints: () => page.getByTestId("hints").tap(),
  send: () => page.getByTestId("send").tap(),
});

const PROFILES = [
  { name: "with keys alone", hand: keys, use: { viewport: { width: 1280, height: 800 } } },
  {
    name: "with fingers on a phone",
    hand: fingers,
    use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  },
];

for (const { name, hand, use } of PROFILES) {
  test.describe(`a whole play, ${name}`, () => {
    test.use({
      ...use,
      surroundings: {
        ollama: { speed: 10, reply },
        gptSovits: { speed: 20 },
        env: { NEXT_PUBLIC_MAX_TURNS: "2" },
      },
    });

    test("is found, given its scene, spoken, heard and brought to the curtain", async ({ page }) => {
      test.slow();
      const { press, second, askHints, send } = hand(page);
      const devtools = await page.context().newCDPSession(page);
      await page.addInitScript(watchAura);
      await page.goto("/");
      await untilEnginesFound(page);
      await press(page.getByRole("link", { name: /홍길동: 인물과 장면/ }));
      const situation = page.getByLabel("상황");
      // The model makes no scene of the usual situation: that is said, and nothing is passed off as one.
      const plot = page.getByRole("button", { name: "이 상황으로 장면 짜기" });
      await press(plot);
      await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible({ timeout: 20_000 });
      await expect(situation).toHaveValue("");
      await reachOrTap(page, situation, use.hasTouch === true);
      await compose(devtools, ["ㅂ", "비", "빗"], "빗소리");
      await expect(situation).toHaveValue("빗소리");
      await press(plot);
      await expect(situation).toHaveValue(SCENE.summary);
      await second(page.getByRole("radio", { name: GREETINGS }));
      await expect(page.getByRole("radio", { name: "앉으시오" })).toBeChecked();
      await press(page.getByRole("button", { name: "막 올리기" }));
      await page.waitForURL(/\/play\/[^/?]+$/);

      const room = new RoomPage(page);
      await expect(page.getByText(SCENE.summary)).toBeVisible();
      await expect(room.lines("character").first().getByTestId("line-text")).toContainText("앉으시오");
      await reachOrTap(page, room.composer, use.hasTouch === true);
      await compose(devtools, ["ㄱ", "계"], "계시오");
      await send(room);
      await expect(room.lines("user").last().getByTestId("line-text")).toHaveText("계시오");
      await room.isAnswered(ANSWERS[0]);
      await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 20_000 });

      // The light around them followed the sound, and went out with it.
      const levels = () => page.evaluate(() => (window as unknown as Lit).levels);
      await expect.poll(async () => (await levels()).at(-1)).toBe(0);
      expect(Math.max(...(await levels()))).toBeGreaterThan(0.1);

      // Heard again: from a sentence that is touched, or the whole line by its button.
      const sentences = room.lastAnswer.locator("q");
      if (use.hasTouch) {
        await sentences.last().tap();
        await expect(sentences.last()).toHaveAttribute("data-reading", "now");
        await expect(sentences.first()).toHaveAttribute("data-reading", "said");
      } else {
        await press(room.lastAnswer.getByRole("button", { name: "이 대사 듣기" }));
        await expect(sentences.first()).toHaveAttribute("data-reading", "now");
      }
      await expect(room.stage).toHaveAttribute("data-speaking", "true");
      await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 20_000 });

      await askHints(room);
      await press(page.getByRole("button", { name: HINTS[0] }));
      await expect(room.composer).toHaveValue(HINTS[0] ?? "");
      await send(room);
      await room.isAnswered(ANSWERS[1]);

      const curtain = page.getByTestId("turn-limit");
      await expect(curtain).toContainText("막이 내렸습니다", { timeout: 20_000 });
      await expect(page.locator(".turns")).toContainText("2");
      await expectAccessible(page);
      await room.composer.fill("한마디만 더.");
      await expect(page.getByTestId("send")).toBeDisabled();
      await press(curtain.getByRole("button", { name: "계속 이어 하기" }));
      await expect(curtain).toBeHidden();
      await expect(page.getByTestId("send")).toBeEnabled();
    });
  });
}

interface Lit extends Window {
  /** How bright the light around the character was, from change to change. */
  levels: number[];
}

/** In the page, before its own scripts. */
function watchAura(): void {
  const lit = window as unknown as Lit;
  lit.levels = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!(target instanceof HTMLElement) || !target.matches(".aura")) continue;
      lit.levels.push(Number(target.style.getPropertyValue("--level")));
    }
  }).observe(document, { subtree: true, attributeFilter: ["style"] });
}

/** Moves the focus there as the keyboard does, whichever way is found first. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 80 && !(await isThere()); step += 1) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
}

async function reachOrTap(page: Page, target: Locator, hasTouch: boolean): Promise<void> {
  if (hasTouch) await target.tap();
  else await reach(page, target);
}

/** What an input method does: the first syllable grows, then the words are there. */
async function compose(devtools: CDPSession, steps: string[], words: string): Promise<void> {
  for (const text of steps) {
    const caret = { selectionStart: text.length, selectionEnd: text.length };
    await devtools.send("Input.imeSetComposition", { text, ...caret });
  }
  await devtools.send("Input.insertText", { text: words });
}
