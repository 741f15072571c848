import { describe, expect, it } from "vitest";
import { byteText } from "@/components/ui/byte-text";

describe("byteText", () => {
  it.each([
    [0, "en", "0 byte"],
    [490, "en", "490 byte"],
    [8_432, "en", "8 kB"],
    [3_338_792_448, "en", "3.3 GB"],
    [815_310_432, "ko", "815MB"],
    [17e9, "ja", "17 GB"],
    [2e15, "en", "2,000 TB"],
  ])("%d in %s", (bytes, locale, told) => {
    expect(byteText(bytes, locale)).toBe(told);
  });

  it("tells a rate", () => {
    expect(byteText(45_100_000, "en", { perSecond: true })).toBe("45 MB/s");
    expect(byteText(1_240_000, "ko", { perSecond: true })).toMatch(/^1\.2MB/);
  });
});
