import { expect, test } from "./fixtures";

test.use({ surroundings: { env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } } });

// The fixture's context fails the test where anything breaks the page's policy.
test("the API is tried out on its page: a call is sent as whoever reads, and its answer read", async ({
  page,
}) => {
  await page.goto("/docs");
  await page.locator("#operations-tag-Characters").click();
  const call = page.locator("#operations-Characters-postCharacters");
  await call.locator(".opblock-summary-control").click();
  await call.locator("textarea").fill('{"name":"문서에서 온 사람"}');
  await call.getByRole("button", { name: "Execute" }).click();
  const answer = call.locator(".live-responses-table");
  await expect(answer.locator(".response-col_status").last()).toHaveText("200");
  await expect(answer).toContainText("문서에서 온 사람");
  await page.goto("/");
  await expect(page.getByTestId("cast-card").filter({ hasText: "문서에서 온 사람" })).toBeVisible();
});
