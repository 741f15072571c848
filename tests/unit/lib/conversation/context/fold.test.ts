import { expect, it, vi } from "vitest";
import { listSummaries } from "@/db/queries/memory";
import { createPlay } from "@/db/queries/plays";
import { foldLines } from "@/lib/conversation/context/fold";
import { createMeter } from "@/lib/conversation/context/tokens";
import { contextWindow } from "@/lib/conversation/context/window";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { lineRow, OWNER, playOf, playRow } from "../../../db/database-fixture";
import { conversationStage, never } from "../conversation-fixture";

const { answers, db, deps } = await conversationStage();
const chosen = await deps.language.choose(null, undefined);
const LONG = "바람이 차오. 강을 건너야 하오. ".repeat(6);

/** Folds thirty lines of a play; each request is answered by `answer`. Resolves with how long each was, in lines. */
async function folded(id: string, answer: (at: number) => "refuse" | string) {
  const rows = Array.from({ length: 30 }, (_, at) =>
    lineRow(`${id}-${at}`, id, { content: `${at} ${LONG}`, parentId: at === 0 ? null : `${id}-${at - 1}` }),
  );
  await createPlay(db, OWNER, playRow(id), rows);
  const play = await playOf(db, id);
  const lines = rows.map((row) => ({ ...row, id: row.id, role: "user" as const }));
  const from = answers.length;
  const ending = foldLines(
    deps,
    { play, chosen, window: contextWindow(4096, 400, 0.8), meter: createMeter(1), before: "", lines },
    never,
  );
  let isOver = false;
  const over = ending.finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  const sizes: number[] = [];
  await vi.waitFor(() => {
    const one = answers[from + sizes.length];
    if (one) {
      const told = answer(sizes.length);
      sizes.push(one.prompt.at(-1)?.content.split(LONG).length ?? 0);
      if (told === "refuse") one.fail(new UpstreamError("rejected", "too long", { isContextOverflow: true }));
      else {
        one.say(told);
        one.finish();
      }
    }
    expect(isOver).toBe(true);
  }, 10_000);
  return { sizes, ending: over, summaries: await listSummaries(db, play) };
}

it("lines the model refuses as too many are folded fewer at a time", async () => {
  const { sizes, ending, summaries } = await folded("fewer", (at) => (at === 0 ? "refuse" : `요약 ${at}`));
  await ending;
  expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
  expect(sizes.length).toBeGreaterThan(2);
  expect(summaries[0]).toMatchObject({ foldedUntil: "fewer-29", text: `요약 ${sizes.length - 1}` });
});

it("a model that refuses fewer, too, is told as it is", async () => {
  const { sizes, ending, summaries } = await folded("never", () => "refuse");
  await expect(ending).rejects.toMatchObject({ isContextOverflow: true });
  expect([sizes.length, summaries]).toEqual([2, []]);
});
