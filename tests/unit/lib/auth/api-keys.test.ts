import { expect, it } from "vitest";
import { internal } from "@/db/ownership";
import { findApiKey } from "@/db/queries/api-keys";
import { setBlockedAt } from "@/db/queries/users";
import { ANONYMOUS, authenticated } from "@/lib/auth/actor";
import { apiKeysOf, createApiKey, readApiKey, revokeApiKey } from "@/lib/auth/api-keys";
import { identify } from "@/lib/auth/identify";
import { createSessionTokens } from "@/lib/auth/session-token";
import { temporaryDatabase } from "../../db/database-fixture";

const { db } = temporaryDatabase();
const mina = authenticated({ id: "mina", kind: "guest" });
const other = authenticated({ id: "other", kind: "guest" });

it("a key speaks for its maker until it is revoked, and only its hash is kept", async () => {
  const { token, id } = await createApiKey(db, mina, "radio", 1000);
  expect(JSON.stringify(await findApiKey(db, internal("a test"), id))).not.toContain(token.slice(-43));
  expect(await readApiKey(db, token, 2000)).toEqual(mina);
  await expect(revokeApiKey(db, other, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await readApiKey(db, token, 2000)).toEqual(mina);
  await revokeApiKey(db, mina, id);
  expect(await readApiKey(db, token, 2000)).toBeNull();
});

it("anything else is nobody's: another's secret, a changed one, what is no key", async () => {
  const one = await createApiKey(db, mina, "one");
  const two = await createApiKey(db, other, "two");
  const swapped = `af_${one.id}_${two.token.slice(-43)}`;
  for (const token of [swapped, `${one.token}x`, one.token.slice(0, -1), "", "af_", one.id]) {
    expect(await readApiKey(db, token)).toBeNull();
  }
});

it("its last use is noted to the minute; nobody sees another's keys", async () => {
  const owner = authenticated({ id: "owner", kind: "guest" });
  const { token } = await createApiKey(db, owner, "clock", 0);
  const lastUse = async () => (await apiKeysOf(db, owner))[0]?.lastUsedAt;
  expect(await lastUse()).toBeNull();
  await readApiKey(db, token, 100_000);
  await readApiKey(db, token, 130_000);
  expect(await lastUse()).toBe(100_000);
  await readApiKey(db, token, 170_000);
  expect(await lastUse()).toBe(170_000);
  expect((await apiKeysOf(db, owner)).map(({ name }) => name)).toEqual(["clock"]);
});

it("the principal everybody shares gets none", async () => {
  await expect(createApiKey(db, ANONYMOUS, "all")).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("is taken as a bearer token, and a session's token still is", async () => {
  const tokens = createSessionTokens("secret");
  const { token } = await createApiKey(db, mina, "program");
  const options = {
    tokens,
    readKey: (key: string) => readApiKey(db, key),
    allowAnonymousApi: false,
    isWrite: true,
  };
  const actorOf = async (bearer: string) =>
    (await identify(new Headers({ authorization: `Bearer ${bearer}` }), options)).actor;
  expect(await actorOf(token)).toEqual(mina);
  expect(await actorOf(await tokens.issue(other))).toEqual(other);
  await expect(actorOf(`${token}x`)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

it("is silent while its owner is blocked", async () => {
  const owner = authenticated({ id: "blocked", kind: "guest" });
  const { token } = await createApiKey(db, owner, "radio");
  await setBlockedAt(db, owner.id, 1);
  expect(await readApiKey(db, token)).toBeNull();
  await setBlockedAt(db, owner.id, null);
  expect(await readApiKey(db, token)).toEqual(owner);
});
