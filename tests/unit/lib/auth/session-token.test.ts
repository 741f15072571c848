import { encode } from "next-auth/jwt";
import { afterEach, expect, it, vi } from "vitest";
import { authenticated } from "@/lib/auth/actor";
import { createSessionTokens, SESSION_COOKIE } from "@/lib/auth/session-token";

const secret = "a secret of this server";
const tokens = createSessionTokens(secret);
const guest = authenticated({ id: "g-1", kind: "guest" });
const usual = { actor: guest, isBlocked: false };
const YEAR_MS = 365 * 24 * 3600 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

it("what was issued is read, by another process with the same secret too", async () => {
  const token = await tokens.issue(guest);
  expect(await tokens.read(token)).toEqual(usual);
  expect(await createSessionTokens(secret).read(token)).toEqual(usual);
  expect(token).not.toContain(guest.id);
});

it.each([
  ["another server's", () => createSessionTokens("another secret").issue(guest)],
  ["made for another purpose", () => encode({ secret, salt: "other", token: { sub: "x", kind: "guest" } })],
  [
    "of a kind nobody issues",
    () => encode({ secret, salt: SESSION_COOKIE, token: { sub: "x", kind: "anonymous" } }),
  ],
  ["of nobody", () => encode({ secret, salt: SESSION_COOKIE, token: { kind: "guest" } })],
  ["a changed one", async () => `${(await tokens.issue(guest)).slice(0, -4)}AAAA`],
  ["nonsense", async () => "nonsense"],
  ["endless", async () => "x".repeat(10_000)],
])("a token that is %s is nobody's", async (_what, make) => {
  expect(await tokens.read(await make())).toBeNull();
});

it("runs out, also where it is remembered", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
  const token = await tokens.issue(guest);
  expect(await tokens.read(token)).toEqual(usual);
  vi.setSystemTime(1_700_000_000_000 + YEAR_MS + 60_000);
  expect(await tokens.read(token)).toBeNull();
  expect(await createSessionTokens(secret).read(token)).toBeNull();
});

it("the cookie is the browser's alone, and Secure behind https", () => {
  expect(tokens.cookie("t", false)).toBe("access_token=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
  expect(tokens.cookie("t", true)).toMatch(/; Secure$/);
});

it("is judged anew at each reading: made void, blocked, made again", async () => {
  const standing = { epoch: 0, isBlocked: false };
  const judging = createSessionTokens(secret, () => standing);
  const first = await judging.issue(guest);
  expect(await judging.read(first)).toEqual(usual);
  standing.epoch = 1;
  expect(await judging.read(first)).toBeNull();
  const second = await judging.issue(guest);
  standing.isBlocked = true;
  expect(await judging.read(second)).toEqual({ actor: guest, isBlocked: true });
  standing.epoch = Number.POSITIVE_INFINITY;
  expect(await judging.read(second)).toBeNull();
});
