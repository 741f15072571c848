import type { CastMember } from "@/lib/contract/character";

const LONGEST = 160;

/** What the character says in a sample: the beginning of its first words, without what is acted. */
export function testLine(character: Pick<CastMember, "first_message" | "name">, otherwise: string): string {
  const said = character.first_message
    .replace(/\*[^*\n]*\*|\([^()\n]*\)|（[^（）\n]*）|\[[^[\]\n]*\]/g, " ")
    .replace(/\{\{char\}\}|<(?:char|bot)>/gi, character.name)
    .replace(/\{\{[^{}]*\}\}|<user>/gi, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (said === "") return otherwise;
  if (said.length <= LONGEST) return said;
  const end = said.slice(0, LONGEST).search(/[.!?。！？…](?!.*[.!?。！？…])/);
  return end > 20 ? said.slice(0, end + 1) : said.slice(0, LONGEST);
}
