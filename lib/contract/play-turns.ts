/** What a person is in their play: its lead, who is answered, or its director, who watches two characters talk. */
export type PlayRole = "lead" | "director";

/** Lines of characters, the greeting aside, that make one turn. */
const LINES_OF_A_TURN: Record<PlayRole, number> = { lead: 1, director: 2 };

/** Turns a play has had after so many lines of its characters; one that is half over is none yet. */
export const turnsAfter = (role: PlayRole, lines: number): number =>
  Math.floor(lines / LINES_OF_A_TURN[role]);

/** Whether a play has had all its turns; `maxTurns` 0 is no limit. */
export const hasHadItsTurns = (turns: number, maxTurns: number): boolean => maxTurns > 0 && turns >= maxTurns;
