import "server-only";
import type { MergePreview } from "@/lib/contract/sign-in";
import type { Reunion } from "./sign-in";

export function mergePreviewOf({ guest: { isAdmin, ...belongings }, account }: Reunion): MergePreview {
  return {
    account: { email: account.email, username: account.name ?? account.email ?? "", picture: account.image },
    guest: { ...belongings, is_admin: isAdmin },
  };
}
