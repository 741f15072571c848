/**
 * Whose row is whose, in types: what is private is asked for by an `Actor`, and changed by what such a question
 * answered. The proofs exist for the compiler alone, and are lost where an object is copied with other values.
 */
declare abstract class Authenticated {
  private readonly authenticated: true;
}
declare abstract class ProvenOwn {
  private readonly provenOwn: true;
}
declare abstract class NamedJob {
  private readonly namedJob: true;
}

export interface Principal {
  readonly id: string;
  readonly kind: "guest" | "account" | "anonymous";
  /** Where this request comes from, as far as it can be believed. */
  readonly address?: string;
}

/** Who acts, as it was authenticated. A guest's row is written with the first thing that is their own. */
export type Actor = Principal & Authenticated;

/** A row that was found to be an actor's own; of a play, everything in the play too. */
export type Owned<Row> = Row & ProvenOwn;

/** What the server does for nobody in particular, or for everybody: reading and changing rows whosesoever they are. */
export type Internal = { readonly job: string } & NamedJob;

/** Says that this is who acts: for those alone who have seen a session, a key or a password. */
export function authenticated({ id, kind, address }: Principal): Actor {
  return { id, kind, ...(address === undefined ? {} : { address }) } as Actor;
}

/** Says that the server itself acts, and what for. */
export function internal(job: string): Internal {
  return { job } as Internal;
}

/** The row as the actor's own; null where it is another's, or there is none. */
export function ownedBy<Row extends { ownerId: string | null }>(
  actor: Actor,
  row: Row | null | undefined,
): Owned<Row> | null {
  return row && row.ownerId === actor.id ? (row as Owned<Row>) : null;
}

/** Those of the rows that are the actor's own. */
export function allOwnedBy<Row extends { ownerId: string | null }>(
  actor: Actor,
  rows: readonly Row[],
): Owned<Row>[] {
  return rows.flatMap((row) => ownedBy(actor, row) ?? []);
}

/** An owned row as it is after a change; whose it is does not change. */
export function revised<Row extends { id: string; ownerId: string | null }>(
  row: Owned<Row>,
  changes: Partial<Omit<Row, "id" | "ownerId">>,
): Owned<Row> {
  return { ...row, ...changes, id: row.id, ownerId: row.ownerId };
}
