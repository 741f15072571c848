/** Puts the names for a card's placeholders, in any letter case. */
export function fillNames(text: string, names: { char: string; user: string }): string {
  return text
    .replace(/\{\{char\}\}|<bot>/gi, () => names.char)
    .replace(/\{\{user\}\}|<user>/gi, () => names.user)
    .replace(/\{\{(\/\/|comment:)[^}]*\}\}/gi, "");
}
