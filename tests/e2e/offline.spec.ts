import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";

test("while the server is away a page says so, keeps nothing else, and gives way when it is back", async ({
  page,
  server,
}) => {
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto("/settings");
  const kept = () =>
    page.evaluate(async () => {
      const urls: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname);
      return urls;
    });
  await expect.poll(kept).toEqual(["/offline"]);

  await server.stop();
  await page.goto("/characters/hong-gildong");
  await expect(page.getByRole("heading", { name: "서버에 닿지 않습니다." })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/characters/hong-gildong");
  await expectAccessible(page);
  await server.restart();
  await page.getByRole("link", { name: "다시 열기" }).click();
  await expect(page.getByRole("heading", { name: "홍길동" })).toBeVisible();
  expect(await kept()).toEqual(["/offline"]);
});
