import { expect, it } from "vitest";
import { hashPassword, isPassword } from "@/lib/auth/password";

it("knows the password and nothing else, however it was typed", async () => {
  const stored = await hashPassword("비밀번호 café");
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await isPassword("비밀번호 café", stored)).toBe(true);
  expect(await isPassword("비밀번호 cafe\u0301", stored)).toBe(true);
  expect(await isPassword("비밀번호 cafe", stored)).toBe(false);
  expect(await isPassword("", stored)).toBe(false);
  expect(await hashPassword("비밀번호 café")).not.toBe(stored);
});

it("nobody has a password, and what is no hash is nobody's", async () => {
  expect(await isPassword("anything", null)).toBe(false);
  await expect(isPassword("anything", "plain text")).rejects.toThrow();
});
