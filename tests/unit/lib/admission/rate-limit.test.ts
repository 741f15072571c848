import { describe, expect, it } from "vitest";
import { RateLimit } from "@/lib/admission/rate-limit";

const limited = (perMinute: number) => {
  const clock = { now: 5_000_000 };
  return { clock, limit: new RateLimit(perMinute, () => clock.now) };
};
const times = (count: number, work: () => void) => Array.from({ length: count }, work);

describe("rate limit", () => {
  it("so many in any minute, and tells when the next may come", () => {
    const { clock, limit } = limited(3);
    const spend = () => limit.spend({ personId: "a", address: "10.0.0.1" });
    spend();
    clock.now += 20_000;
    times(2, spend);
    expect(spend).toThrow(expect.objectContaining({ code: "RATE_LIMITED", retryAfterMs: 40_000 }));
    expect(() => limit.spend({ personId: "b", address: "10.0.0.1" })).not.toThrow();
    clock.now += 40_000;
    spend();
    expect(spend).toThrow(expect.objectContaining({ retryAfterMs: 20_000 }));
  });

  it("an address has ten times as much, whoever asks from it; the refused do not count", () => {
    const { clock, limit } = limited(2);
    for (let person = 0; person < 10; person++)
      times(2, () => limit.spend({ personId: `p${person}`, address: "10.0.0.1" }));
    const more = () => limit.spend({ personId: "one more", address: "10.0.0.1" });
    expect(more).toThrow(expect.objectContaining({ code: "RATE_LIMITED" }));
    expect(() => limit.spend({ personId: "one more", address: "10.0.0.2" })).not.toThrow();
    expect(() => limit.spend({ personId: null, address: "10.0.0.1" })).toThrow();
    clock.now += 60_000;
    expect(more).not.toThrow();
  });

  it("an IPv6 address counts as the network it is of", () => {
    const { limit } = limited(1);
    const from = (address: string) => limit.spend({ personId: null, address });
    times(5, () => from("2001:db8:0:7::1"));
    for (const host of ["2001:DB8::7:0:0:0:2", "2001:0db8:0000:0007:ffff::", "2001:db8:0:7:1:2:3:4"])
      from(host);
    times(2, () => from("2001:db8:0:7::9"));
    expect(() => from("2001:db8:0:7:a::")).toThrow();
    expect(() => from("2001:db8:0:8::1")).not.toThrow();
    expect(() => from("::1")).not.toThrow();
  });

  it("0 is no limit, and nobody in particular is bound by their address alone", () => {
    const { limit } = limited(0);
    times(1000, () => limit.spend({ personId: "a", address: "10.0.0.1" }));
    const { limit: some } = limited(1);
    times(10, () => some.spend({ personId: null, address: "10.0.0.1" }));
    expect(() => some.spend({ personId: null, address: "10.0.0.1" })).toThrow();
  });
});
