import { expect, it } from "vitest";
import { relativeTime } from "@/components/ui/relative-time-text";

const NOW = new Date(2026, 10, 20, 12).getTime();
const MINUTE = 60_000;

it.each([
  [5_000, "ko", "지금"],
  [-60_000, "ko", "지금"],
  [3 * MINUTE, "ko", "3분 전"],
  [2 * 60 * MINUTE, "en", "2 hours ago"],
  [24 * 60 * MINUTE, "ko", "어제"],
  [10 * 24 * 60 * MINUTE, "ko", "11월 10일"],
  [400 * 24 * 60 * MINUTE, "ja", "2025年10月16日"],
])("%i ms ago in %s", (ago, locale, expected) => {
  expect(relativeTime(NOW - ago, NOW, locale)).toBe(expected);
});
