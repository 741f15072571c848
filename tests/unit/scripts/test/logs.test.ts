import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { leaks, searchLogs } from "@/scripts/test/logs.mjs";

const KEY = `af_0123456789abcdef_${"k".repeat(43)}`;
const SESSION = `eyJhbGciOiJkaXIiLCJlbmMiOiJ.Y.${"s".repeat(20)}.t.u`;

describe("leaks", () => {
  it("finds what was noted as a secret, and does not repeat it", () => {
    const [told] = leaks('ready\n{"msg":"tried my-own-password"}\n', ["my-own-password"]);
    expect(told).toContain("line 2");
    expect(told).not.toContain("my-own-password");
  });

  it.each([
    ["a key", KEY],
    ["a session", SESSION],
    ["a password's hash", "scrypt$16384$8$1$salt$hash"],
    ["a certificate's key", "-----BEGIN PRIVATE KEY-----"],
  ])("finds %s nobody noted", (_what, secret) => {
    expect(leaks(`{"msg":"${secret}"}`, [])).toHaveLength(1);
  });

  it("lets the owner link's own line be, and no other line with its token", () => {
    const link = "Owner link: http://127.0.0.1:3000/sign-in/owner#the-owners-token";
    expect(leaks(link, ["the-owners-token"])).toEqual([]);
    expect(leaks(`{"msg":"${link}"}`, ["the-owners-token"])).toHaveLength(1);
  });
});

describe("searchLogs", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "forge-logs-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const suite = (name: string, files: Record<string, string>) => {
    mkdirSync(path.join(folder, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, name, file), text);
    return searchLogs(path.join(folder, name));
  };

  it("counts each server's log that is clean, and each that is not", () => {
    const files = { "a.log": "fine\n", "b.log": "said a-long-secret\n", "1.secrets": '"a-long-secret"\n' };
    expect(suite("mixed", files)).toEqual({ passed: 1, failed: 1 });
  });

  it("a suite of which nothing was gathered has not been looked at", () => {
    expect(suite("no-logs", { "1.secrets": '"a-long-secret"\n' })).toEqual({ passed: 0, failed: 1 });
    expect(suite("no-secrets", { "a.log": "fine\n" })).toEqual({ passed: 0, failed: 1 });
  });
});
