import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, authenticated } from "@/db/ownership";

export { type Actor, authenticated } from "@/db/ownership";

/** The one principal of requests that carry neither cookie, key nor browser headers. */
export const ANONYMOUS: Actor = authenticated({ id: "anonymous", kind: "anonymous" });

/** Somebody who was not here before. */
export const newGuest = (): Actor => authenticated({ id: randomUUID(), kind: "guest" });

/** The same actor, as this request comes from an address; null: from none that is kept. */
export function seenFrom({ id, kind }: Actor, address: string | null): Actor {
  return authenticated({ id, kind, ...(address === null ? {} : { address }) });
}
