import { expect, type Locator, type Page } from "@playwright/test";
import { type HealthData, until } from "../support/stage";
import type { Engines } from "./fixtures";

/** What the simulated model answers, turn by turn; nothing in it is shown otherwise than it is said. */
export const ANSWERS = [
  "어서 와, 기다리고 있었어. 오늘따라 바람이 꽤 차갑네. 이쪽 난로 곁으로 앉아.",
  "그 말을 들으니 마음이 놓인다. 나도 어젯밤 내내 같은 생각을 했어.",
  "좋은 질문이야. 활은 힘으로 당기는 게 아니란다. 숨을 들이쉬고 어깨를 내려 봐.",
] as const;

/** Simulators that answer those in turn: the model so slowly that it is met in the middle, the voice very fast. */
export const ENGINES = {
  ollama: { tokensPerSecond: 6, reply: (_: unknown, turn: number) => ANSWERS[turn % ANSWERS.length] ?? "" },
  gptSovits: { speed: 10 },
};

/** From now on, what the model has left to say comes at once. */
export function hurry({ ollama }: Engines): void {
  if (ollama) ollama.options.tokensPerSecond = 200;
}

/** From now on the model takes its time: a page can be opened before it has said the rest. */
export function linger({ ollama }: Engines): void {
  if (ollama) ollama.options.tokensPerSecond = 2;
}

interface StoredLine {
  role: string;
  content: string;
  status: string;
  heard_until: number | null;
}

/** A room as the person at the page sees it. */
export class RoomPage {
  readonly composer: Locator;
  readonly stage: Locator;
  readonly notices: Locator;

  constructor(readonly page: Page) {
    this.composer = page.getByTestId("composer");
    this.stage = page.getByTestId("stage");
    this.notices = page.getByTestId("notice");
  }

  /** Begins a play and waits for its room. */
  static async begin(page: Page, origin = ""): Promise<RoomPage> {
    await page.goto(`${origin}/play?character=hong-gildong`);
    await page.waitForURL(/\/play\/[^/?]+$/);
    const room = new RoomPage(page);
    await expect(room.composer).toBeVisible();
    return room;
  }

  get playId(): string {
    return this.page.url().split("/").at(-1) ?? "";
  }

  lines(role: "user" | "character"): Locator {
    return this.page.locator(`[data-testid="line"][data-role="${role}"]`);
  }

  get lastAnswer(): Locator {
    return this.lines("character").last();
  }

  /** Writes a line and sends it with Enter; a person's act, which lets the page sound. */
  async say(line: string): Promise<void> {
    await this.composer.fill(line);
    await this.composer.press("Enter");
    await expect(this.lines("user").last()).toContainText(line);
  }

  async isAnswered(text: string): Promise<void> {
    await expect(this.lastAnswer).toHaveAttribute("data-state", "complete", { timeout: 20_000 });
    await expect(this.lastAnswer.getByTestId("line-text")).toHaveText(text);
  }

  /** Waits until the last answer says at least so many letters and goes on; returns them. */
  async midAnswer(letters: number): Promise<string> {
    const text = this.lastAnswer.and(this.page.locator('[data-state="streaming"]')).getByTestId("line-text");
    await expect.poll(() => lengthOf(text), { intervals: [30] }).toBeGreaterThanOrEqual(letters);
    return (await this.lastAnswer.getByTestId("line-text").textContent()) ?? "";
  }

  banner(words: string | RegExp): Locator {
    return this.notices.filter({ hasText: words });
  }

  /** The play as the server has stored it, without its greeting. */
  async stored(): Promise<StoredLine[]> {
    const path = `/api/sessions/${this.playId}/messages?limit=100`;
    const answer = await this.page.request.get(new URL(path, this.page.url()).href);
    const { data } = (await answer.json()) as { data: { messages: StoredLine[] } };
    const first = data.messages.findIndex((message) => message.role === "user");
    return data.messages.slice(first);
  }
}

async function lengthOf(text: Locator): Promise<number> {
  return (await text.count()) === 0 ? 0 : ((await text.textContent()) ?? "").length;
}

/** Waits until a play begun now would be played on both simulators. */
export async function enginesFound(url: string): Promise<void> {
  await until(async () => {
    const { data } = (await (await fetch(`${url}/api/health`)).json()) as { data: HealthData };
    return data.details.new_play.llm === "engine" && data.details.new_play.tts === "gpt-sovits";
  });
}
