import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "./fixtures";
import { ANSWERS, ENGINES, enginesFound, hurry, RoomPage } from "./room-page";

const preload = pathToFileURL(path.join(import.meta.dirname, "room-full-disk.mjs")).href;
const folder = mkdtempSync(path.join(tmpdir(), "avatar-forge-full-"));
const mark = path.join(folder, "full");

test.use({
  surroundings: { ...ENGINES, env: { NODE_OPTIONS: `--import=${preload}`, FULL_DISK_WHILE: mark } },
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a full disk is said, the line stays, and is answered once there is room", async ({
  page,
  server,
  engines,
}) => {
  hurry(engines);
  await enginesFound(server.url);
  const room = await RoomPage.begin(page);
  writeFileSync(mark, "");
  await room.say("안녕하시오.");
  await expect(room.banner("저장 공간이 가득 찼습니다")).toBeVisible();
  const line = room.lines("user");
  await expect(line).toHaveAttribute("data-state", "failed");
  await expect(line).toContainText("안녕하시오.");
  expect(engines.ollama?.log.requests).toHaveLength(0);

  rmSync(mark);
  await line.getByRole("button", { name: "다시 보내기" }).click();
  await room.isAnswered(ANSWERS[0]);
  await expect(room.banner("저장 공간이 가득 찼습니다")).toHaveCount(0);
  expect((await room.stored()).map(({ content }) => content)).toEqual(["안녕하시오.", ANSWERS[0]]);
});
