import { statSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { authenticated } from "@/lib/auth/actor";
import { becomeOwner, firstOwnerLink, issueOwnerLink } from "@/lib/auth/owner";
import { isAdmin, isAdminUser } from "@/lib/auth/role";
import { authSecret } from "@/lib/auth/secret";
import { temporaryDatabase } from "../../db/database-fixture";

const { db, folder } = temporaryDatabase();
const roles = { db, settings: { adminEmails: ["boss@forge.example"] } };
const MINUTE = 60_000;
const origin = "http://127.0.0.1:3000";
const person = (id: string) => authenticated({ id, kind: "guest" });
const tokenOf = (link: string | null) => link?.split("#")[1] ?? "";

it("a link is good for 15 minutes, for one person, and is offered while nobody owns the server", async () => {
  const late = tokenOf(await issueOwnerLink(db, origin, 0));
  expect(await becomeOwner(db, person("late"), late, 15 * MINUTE)).toBe(false);
  const link = await firstOwnerLink(roles, origin, 20 * MINUTE);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/sign-in\/owner#[\w-]{43}$/);
  expect(await becomeOwner(db, person("guesser"), `${tokenOf(link)}x`, 21 * MINUTE)).toBe(false);
  const racers = [person("a"), person("b")].map((one) => becomeOwner(db, one, tokenOf(link), 22 * MINUTE));
  expect((await Promise.all(racers)).sort()).toEqual([false, true]);
  expect(await firstOwnerLink(roles, origin, 23 * MINUTE)).toBeNull();
  expect([await isAdmin(roles, person("a")), await isAdmin(roles, person("b"))].sort()).toEqual([
    false,
    true,
  ]);
  expect(await isAdmin(roles, null)).toBe(false);
});

it("an owner who lost the key gets a new one by hand", async () => {
  const token = tokenOf(await issueOwnerLink(db, origin, 0));
  expect(await becomeOwner(db, person("again"), token, 1)).toBe(true);
  expect(await isAdmin(roles, person("again"))).toBe(true);
});

it("the secret is the operator's, else made once and kept where only the server may read it", () => {
  expect(authSecret("given", folder)).toBe("given");
  const made = authSecret(undefined, folder);
  expect(made).toMatch(/^[\w-]{43}$/);
  expect(authSecret(undefined, folder)).toBe(made);
  expect(statSync(path.join(folder, "auth-secret")).mode & 0o777).toBe(0o600);
});

it("a proven address of ADMIN_EMAILS makes an admin for as long as it is listed", () => {
  const user = { role: "user", email: "boss@forge.example", emailVerified: new Date(1) } as const;
  const listed = roles.settings.adminEmails;
  expect(isAdminUser(user, listed)).toBe(true);
  expect(isAdminUser(user, [])).toBe(false);
  expect(isAdminUser({ ...user, emailVerified: null }, listed)).toBe(false);
  expect(isAdminUser({ ...user, email: null }, listed)).toBe(false);
  expect(isAdminUser({ ...user, email: "other@forge.example" }, listed)).toBe(false);
});
