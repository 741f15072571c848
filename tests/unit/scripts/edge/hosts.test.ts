import { expect, it } from "vitest";
import { isOurHost } from "@/scripts/edge/hosts.mjs";

it.each([
  "localhost",
  "LOCALHOST:3000",
  "forge.localhost:3000",
  "127.0.0.1:3000",
  "[::1]:3000",
  "192.168.0.20:3000",
  "[2001:db8::1]",
  "forge.example",
  "Forge.Example.:8443",
])("%s is ours", (host) => {
  expect(isOurHost(host, "forge.example")).toBe(true);
});

it.each([
  "",
  "evil.example",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "notforge.example",
  "sub.forge.example",
  "user@127.0.0.1",
  "127.0.0.1/@evil.example",
  "127.0.0.1:port",
])("%j is foreign", (host) => {
  expect(isOurHost(host, "forge.example")).toBe(false);
});
