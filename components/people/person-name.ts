/** What to call somebody: their name or address, else what they are and the beginning of their id. */
export function personName(
  { id, name, email }: { id: string; name: string | null; email: string | null },
  unnamed: string,
): string {
  return name || email || `${unnamed} ${id.slice(0, 8)}`;
}
