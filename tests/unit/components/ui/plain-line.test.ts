import { expect, it } from "vitest";
import { plainLine } from "@/components/ui/plain-line";

it.each([
  ["어머, *고개를 든다* 의자가 많네.", "어머, (고개를 든다) 의자가 많네."],
  ["*(웃으며)* 그래.", "(웃으며) 그래."],
  ["**꼭** 오게.", "꼭 오게."],
  ["잘려 나간 줄 *고개를", "잘려 나간 줄 고개를"],
  ["그대로.", "그대로."],
])("%s is quoted as %s", (text, expected) => {
  expect(plainLine(text)).toBe(expected);
});
