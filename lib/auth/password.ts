import "server-only";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { createSerial } from "@/lib/async/serial";

/** As OWASP advises for 32 MiB. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };
const HASH_BYTES = 32;
const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** One at a time: many tries at once neither take the memory nor the threads that files and engines need. */
const inTurn = createSerial();

/** `scrypt$N$r$p$salt$hash`, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether this is the password. Takes as long for nobody's (`stored` null) as for a wrong one. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt = "", hash = ""] = STORED.exec(stored ?? (await nobodys())) ?? [];
  const expected = Buffer.from(hash, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const given = await derive(password, Buffer.from(salt, "base64url"), cost);
  return given.length === expected.length && timingSafeEqual(given, expected) && stored !== null;
}

let kept: Promise<string> | null = null;
/** A hash that is nobody's. */
function nobodys(): Promise<string> {
  kept ??= hashPassword(randomBytes(16).toString("hex"));
  return kept;
}

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize("NFKC"), salt, HASH_BYTES, cost, (error, hash) =>
          error ? reject(error) : resolve(hash),
        );
      }),
  );
}
