import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { LanguageEngine, LanguagePart, LanguageRequest, PromptLine } from "@/lib/llm/engine";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** What an engine with a model behind it is told to say, and was asked. */
export interface Script {
  /** Answers to the next requests, in order; the last one also to all after it. */
  say(...replies: string[]): void;
  /** The messages of the last request. */
  lastPrompt(): PromptLine[];
  /** Tokens its model reads. */
  contextLength: number;
}

export interface LanguageEngineUnderTest {
  engine: LanguageEngine;
  /** Whether it can count a prompt's tokens; where not, it says so or has no such function. */
  countsTokens: boolean;
  /** Null for an engine whose answers are its own. */
  script: Script | null;
  /** Resolves once the engine works on nothing any more. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
}

const SECRET = "은밀한 한마디";
const REPLY = "어서 와, 기다렸어. 👋 오늘은 바람이 참 좋구나. 함께 걸을까?";

export interface Collected {
  parts: LanguagePart[];
  text: string;
  error: UpstreamError | null;
}

/** All parts until the end, and the error it ended with. */
export async function collect(stream: AsyncIterable<LanguagePart>): Promise<Collected> {
  const parts: LanguagePart[] = [];
  let error: UpstreamError | null = null;
  try {
    for await (const part of stream) parts.push(part);
  } catch (cause) {
    if (!(cause instanceof UpstreamError)) throw cause;
    error = cause;
  }
  const text = parts.map((part) => (part.type === "text" ? part.delta : "")).join("");
  return { parts, text, error };
}

export function engineContext(signal = new AbortController().signal): EngineContext {
  return { signal, fetch: engineFetch, now: Date.now, logger: pino({ enabled: false }) };
}

/** What every language engine must do, whatever stands behind it. */
export function describeLanguageEngine(name: string, create: () => Promise<LanguageEngineUnderTest>): void {
  describe(`language engine: ${name}`, () => {
    let test: LanguageEngineUnderTest;
    let model = "";
    const logged: string[] = [];
    const logger = pino({ level: "trace" }, { write: (entry: string) => logged.push(entry) });
    const context = (signal?: AbortSignal) => ({ ...engineContext(signal), logger });
    beforeAll(async () => {
      test = await create();
      model = (await test.engine.listModels(context()))[0]?.name ?? "";
    });
    afterAll(() => test.close());
    beforeEach(() => test.script?.say(REPLY));

    const request = (changes: Partial<LanguageRequest> = {}): LanguageRequest => ({
      model,
      messages: [
        { role: "system", content: "너는 춘향이다." },
        { role: "user", content: `안녕? ${SECRET}` },
      ],
      temperature: 0.7,
      maxTokens: 512,
      cast: { characterId: null, name: "춘향", language: "ko" },
      ...changes,
    });
    const speak = (changes: Partial<LanguageRequest> = {}) =>
      collect(test.engine.streamText(request(changes), context()));

    it("says that it is up, and names a model", async () => {
      expect(await test.engine.checkHealth(context())).toEqual({ state: "up" });
      expect(model).not.toBe("");
      expect(test.engine.name).not.toBe("");
    });

    it("speaks in several pieces and finishes once, last, with its counts", async () => {
      const { parts, text, error } = await speak();
      expect(error).toBeNull();
      if (test.script) expect(text).toBe(REPLY);
      expect(text.isWellFormed()).toBe(true);
      expect(parts.length).toBeGreaterThan(3);
      expect(parts.slice(0, -1).every((part) => part.type === "text" && part.delta !== "")).toBe(true);
      const last = parts.at(-1);
      expect(last).toMatchObject({ type: "finish", reason: "stop" });
      expect(last?.type === "finish" && last.promptTokens > 0 && last.completionTokens > 0).toBe(true);
    });

    it("goes on where the last line is the character's", async () => {
      const messages: PromptLine[] = [...request().messages, { role: "assistant", content: "어서" }];
      expect((await speak({ messages })).error).toBeNull();
    });

    it("minds a system line behind the first", async () => {
      const messages: PromptLine[] = [
        ...request().messages,
        { role: "assistant", content: "어서 와." },
        { role: "system", content: "갑자기 비가 온다." },
        { role: "user", content: "이런." },
      ];
      expect((await speak({ messages })).error).toBeNull();
      if (test.script) expect(JSON.stringify(test.script.lastPrompt())).toContain("갑자기 비가 온다.");
    });

    it("tells an answer that was cut short", async () => {
      const { parts } = await speak({ maxTokens: 2 });
      expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "length" });
    });

    it("an abort before the first word", async () => {
      const abort = new AbortController();
      const outcome = collect(test.engine.streamText(request(), context(abort.signal)));
      abort.abort();
      expect((await outcome).error).toMatchObject({ kind: "aborted", retryable: false });
      await test.whenIdle();
      expect((await speak()).error).toBeNull();
    });

    it("an abort in the middle ends it within one piece and frees the engine", async () => {
      test.script?.say(REPLY.repeat(30));
      const abort = new AbortController();
      let after = 0;
      const listening = (async () => {
        for await (const _ of test.engine.streamText(request(), context(abort.signal))) {
          if (abort.signal.aborted) after += 1;
          abort.abort();
        }
      })();
      await expect(listening).rejects.toMatchObject({ kind: "aborted" });
      expect(after).toBeLessThanOrEqual(1);
      await test.whenIdle();
      expect((await speak()).error).toBeNull();
    });

    it("leaving its words frees the engine", async () => {
      test.script?.say(REPLY.repeat(30));
      for await (const _ of test.engine.streamText(request(), context())) break;
      await test.whenIdle();
    });

    it.each([
      ["<think>속으로 생각한다.</think>\n\n어서 와.", "어서 와."],
      ["\n<think>\n하나.\n</think><think>둘.</think> 어서 와.", "어서 와."],
      ["어서 <thinking>속</thinking>와.", "어서 와."],
      ["<thi라고 쓰지 마.", "<thi라고 쓰지 마."],
      ["a < b, <th", "a < b, <th"],
      ["<think>끝나지 않는 생각", ""],
    ])("never speaks reasoning: %j", async (reply, spoken) => {
      if (!test.script) return;
      test.script.say(reply);
      expect((await speak()).text).toBe(spoken);
    });

    it("counts a longer prompt for more, or says that it does not count", async () => {
      const count = (messages: PromptLine[]) => test.engine.countTokens?.(model, messages, context());
      if (!test.countsTokens) {
        const outcome = await count(request().messages)?.catch((error: unknown) => error);
        return expect(outcome === undefined || outcome instanceof UpstreamError).toBe(true);
      }
      const short = (await count(request().messages)) ?? 0;
      const messages: PromptLine[] = [{ role: "user", content: "바람이 차오. ".repeat(50) }];
      expect(short).toBeGreaterThan(0);
      expect(await count(messages)).toBeGreaterThan(short + 50);
    });

    it("says that a prompt is too long for its model", async () => {
      if (!test.script) return;
      const content = "바람이 차오 ".repeat(test.script.contextLength);
      const { parts, error } = await speak({ messages: [{ role: "user", content }] });
      expect(parts).toEqual([]);
      expect(error).toMatchObject({ kind: "rejected", isContextOverflow: true, retryable: false });
    });

    it("says that a model is gone, and what to do, unless another one answers", async () => {
      if (!test.script) return;
      const { text, error } = await speak({ model: "gone:1b" });
      if (error === null) return expect(text).toBe(REPLY);
      const remedy = { key: "model_gone", params: { model: "gone:1b" } };
      expect(error).toMatchObject({ kind: "rejected", status: 404, retryable: false, remedy });
    });

    describe("data in a given form", () => {
      const schema = z.object({
        name: z.string().min(1).max(20).describe("What people call it"),
        age: z.number().int().min(0).max(150),
        likes: z.array(z.string()).min(1).max(5),
        temper: z.enum(["calm", "wild"]).optional(),
      });
      const right = { name: "홍길동", age: 27, likes: ["달", "말"], temper: "wild" };
      const draft = (signal?: AbortSignal) =>
        test.engine.generateObject({ ...request(), schema }, context(signal));

      it("or says plainly that it has none to give", async () => {
        if (test.engine.capabilities.objects) return;
        const failure = await draft().catch((error: unknown) => error);
        expect(failure).toMatchObject({ kind: "rejected", retryable: false });
        expect(failure instanceof UpstreamError && failure.engineMessage).toMatch(/\w+ \w+/);
      });

      it.each([
        ["as it is", JSON.stringify(right)],
        ["between code marks", `\`\`\`json\n${JSON.stringify(right, null, 2)}\n\`\`\``],
        ["after reasoning and words", `<think>{"no":1}</think>Here it is: ${JSON.stringify(right)}`],
      ])("%s", async (_, reply) => {
        if (!test.script) return;
        test.script.say(reply);
        expect(await draft()).toEqual(right);
      });

      it.each([
        ["a wrong one", JSON.stringify({ ...right, age: 400 }), /age: /],
        ["one that is cut off", JSON.stringify(right).slice(0, 40), /cut off/],
        ["words alone", "미안하지만 쓸 수 없어.", /no JSON/],
      ])("%s goes back once, with what is wrong with it", async (_, wrong, told) => {
        if (!test.script) return;
        test.script.say(wrong, JSON.stringify(right));
        expect(await draft()).toEqual(right);
        const prompt = test.script.lastPrompt();
        expect(prompt.at(-1)?.content).toMatch(told);
        expect(JSON.stringify(prompt)).toContain("안녕?");
      });

      it("that is wrong twice is malformed, without a word of it", async () => {
        if (!test.script) return;
        test.script.say(`{"name":"${SECRET}","age":-1}`);
        const failure = await draft().catch((error: unknown) => error);
        expect(failure).toMatchObject({ kind: "malformed" });
        expect(failure instanceof UpstreamError && String(failure.cause)).not.toContain(SECRET);
      });

      it("can be stopped", async () => {
        const abort = new AbortController();
        const attempt = draft(abort.signal);
        abort.abort();
        await expect(attempt).rejects.toMatchObject({ name: "UpstreamError" });
        await test.whenIdle();
      });
    });

    it("has logged nothing of what was said", () => {
      expect(logged.join("")).not.toContain(SECRET);
    });
  });
}
