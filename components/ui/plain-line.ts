/** A line where it is only quoted: stage directions in parentheses as in the script, no other marks. */
export function plainLine(text: string): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/\*([^*]+)\*/g, (_whole, direction: string) =>
      /^\(.*\)$/s.test(direction) ? direction : `(${direction})`,
    )
    .replaceAll("*", "");
}
