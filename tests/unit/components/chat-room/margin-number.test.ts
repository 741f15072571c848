import { expect, it } from "vitest";
import { marginNumber } from "@/components/chat-room/margin-number";

it("numbers every fifth line and the newest finished one", () => {
  const numbers = Array.from({ length: 7 }, (_, i) => marginNumber(i, 7, "complete"));
  expect(numbers).toEqual([null, null, null, null, 5, null, 7]);
  expect(marginNumber(6, 7, "streaming")).toBeNull();
  expect(marginNumber(0, 1, "complete")).toBeNull();
});
