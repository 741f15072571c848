import { describe, expect, it } from "vitest";
import { callerAddress, rewriteForwarded } from "@/scripts/edge/callers.mjs";

describe("callerAddress", () => {
  it.each([
    ["the socket's where no proxy is trusted", "9.9.9.9", "10.0.0.1", 0, "10.0.0.1"],
    ["what the one trusted proxy saw", "9.9.9.9, 203.0.113.7", "10.0.0.1", 1, "203.0.113.7"],
    ["what the outer of two proxies saw", "9.9.9.9, 203.0.113.7, 10.0.0.2", "10.0.0.1", 2, "203.0.113.7"],
    ["the farthest there is where hops are missing", undefined, "10.0.0.1", 2, "10.0.0.1"],
    ["the last believable hop before nonsense", "203.0.113.7, unknown", "10.0.0.1", 2, "10.0.0.1"],
    ["IPv4 without its IPv6 prefix", undefined, "::ffff:127.0.0.1", 0, "127.0.0.1"],
    ["IPv6 without brackets and port", "[2001:db8::1]:443", "10.0.0.1", 1, "2001:db8::1"],
    ["IPv4 without port", "203.0.113.7:51234", "10.0.0.1", 1, "203.0.113.7"],
  ])("is %s", (_name, forwardedFor, socket, trustProxy, expected) => {
    expect(callerAddress(forwardedFor, socket, trustProxy)).toBe(expected);
  });
});

describe("rewriteForwarded", () => {
  const elsewhere = new URL("https://other.example");
  const lies = () => ({
    host: "forge.example",
    "x-forwarded-for": "1.2.3.4",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.example",
    "x-forwarded-port": "1",
    "x-peer-address": "127.0.0.1",
    "x-real-ip": "1.2.3.4",
    forwarded: "for=1.2.3.4",
  });

  it("overwrites everything with the socket's truth where nobody is trusted", () => {
    const headers = lies();
    const host = rewriteForwarded(headers, { address: "10.0.0.1", encrypted: false }, 0, elsewhere);
    expect(host).toBe("forge.example");
    expect(headers).toEqual({
      host: "forge.example",
      "x-forwarded-for": "10.0.0.1",
      "x-peer-address": "10.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "forge.example",
      "x-through-proxy": "1",
    });
    const direct = { host: "forge.example", "x-through-proxy": "1" };
    rewriteForwarded(direct, { address: "10.0.0.1", encrypted: false }, 0, elsewhere);
    expect(direct).not.toHaveProperty("x-through-proxy");
  });

  it("knows that the public address is open over https, whoever serves it", () => {
    const protocolOf = (host: string) => {
      const headers: Record<string, string> = { host };
      const publicUrl = new URL("https://forge.example:8443");
      rewriteForwarded(headers, { address: "10.0.0.1", encrypted: false }, 0, publicUrl);
      return headers["x-forwarded-proto"];
    };
    expect(["Forge.example:8443", "forge.example", "10.0.0.1:3000"].map(protocolOf)).toEqual([
      "https",
      "http",
      "http",
    ]);
  });

  it("believes a trusted proxy, but only protocols there are", () => {
    const headers = { ...lies(), "x-forwarded-proto": "gopher" };
    expect(rewriteForwarded(headers, { address: "10.0.0.1", encrypted: true }, 1, elsewhere)).toBe(
      "evil.example",
    );
    expect(headers["x-peer-address"]).toBe("1.2.3.4");
    expect(headers["x-forwarded-proto"]).toBe("https");
  });
});
