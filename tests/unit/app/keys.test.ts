import { expect, it } from "vitest";
import * as one from "@/app/api/keys/[id]/route";
import * as keys from "@/app/api/keys/route";
import type { ApiKeyView } from "@/lib/contract/api-keys";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

const { ask } = servicesStage(async () => ({ TTS_SERVICE: "embedded" }));
const create = (json: object) => ask(keys.POST, GUEST, { method: "POST", json });
const namesOf = async (who: typeof GUEST) => {
  const { data } = await ask(keys.GET, who);
  return (data.keys as ApiKeyView[]).map(({ name }) => name);
};

it("a key is shown once, listed to its owner alone, and gone when it is revoked", async () => {
  const made = await create({ name: " radio " });
  expect(made.data).toMatchObject({ name: "radio", last_used_at: null });
  expect(made.data.key).toMatch(/^af_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);
  expect((await ask(keys.GET, GUEST)).data.keys).toEqual([
    { id: made.data.id, name: "radio", created_at: made.data.created_at, last_used_at: null },
  ]);
  expect(await namesOf(ADMIN)).toEqual([]);
  const params = { id: String(made.data.id) };
  expect((await ask(one.DELETE, ADMIN, { method: "DELETE", params })).status).toBe(404);
  expect((await ask(one.DELETE, GUEST, { method: "DELETE", params })).status).toBe(200);
  expect(await namesOf(GUEST)).toEqual([]);
});

it("a key needs a name", async () => {
  expect((await create({})).status).toBe(400);
  expect((await create({ name: "x".repeat(81) })).status).toBe(400);
});
