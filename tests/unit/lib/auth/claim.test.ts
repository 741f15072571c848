import { expect, it } from "vitest";
import { ANONYMOUS, authenticated } from "@/lib/auth/actor";
import { claimServer, isClaimable, mayClaimFrom } from "@/lib/auth/claim";
import { isAdmin } from "@/lib/auth/role";
import { temporaryDatabase } from "../../db/database-fixture";

const { db } = temporaryDatabase();
const own = { bindAddress: "127.0.0.1", publicUrl: "http://127.0.0.1:3000", trustProxy: 0 };
const here = { host: "127.0.0.1:3000", "x-peer-address": "127.0.0.1", origin: "http://127.0.0.1:3000" };

it.each([
  ["the machine's own browser", {}, {}, true],
  ["its page, which sends no Origin", { origin: "" }, {}, true],
  ["localhost", { host: "localhost:3000", origin: "http://localhost:3000" }, {}, true],
  ["IPv6", { host: "[::1]:3000", origin: "http://[::1]:3000", "x-peer-address": "::1" }, {}, true],
  ["the network", { "x-peer-address": "192.168.0.7" }, {}, false],
  ["nobody knows where", { "x-peer-address": "" }, {}, false],
  ["another site in the machine's browser", { origin: "https://evil.example" }, {}, false],
  ["another program on the machine", { origin: "http://127.0.0.1:4000" }, {}, false],
  ["a sandboxed page", { origin: "null" }, {}, false],
  ["a name that points here", { host: "evil.example:3000", origin: "http://evil.example:3000" }, {}, false],
  ["behind a proxy that is trusted", {}, { trustProxy: 1 }, false],
  ["behind a proxy that names itself", { "x-through-proxy": "1" }, {}, false],
  ["behind a proxy under a public name", {}, { publicUrl: "https://forge.example" }, false],
  ["a server open to the network", {}, { bindAddress: "0.0.0.0" }, false],
] as [string, Record<string, string>, Partial<typeof own>, boolean][])(
  "a request from %s: %s %s is %s",
  (_what, headers, server, expected) => {
    const sent = Object.entries({ ...here, ...headers }).filter(([, value]) => value !== "");
    expect(mayClaimFrom(new Headers(sent), { ...own, ...server })).toBe(expected);
  },
);

it("the first to come is the owner, and nobody after them", async () => {
  const source = { db, settings: { ...own, adminEmails: [] } };
  const person = (id: string) => authenticated({ id, kind: "guest" });
  expect(await isClaimable(source, new Headers(here))).toBe(true);
  expect(await claimServer(source, ANONYMOUS, 1)).toBe(false);
  const claims = ["a", "b"].map((id) => claimServer(source, person(id), 1));
  expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  expect(await isAdmin(source, person("a"))).toBe(true);
  expect(await isClaimable(source, new Headers(here))).toBe(false);
});
