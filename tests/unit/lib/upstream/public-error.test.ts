import { describe, expect, it } from "vitest";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";

describe("what people are told", () => {
  it("an answer held back by filters has its own sentence, not the filter's name", () => {
    const error = new UpstreamError("rejected", "held back", { isBlocked: true, engineMessage: "SAFETY" });
    expect(toPublicError(error)).toMatchObject({ code: "ENGINE_ERROR", key: "answer_blocked", params: {} });
  });

  it("what to do about a refusal comes before the engine's words", () => {
    const remedy = { key: "model_gone", params: { model: "m" } };
    const error = new UpstreamError("rejected", "no", { remedy, engineMessage: "not found" });
    expect(toPublicError(error)).toMatchObject({ code: "ENGINE_ERROR", ...remedy });
  });

  it("any other refusal keeps the engine's words", () => {
    const error = new UpstreamError("rejected", "no", { engineMessage: "quota exceeded" });
    expect(toPublicError(error)).toMatchObject({ key: "engine_said", params: { message: "quota exceeded" } });
  });
});
