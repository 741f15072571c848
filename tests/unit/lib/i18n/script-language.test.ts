import { expect, test } from "vitest";
import { detectLanguage } from "@/lib/i18n/script-language";

test.each([
  ["안녕하세요", "en", "ko"],
  ["안녕".normalize("NFD"), "en", "ko"],
  ["ㅋㅋ", "en", "ko"],
  ["今日は良い天気", "ko", "ja"],
  ["スーパー", "ko", "ja"],
  ["你好", "ko", "zh"],
  ["大丈夫", "ja", "ja"],
  ["Hello there", "ko", "en"],
  ["OK, 그렇게 할게요", "en", "ko"],
  ["Hello there, 안녕", "ko", "en"],
  ["ab 가", "ja", "ja"],
  ["123 !?", "zh", "zh"],
  ["", "ko", "ko"],
] as const)("%j, else %s, is %s", (text, fallback, language) => {
  expect(detectLanguage(text, fallback)).toBe(language);
});
