import { expect, it } from "vitest";
import { z } from "zod";
import { askForObject, toForm, withForm } from "@/lib/llm/objects";

it("a form tells shape and meaning, and nothing an engine's grammar chokes on", () => {
  const schema = z.object({
    name: z.string().trim().min(1).max(30_000).describe("What people call it"),
    age: z.number().int().min(0).max(150).nullable(),
    likes: z.array(z.object({ what: z.string().regex(/^\S+$/) })).max(5),
    mood: z.enum(["calm", "wild"]).default("calm"),
    scores: z.record(z.string(), z.number()),
    when: z.union([z.string(), z.number()]).optional(),
  });
  expect(toForm(schema)).toEqual({
    type: "object",
    properties: {
      name: { type: "string", description: "What people call it" },
      age: { anyOf: [{ type: "integer" }, { type: "null" }] },
      likes: {
        type: "array",
        maxItems: 5,
        items: { type: "object", properties: { what: { type: "string" } }, required: ["what"] },
      },
      mood: { type: "string", enum: ["calm", "wild"] },
      scores: { type: "object", additionalProperties: { type: "number" } },
      when: { anyOf: [{ type: "string" }, { type: "number" }] },
    },
    required: ["name", "age", "likes", "scores"],
  });
});

it("what the schema makes of the answer is the answer", async () => {
  const schema = z.object({ name: z.string().trim(), mood: z.string().default("calm") });
  const request = { model: "m", messages: [], temperature: 0, maxTokens: 9, schema };
  expect(await askForObject(request, async () => '{"name":" 춘향 "}')).toEqual({
    name: "춘향",
    mood: "calm",
  });
});

it("a failure of the engine is not asked again", async () => {
  let asked = 0;
  const request = { model: "m", messages: [], temperature: 0, maxTokens: 9, schema: z.object({}) };
  const attempt = askForObject(request, async () => {
    asked += 1;
    throw new Error("gone");
  });
  await expect(attempt).rejects.toThrow("gone");
  expect(asked).toBe(1);
});

it("the form joins the first system line, or is one", () => {
  const [alone, line] = withForm([{ role: "user", content: "안녕" }], { type: "object" });
  expect([alone?.role, line?.content]).toEqual(["system", "안녕"]);
  const [joined, ...rest] = withForm([{ role: "system", content: "규칙" }], { type: "object" });
  expect(joined?.content).toMatch(/^규칙\n\n.*\{"type":"object"\}$/s);
  expect(rest).toEqual([]);
});
