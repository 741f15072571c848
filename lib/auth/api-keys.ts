import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Database } from "@/db/client";
import { internal } from "@/db/ownership";
import {
  deleteApiKey,
  findApiKey,
  findOwnApiKey,
  insertApiKey,
  listApiKeys,
  touchApiKey,
} from "@/db/queries/api-keys";
import { ensureUser } from "@/db/queries/users";
import { AppError } from "@/lib/contract/app-error";
import { type Actor, authenticated } from "./actor";

/** What a key looks like: its id, by which it is found, and 256 random bits. */
const KEY = /^af_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const READING_KEYS = internal("a key says who calls");
const NOTED_EVERY_MS = 60_000;

export interface ApiKey {
  id: string;
  name: string;
  createdAt: number;
  /** To the minute; null: never. */
  lastUsedAt: number | null;
}

/** Makes a key for the person; `token` is readable this once. The principal everybody shares gets none. */
export async function createApiKey(
  db: Database,
  actor: Actor,
  name: string,
  now = Date.now(),
): Promise<ApiKey & { token: string }> {
  if (actor.kind === "anonymous") throw new AppError("FORBIDDEN");
  const id = randomBytes(8).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  await ensureUser(db, actor, now);
  const secretHash = hashOf(secret).toString("hex");
  await insertApiKey(db, actor, { id, name, secretHash, createdAt: now });
  return { id, name, createdAt: now, lastUsedAt: null, token: `af_${id}_${secret}` };
}

export async function apiKeysOf(db: Database, actor: Actor): Promise<ApiKey[]> {
  const rows = await listApiKeys(db, actor);
  return rows.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt }));
}

/** From now on the key is nobody's. Rejects with NOT_FOUND where the person has no such key. */
export async function revokeApiKey(db: Database, actor: Actor, id: string): Promise<void> {
  const key = await findOwnApiKey(db, actor, id);
  if (!key) throw new AppError("NOT_FOUND");
  await deleteApiKey(db, key);
}

/** Whose key this is; null for anything that is no key of ours. */
export async function readApiKey(db: Database, token: string, now = Date.now()): Promise<Actor | null> {
  const [, id, secret] = KEY.exec(token) ?? [];
  if (!id || !secret) return null;
  const found = await findApiKey(db, READING_KEYS, id);
  if (!found || !timingSafeEqual(Buffer.from(found.key.secretHash, "hex"), hashOf(secret))) return null;
  await touchApiKey(db, READING_KEYS, id, now, now - NOTED_EVERY_MS);
  return authenticated({ id: found.key.ownerId, kind: found.ownerKind });
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
