import { picture, textChunk, v2 } from "../unit/lib/characters/card/card-fixture";
import { expect, test } from "./fixtures";
import { expectFitsPhone, lines, say } from "./voice-stage";

test.use({ surroundings: { env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } } });

test("a character is made by keyboard in a few presses, and talks", async ({ page, sound }) => {
  await page.goto("/characters/new");
  await page.keyboard.insertText("연이");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/characters\/[^/]+\/edit/);
  await page.getByLabel("첫 대사").first().focus();
  await page.keyboard.insertText("어서 와요. 오늘 밤엔 어떤 꿈을 맡기러 왔나요?");
  await expectFitsPhone(page);
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/play\/[^/?]+$/);
  await expect(lines(page, "character").first()).toContainText("어서 와요.");
  const answer = await say(page, "안녕하세요, 연이 씨.");
  await expect(answer).toHaveAttribute("data-state", "complete", { timeout: 20_000 });
  await sound.waitForSound();
});

test("what is written while the server is dead is kept, over a reload, and saved when it is back", async ({
  page,
  server,
}) => {
  await page.goto("/characters/new");
  await page.getByLabel("이름").fill("달래");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/characters\/[^/]+\/edit/);
  await server.kill9();
  await page.getByLabel("소개").first().fill("산에 사는 아이.");
  await expect(page.getByRole("status").filter({ hasText: "서버에 닿지 않습니다" })).toBeVisible();
  await server.restart();
  await page.reload();
  await expect(page.getByLabel("소개").first()).toHaveValue("산에 사는 아이.");
  await expect(page.getByRole("status").filter({ hasText: "모두 저장됨" })).toBeVisible({ timeout: 15_000 });
  const id = /characters\/([^/]+)\/edit/.exec(page.url())?.[1] ?? "";
  const stored = (await (await page.request.get(`/api/characters/${id}`)).json()) as {
    data: { description: string };
  };
  expect(stored.data.description).toBe("산에 사는 아이.");
});

/** As SillyTavern keeps one: a head, then a line for each saying. */
const CHAT = [
  { user_name: "나", character_name: "심청이", create_date: "2026-01-01@00h00m00s" },
  { name: "나", is_user: true, mes: "어디로 가십니까?" },
  { name: "심청이", is_user: false, mes: "바다가 부릅니다." },
]
  .map((line) => JSON.stringify(line))
  .join("\n");

test("cards and a chat dropped on the page come in, each with its result, and talk", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByTestId("cast-card").first()).toBeVisible();
  const card = picture(textChunk("chara", v2({ name: "심청이", description: "<b>효녀</b>" })));
  const dropped = await page.evaluateHandle(
    (files) => {
      const data = new DataTransfer();
      for (const { name, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name));
      return data;
    },
    [
      { name: "심청이.png", bytes: [...card] },
      { name: "그냥 글.txt", bytes: [...Buffer.from("안녕")] },
      { name: "어제.jsonl", bytes: [...Buffer.from(CHAT)] },
    ],
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  const items = page.getByTestId("import-item");
  await expect(items.nth(0)).toHaveAttribute("data-state", "done");
  await expect(items.nth(1)).toHaveAttribute("data-state", "failed");
  await expect(items.nth(1)).toContainText("읽을 수 없는 파일");
  await expect(items.nth(2).getByRole("link", { name: "이어 하기" })).toBeVisible();
  const { data } = (await (await page.request.get("/api/sessions")).json()) as {
    data: { sessions: { character_name: string; character_id: string | null; last_line: string }[] };
  };
  expect(data.sessions[0]).toMatchObject({ character_name: "심청이", last_line: "바다가 부릅니다." });
  expect(data.sessions[0]?.character_id).not.toBeNull();
  await items.nth(0).locator("summary").click();
  await expect(items.nth(0)).toContainText("글자 그대로만");
  await expect(page.locator('[data-own=""]').filter({ hasText: "심청이" })).toBeVisible();
  await expectFitsPhone(page);
  await items.nth(0).getByRole("link", { name: "공연 시작" }).click();
  await page.waitForURL(/\/play\/[^/?]+$/);
  const answer = await say(page, "안녕하세요.");
  await expect(answer).toHaveAttribute("data-state", "complete", { timeout: 20_000 });
});

test("a character is heard in several voices, one is chosen, and it leaves as a card", async ({
  page,
  sound,
}) => {
  const made = await page.request.post("/api/characters", {
    data: { name: "가람", first_message: "반갑습니다." },
    headers: { "sec-fetch-site": "same-origin" },
  });
  const { id } = ((await made.json()) as { data: { id: string } }).data;
  await page.goto(`/characters/${id}/edit?step=face`);
  const rows = page.locator(".voice-list > li");
  await expect(rows).toHaveCount(11);
  await rows.nth(3).getByRole("button", { name: /듣기/ }).click();
  await sound.waitForSound();
  await expect(rows.nth(3).locator(".voice-wave")).toBeVisible();
  await rows.nth(3).getByRole("button", { name: "고르기", exact: true }).click();
  await expect(rows.nth(3)).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("status").filter({ hasText: "모두 저장됨" })).toBeVisible();
  await page.getByLabel("지문 읽기").selectOption({ label: "지문은 해설자 목소리로" });
  await page.getByLabel("해설자 목소리").selectOption({ index: 1 });
  await expect(async () => {
    const kept = await page.request.get(`/api/characters/${id}`);
    const { data } = (await kept.json()) as { data: { narration: string; narrator_voice_id: string } };
    expect(data.narration).toBe("narrator");
    expect(data.narrator_voice_id).not.toBe("");
  }).toPass();
  await page.locator("input[type=file]").setInputFiles({
    name: "가람.png",
    mimeType: "image/png",
    buffer: picture(),
  });
  const frame = page.getByRole("button", { name: /그림에서 쓸 곳/ });
  await expect(frame).toBeFocused();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.locator(".picture-field img")).toBeVisible();
  // Another one dropped on it is its picture, and no card for the page.
  const dropped = await page.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "다른 얼굴.png", { type: "image/png" }));
      return data;
    },
    [...picture()],
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: dropped });
  await expect(page.locator(".drop-veil")).toBeVisible();
  await page.dispatchEvent(".picture-field", "dragover", { dataTransfer: dropped });
  await expect(page.locator(".drop-veil")).toBeHidden();
  await page.dispatchEvent(".picture-field", "drop", { dataTransfer: dropped });
  await expect(frame).toBeFocused();
  await expect(page.getByTestId("import-item")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.goto("/");
  const card = page.locator(`[data-own=""][data-character-id="${id}"]`);
  await card.getByRole("button", { name: /더 보기/ }).click();
  const download = page.waitForEvent("download");
  await card.getByRole("link", { name: "PNG 카드로 내보내기" }).click();
  expect((await download).suggestedFilename()).toBe("가람.png");
});

test("a scene is set on a character's page, Enter begins, the play is found there again", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("link", { name: /심청: 인물과 장면/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("심청");
  await page.getByLabel("상황").fill("인당수로 가는 배 위에서 마지막 밤을 보낸다.");
  await expectFitsPhone(page);
  await page.getByLabel("상황").press("Enter");
  await page.waitForURL(/\/play\/[^/?]+$/);
  await expect(page.getByTestId("composer")).toBeVisible();
  await expect(page.getByText("인당수로 가는 배 위에서").first()).toBeVisible();
  await page.goto("/characters/shim-cheong");
  await expect(page.locator(".past li")).toHaveCount(1);
  await page.getByRole("button", { name: "내 인물로 복사" }).click();
  await page.waitForURL(/\/characters\/[0-9a-f-]+\/edit/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("심청");
  await page.goto("/characters/nobody");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("그런 배역은 없습니다.");
});
