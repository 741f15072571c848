import { expect, it } from "vitest";
import { isCorsOrigin, isTrustedOrigin } from "@/lib/auth/origin";

const policy = { publicUrl: "https://forge.example", corsOrigins: ["https://friend.example"] };

it.each([
  ["no Origin at all: a program", {}, true],
  ["no Origin, a link from elsewhere", { "sec-fetch-site": "cross-site" }, false],
  ["no Origin, our own page", { "sec-fetch-site": "same-origin" }, true],
  ["PUBLIC_URL", { origin: "https://forge.example" }, true],
  ["PUBLIC_URL on another port", { origin: "https://forge.example:8443" }, false],
  ["PUBLIC_URL without its s", { origin: "http://forge.example" }, false],
  ["a named friend", { origin: "https://friend.example" }, true],
  ["a friend's other name", { origin: "https://friend.example.evil.example" }, false],
  ["the address it was sent to", { origin: "http://192.168.0.2:3000", host: "192.168.0.2:3000" }, true],
  [
    "the address it was sent to, behind https",
    { origin: "https://192.168.0.2", host: "192.168.0.2", "x-forwarded-proto": "https" },
    true,
  ],
  ["the same host on another port", { origin: "http://192.168.0.2:4000", host: "192.168.0.2:3000" }, false],
  ["a sandboxed page", { origin: "null", host: "192.168.0.2" }, false],
  ["another site", { origin: "https://evil.example", host: "forge.example" }, false],
] as [string, Record<string, string>, boolean][])("a write from %s: %s is %s", (_what, headers, expected) => {
  expect(isTrustedOrigin(new Headers(headers), policy)).toBe(expected);
});

it("only named origins may read with credentials", () => {
  expect(isCorsOrigin("https://friend.example", policy)).toBe(true);
  expect(isCorsOrigin("https://forge.example", policy)).toBe(false);
  expect(isCorsOrigin(null, policy)).toBe(false);
});
