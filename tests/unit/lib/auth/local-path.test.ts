import { expect, it } from "vitest";
import { localPath } from "@/lib/auth/local-path";

it.each([
  ["/", "/"],
  ["/play?character=alice", "/play?character=alice"],
  ["/settings#here", "/settings"],
  ["/a/../b", "/b"],
  [null, "/"],
  ["", "/"],
  ["settings", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/.//evil.example", "/"],
  ["https://evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  [`/${"x".repeat(2000)}`, "/"],
])("%j leads to %s", (wish, expected) => {
  expect(localPath(wish)).toBe(expected);
});
