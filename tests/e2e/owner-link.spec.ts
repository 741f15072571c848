import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

const isAdmin = async (page: Page) =>
  ((await (await page.request.get("/api/auth/me")).json()) as { is_admin?: boolean }).is_admin;

test("the printed link makes an owner once; used again it says so and what to do", async ({
  page,
  server,
  browser,
}) => {
  const link = server.ownerLink;
  if (!link) throw new Error("no owner link was printed");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  expect(page.url()).not.toContain("#");
  expect(await isAdmin(page)).toBe(true);
  await page.reload();
  await expect(page.getByRole("heading", { name: "링크에 열쇠가 없습니다." })).toBeVisible();
  expect(await isAdmin(page)).toBe(true);

  const other = await browser.newPage({ locale: "ko-KR" });
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "이미 쓰였거나 시간이 지난 링크입니다." })).toBeVisible();
  await expect(other.getByText("npm run owner-link", { exact: true })).toBeVisible();
  await expectFitsPhone(other);
  await other.goto("/admin/voices");
  await expect(other.getByRole("heading", { name: "이 방은 극장 주인에게만 열립니다." })).toBeVisible();
  await expect(other.getByText("npm run owner-link", { exact: true })).toBeVisible();
  await other.getByRole("link", { name: "로비로" }).last().click();
  await expect(other.getByTestId("cast-card").first()).toBeVisible();
  await other.close();
});

test("a newer link opened in the tab that refused an old one is taken", async ({ page, server }) => {
  await page.goto("/sign-in/owner#an-old-one");
  await expect(page.getByRole("heading", { name: "이미 쓰였거나 시간이 지난 링크입니다." })).toBeVisible();
  await page.evaluate((link) => location.assign(link), server.ownerLink ?? "");
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  expect(await isAdmin(page)).toBe(true);
});
