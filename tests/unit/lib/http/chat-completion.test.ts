import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/contract/app-error";
import { chatCompletionRequest } from "@/lib/contract/openai";
import { chatCompletion, chatCompletionStream } from "@/lib/http/chat-completion";
import { errorResponse } from "@/lib/http/error-response";
import { openAi } from "@/lib/http/openai";
import { actor, conversationStage, never } from "../conversation/conversation-fixture";

const stage = await conversationStage();
const { conversation, answers, deps, db } = stage;
deps.findCharacter = async (_actor, id) =>
  id === "gildong"
    ? ({ id, name: "길동", persona: "의적", scene: {}, first_message: "어서 오시오." } as Awaited<
        ReturnType<typeof deps.findCharacter>
      >)
    : null;

const asked = (more: object = {}) =>
  chatCompletionRequest.parse({
    model: "gildong",
    messages: [
      { role: "system", content: "짧게 답하라." },
      { role: "user", content: "안녕" },
      { role: "assistant", content: "반갑소." },
      {
        role: "user",
        content: [
          { type: "text", text: "이름이 " },
          { type: "text", text: "무엇이오?" },
        ],
      },
    ],
    ...more,
  });
async function begin(more: object = {}, signal = never) {
  const before = answers.length;
  const passing = await conversation.passing(actor, "ko", asked(more), signal);
  await vi.waitFor(() => expect(answers.length).toBe(before + 1), 5000);
  const answer = answers.at(-1);
  if (!answer) throw new Error("the engine was not asked");
  return { passing, answer };
}
const plays = () => db.get<{ n: number }>(sql`select count(*) as n from plays`).n;

describe("a character as OpenAI's model", () => {
  it("answers whole, from the client's own lines, and keeps nothing", async () => {
    const { passing, answer } = await begin();
    expect(answer.prompt.map(({ content }) => content).join("\n")).toMatch(
      /의적[\s\S]*안녕[\s\S]*반갑소\.[\s\S]*이름이 무엇이오\?/,
    );
    expect(answer.prompt.some(({ content }) => content.includes("짧게 답하라."))).toBe(true);
    answer.say("길동이오.");
    answer.finish();
    const whole = await passing.whole();
    const told = chatCompletion("gildong", whole.answer, whole.finishReason);
    expect(told).toMatchObject({
      object: "chat.completion",
      model: "gildong",
      choices: [{ index: 0, message: { role: "assistant", content: "길동이오." }, finish_reason: "stop" }],
      usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
    });
    await vi.waitFor(() => expect(plays()).toBe(0), 5000);
    expect(deps.admission.seats.counts().taken).toBe(0);
  });

  it("streams chunks that end with the reason, the usage where asked, and [DONE]", async () => {
    const { passing, answer } = await begin({ stream: true });
    const response = chatCompletionStream("gildong", passing.events, {
      includesUsage: true,
      onLeave: () => {},
    });
    answer.say("길동");
    answer.say("이오.");
    answer.finish();
    const rows = (await response.text()).split("\n\n").filter((row) => row !== "");
    expect(rows.at(-1)).toBe("data: [DONE]");
    const chunks = rows.slice(0, -1).map((row) => JSON.parse(row.slice("data: ".length)));
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("길동이오.");
    expect(chunks[0].choices[0].delta).toEqual({ role: "assistant", content: "" });
    expect(chunks.at(-2).choices[0].finish_reason).toBe("stop");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 12 } });
  });

  it("a stream that breaks off says so; one whose reader leaves stops the engine", async () => {
    const broken = await begin({ stream: true });
    const told = chatCompletionStream("gildong", broken.passing.events, {
      includesUsage: false,
      onLeave: () => {},
    });
    broken.answer.say("길");
    broken.answer.fail(new Error("broke"));
    const text = await told.text();
    expect(text).toContain('{"error":{"message":');
    expect(text).not.toContain("[DONE]");

    const left = new AbortController();
    const { passing, answer } = await begin({ stream: true }, left.signal);
    const leaving = chatCompletionStream("gildong", passing.events, {
      includesUsage: false,
      onLeave: () => left.abort(),
    });
    const reader = leaving.body?.getReader();
    await reader?.read();
    answer.say("길");
    await reader?.read();
    await reader?.cancel();
    await vi.waitFor(() => expect(answer.isAborted).toBe(true), 5000);
    await vi.waitFor(() => expect(plays()).toBe(0), 5000);
  });

  it("a character there is not, and a body that does not fit, are OpenAI's errors", async () => {
    const unknown = conversation.passing(actor, "ko", asked({ model: "nobody" }), never);
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(
      chatCompletionRequest.safeParse({ model: "x", messages: [{ role: "system", content: "a" }] }).success,
    ).toBe(false);
    const { POST } = openAi({
      POST: async () => errorResponse(new AppError("RATE_LIMITED", { retryAfterMs: 3000 }), "en"),
    });
    const response = await POST(new Request("http://x/"), {});
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await response.json()).toEqual({
      error: {
        message: "Too many requests. Wait a moment and try again.",
        type: "rate_limit_error",
        param: null,
        code: "rate_limited",
      },
    });
  });
});
