const OWN = {
  "sign_in.owner_link": "ownerLink",
  "sign_in.google": "google",
  "sign_in.password": "password",
  "sign_in.merge": "merge",
  "sign_in.failed": "failed",
  "sign_out.everywhere": "everywhere",
  "account.deleted": "deleted",
} as const;
const OF = [
  "engines",
  "models",
  "voices",
  "own-voices",
  "card-voices",
  "casting",
  "cache",
  "people",
  "accounts",
  "registration",
] as const;
const METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;

export type ReadAct =
  | { kind: "own"; act: (typeof OWN)[keyof typeof OWN] }
  | { kind: "admin"; of: (typeof OF)[number]; method: (typeof METHODS)[number] };

/** What was done, for people: something with one's own account, or an admin's act by its method and address. */
export function readAct(action: string): ReadAct | null {
  if (Object.hasOwn(OWN, action)) return { kind: "own", act: OWN[action as keyof typeof OWN] };
  const [, asked, path] = /^([A-Z]+) \/api\/(?:admin\/)?([a-z-]+)/.exec(action) ?? [];
  const of = OF.find((one) => one === path);
  const method = METHODS.find((one) => one === asked);
  return of && method ? { kind: "admin", of, method } : null;
}
