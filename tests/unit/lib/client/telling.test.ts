import { expect, it } from "vitest";
import { tellOver, toldWhole } from "@/lib/client/telling";

it.each([
  ["a new line", "하", "", "하나", "하나"],
  ["a line told again does not shrink", "하나 둘", "", "하나", "하나 둘"],
  ["a line told again grows on", "하나 둘", "", "하나 둘 셋", "하나 둘 셋"],
  ["a line that goes on", "하나", "하나", " 둘", "하나 둘"],
  ["a line that goes on, told whole", "하나", "하나", "하나 둘", "하나 둘"],
  ["what the end corrects", "하나 둘", "", "하나. 둘.", "하나. 둘."],
  ["a turn joined, its log from the beginning", "하나 둘", null, "하나", "하나 둘"],
  ["a turn joined that grows on", "하나 둘", null, "하나 둘 셋", "하나 둘 셋"],
  ["a turn joined that continues a line", "하나 둘, 셋 넷.", null, "셋 넷. 다섯", "하나 둘, 셋 넷. 다섯"],
  ["a turn joined that cannot be aligned yet", "하나 둘 셋 넷", null, "셋", "하나 둘 셋 넷"],
])("%s", (_name, shown, base, told, expected) => {
  expect(tellOver(shown, base, told)).toBe(expected);
});

it.each([
  ["letters the server lost", "하나 둘 셋", "", "하나 둘", "하나 둘"],
  ["letters the server lost of a line that went on", "하나 둘 셋", "하나", "하나 둘", "하나 둘"],
  ["a joined line, told in part", "하나 둘, 셋 넷.", null, "셋 넷. 다섯", "하나 둘, 셋 넷. 다섯"],
])("a line told to its end: %s", (_name, shown, base, told, expected) => {
  expect(toldWhole(shown, base, told)).toBe(expected);
});
