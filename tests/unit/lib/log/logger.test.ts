import { describe, expect, it } from "vitest";
import { serializeError } from "@/lib/log/logger";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const SECRET = "아무에게도 말하지 마";

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("an error in the log", () => {
  it.each([
    ["a body that is no JSON", () => thrownBy(() => JSON.parse(`{"content": ${SECRET}`))],
    ["a query with its values", () => new Error(`Failed query: insert into messages\nparams: ${SECRET}`)],
    [
      "an engine's words",
      () => new UpstreamError("rejected", "engine answered 400", { engineMessage: SECRET }),
    ],
    ["its cause", () => new Error("outer", { cause: thrownBy(() => JSON.parse(SECRET)) })],
    ["what an error carries besides", () => Object.assign(new Error("x"), { body: SECRET, input: SECRET })],
    ["what is no error", () => SECRET],
  ])("does not quote %s", (_what, make) => {
    expect(JSON.stringify(serializeError(make()))).not.toContain(SECRET);
  });

  it("says what it is, where, and why", () => {
    const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const told = serializeError(new UpstreamError("unreachable", "no connection", { cause }));
    expect(told).toMatchObject({
      type: "UpstreamError",
      message: "no connection",
      cause: { code: "ECONNREFUSED", message: "connect" },
    });
    expect(JSON.stringify(told)).toContain("logger.test.ts");
  });
});
