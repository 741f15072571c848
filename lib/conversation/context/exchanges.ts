/** The lines of a play as exchanges, oldest first: what a person said with what was answered; else two lines each. */
export function toExchanges<T extends { role: string }>(lines: readonly T[]): T[][] {
  const exchanges: T[][] = [];
  for (const line of lines) {
    const current = exchanges.at(-1);
    if (!current || line.role === "user" || current.length >= 2) exchanges.push([line]);
    else current.push(line);
  }
  return exchanges;
}

export interface FoldingLimits {
  /** Exchanges that stay whole where there is room. */
  keep: number;
  /** Exchanges that stay whatever their length. */
  least: number;
  /** Tokens for those that stay. */
  room: number;
}

/** The older lines that are to be folded: all before the newest exchanges that stay. */
export function linesToFold<T extends { role: string }>(
  lines: readonly T[],
  tokensOf: (line: T) => number,
  { keep, least, room }: FoldingLimits,
): T[] {
  const exchanges = toExchanges(lines);
  let kept = 0;
  let left = room;
  for (const exchange of [...exchanges].reverse()) {
    left -= exchange.reduce((sum, line) => sum + tokensOf(line), 0);
    if (kept >= keep || (left < 0 && kept >= least)) break;
    kept++;
  }
  return exchanges.slice(0, exchanges.length - kept).flat();
}
