import { readFileSync } from "node:fs";
import { charx, v3 } from "../unit/lib/characters/card/card-fixture";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test.use({ surroundings: { gptSovits: { speed: 10 } } });

/** A character whose card brings its voice. */
const CARD = charx(
  v3({
    name: "먼 사람",
    first_mes: "遠いところから来ました。よろしくお願いします。",
    extensions: {
      avatar_forge: {
        voice: {
          voice_id: "elsewhere",
          name: "먼 목소리",
          language: "ja",
          references: [{ uri: "embeded://voice.wav", prompt_text: "はじめまして。", prompt_lang: "ja" }],
        },
      },
    },
  }),
  { "voice.wav": readFileSync("lib/voices/references/alice.wav") },
);

test("a card's voice waits for an admin, then speaks for its character and is cast by ear", async ({
  page,
  engines,
  sound,
}) => {
  await page.goto("/admin/voices");
  await page.getByRole("button", { name: "주인 되기" }).click();
  await expect(page.getByTestId("engine").filter({ hasText: "GPT-SoVITS" })).toContainText("켜짐");
  const dropped = await page.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "먼 사람.charx"));
      return data;
    },
    [...CARD],
  );
  await page.dispatchEvent("main", "drop", { dataTransfer: dropped });
  const item = page.getByTestId("import-item");
  await expect(item).toHaveAttribute("data-state", "done");
  await item.locator("summary").click();
  await expect(item).toContainText("관리자가 듣고 받아들이면");
  await page.getByRole("button", { name: "목록 닫기" }).click();

  await page.getByRole("link", { name: "카드에서 온 목소리" }).click();
  const waiting = page.getByTestId("card-voice");
  await expect(waiting).toContainText("はじめまして。");
  const clip = await page.request.get((await waiting.locator("audio").getAttribute("src")) ?? "");
  expect((await clip.body()).subarray(0, 4).toString("latin1")).toBe("RIFF");
  await expectFitsPhone(page);
  await waiting.getByLabel("바로 모두가 고를 수 있게 하기").check();
  await waiting.getByRole("button", { name: "받아들이기" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "먼 목소리" })).toBeVisible();
  await expect(page.getByLabel("인물 카드에 담아 내보내도 됩니다")).not.toBeChecked();

  await page.getByRole("link", { name: "배역" }).click();
  const cast = page.getByTestId("casting").filter({ has: page.getByLabel("먼 사람의 목소리") });
  await expect(cast.getByRole("combobox").locator("option:checked")).toHaveText("먼 목소리");
  await cast.getByRole("button", { name: "들으며 고르기" }).click();
  const row = page.getByRole("dialog").getByTestId("voice").filter({ hasText: "먼 목소리" });
  await expect(row).toHaveAttribute("aria-current", "true");
  await row.getByRole("button", { name: /듣기/ }).click();
  await sound.waitForSound();
  expect(engines.gptSovits?.log.syntheses.at(-1)).toMatchObject({
    promptText: "はじめまして。",
    textLang: "ja",
  });
  await expectFitsPhone(page);
});
