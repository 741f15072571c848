import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "./fixtures";

test.use({ surroundings: { env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } } });

test("a person is who they say in their plays, on every device, takes everything along, and can be shut out", async ({
  page,
  server,
  browser,
}) => {
  test.slow();
  await page.goto("/settings");
  await page.getByRole("button", { name: "모습 더하기" }).click();
  await page.getByLabel("이름").fill("무영");
  await page.getByLabel("어떤 사람인지").fill("떠돌이 검객");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("radio", { name: /무영/ })).toBeChecked();
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/users/me/settings"));
  await page.getByLabel("다 만든 뒤에").check();
  await saved;

  await page.goto("/characters/hong-gildong");
  await expect(page.getByLabel(/^나/)).toHaveValue(/.{36}/);
  await page.getByRole("button", { name: "막 올리기" }).click();
  await page.getByTestId("composer").fill("오랜만이오.");
  await page.getByTestId("send").click();
  await expect(page.getByTestId("line").filter({ hasText: "오랜만이오." })).toContainText("무영");
  const playUrl = page.url();

  // Another device of the same person.
  const cookies = (await page.context().cookies()).filter(({ name }) => name === "access_token");
  const phone = await browser.newContext({ baseURL: server.url, locale: "ko-KR" });
  await phone.addCookies(cookies);
  const onPhone = await phone.newPage();
  await onPhone.goto("/settings");
  await expect(onPhone.getByLabel("다 만든 뒤에")).toBeChecked();
  const download = onPhone.waitForEvent("download");
  await onPhone.getByRole("link", { name: "모두 내려받기" }).click();
  const files = unzipSync(readFileSync(await (await download).path()));
  expect(strFromU8(files["account.json"] ?? new Uint8Array())).toContain("무영");
  expect(Object.keys(files).some((name) => /^plays\/.+\/play\.jsonl$/.test(name))).toBe(true);
  await phone.close();

  // The server's owner shuts them out.
  const office = await browser.newContext({ baseURL: server.url, locale: "ko-KR" });
  const admin = await office.newPage();
  await admin.goto(server.ownerLink ?? "");
  await expect(admin.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  await admin.goto("/admin/people");
  const row = admin.getByTestId("person").filter({ hasNot: admin.getByText("관리자") });
  await row.getByRole("button", { name: "막기" }).click();
  await row.getByRole("button", { name: "정말 막기" }).click();
  await expect(row.getByRole("button", { name: "풀어 주기" })).toBeVisible();
  await expect(admin.getByTestId("audit-event").first()).toContainText("사람: 바꿈");
  // Somebody else forgot their password: the owner sets a new one, and it opens.
  const made = { login: "잊은이", password: "the forgotten one" };
  await admin.request.post("/api/admin/accounts", { data: made, headers: { origin: server.url } });
  await admin.reload();
  const forgot = admin.getByTestId("person").filter({ hasText: "잊은이" });
  await forgot.getByRole("button", { name: "비밀번호 새로 정하기" }).click();
  await forgot.getByLabel("새 비밀번호").fill("a remembered one");
  await forgot.getByRole("button", { name: "정하기", exact: true }).click();
  await expect(forgot.getByText("새 비밀번호를 정했습니다.")).toBeVisible();
  const again = await admin.request.post("/api/auth/password/login", {
    data: { login: "잊은이", password: "a remembered one" },
    headers: { origin: server.url, cookie: "" },
  });
  expect(again.status()).toBe(200);

  await page.goto(playUrl);
  await expect(page.getByRole("heading", { name: "이곳을 쓸 수 없습니다" })).toBeVisible();
  await office.close();
});
