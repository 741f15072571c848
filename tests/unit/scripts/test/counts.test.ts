import { describe, expect, it } from "vitest";
import { playwrightCounts, playwrightFlaky, vitestCounts } from "@/scripts/test/counts.mjs";

describe("vitestCounts", () => {
  const passed = { status: "passed" };
  const failed = { status: "failed" };

  it("counts tests, and files that broke before their first one", () => {
    const testResults = [
      { status: "passed", assertionResults: [passed, passed] },
      { status: "failed", assertionResults: [passed, failed] },
      { status: "failed", assertionResults: [] },
    ];
    const report = { numPassedTests: 3, numFailedTests: 1, testResults };
    expect(vitestCounts(report)).toEqual({ passed: 3, failed: 2 });
  });
});

describe("playwrightCounts", () => {
  it("counts what failed twice, and errors outside tests", () => {
    const report = { stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 4 }, errors: [{}] };
    expect(playwrightCounts(report)).toEqual({ passed: 6, failed: 3 });
  });

  it("names what passed at the second try only, however deep it stands", () => {
    const spec = (title: string, status: string) => ({ file: "a.spec.ts", title, tests: [{ status }] });
    const suites = [
      { specs: [spec("one", "expected")], suites: [{ specs: [spec("two", "flaky")] }] },
      { specs: [spec("three", "unexpected"), spec("four", "flaky")] },
    ];
    expect(playwrightFlaky({ suites })).toEqual(["a.spec.ts: two", "a.spec.ts: four"]);
  });
});
