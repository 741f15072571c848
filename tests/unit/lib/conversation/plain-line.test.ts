import { expect, it } from "vitest";
import { plainLine } from "@/lib/conversation/views";

it.each([
  ["*파이프를 입에서 떼며* 그건 **절대** 사고가 아니야.", "그건 절대 사고가 아니야."],
  ["I did *not* do it. (sighs) See [the note](https://example.org/x).", "I did not do it. See the note."],
  ["（低声）别出声。", "别出声。"],
  ["*고개를 끄덕인다*", "고개를 끄덕인다"],
  ["**늦었군.** *문을 닫다 말고 돌아", "늦었군. 문을 닫다 말고 돌아"],
  ["그렇구려.", "그렇구려."],
  ["", ""],
])("a play's last line in a list has no marks: %s", (content, shown) => {
  expect(plainLine(content)).toBe(shown);
});
