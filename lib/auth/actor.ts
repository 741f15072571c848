/** Who acts. A guest's row is written with the first thing that is their own. */
export interface Actor {
  id: string;
  kind: "guest" | "account" | "anonymous";
  /** Where this request comes from, as far as it can be believed. */
  address?: string;
}

/** The one principal of requests that carry neither cookie, key nor browser headers. */
export const ANONYMOUS: Actor = { id: "anonymous", kind: "anonymous" };
