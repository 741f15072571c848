import { toSpoken } from "../normalize/spoken";
import type { Token } from "../normalize/token";
import type { Segment } from "../segment";
import { chooseCut } from "./overflow";
import { addToPiece, canBegin, emptyPiece, type Placed, shapePiece } from "./piece";
import { FIRST_BLANK_UNITS, MOST_CHARACTERS, sizeOf } from "./sizes";

type Boundary = Segment["boundary"];

/** Marks, emoji and the like weigh nothing; so many of them end a segment all the same. */
const MOST_TOKENS = 800;

/** A whole stretch in stars or brackets, with words in it. */
const isDirection = ({ kind, raw }: Token) => kind === "silent" && /^[*(（[［【〔].*\p{L}/su.test(raw);

export interface AssemblerOptions {
  /** Stage directions become segments of their own, for a narrator's voice. */
  narrates?: boolean;
  /** A stage direction ends the segment before it: what follows may be spoken in another mood. */
  cutsAtDirections?: boolean;
}

/**
 * Collects tokens into segments. The first segment ends at its mark, at once, and what closes behind it
 * belongs to no segment; later ones wait for the token after their mark, so that runs ("?!", "……") and
 * closing quotes stay with them.
 */
export class Assembler {
  private readonly segments: Segment[] = [];
  private piece = emptyPiece();
  private ended: Boundary | null = null;
  private brokeLine = false;
  private index = 0;
  private offset = 0;

  constructor(private readonly cuts: AssemblerOptions = {}) {}

  take(token: Token): void {
    const { narrates, cutsAtDirections } = this.cuts;
    const isTold = narrates && token.kind === "silent" && this.narrate(token);
    if (!isTold) {
      if (cutsAtDirections && this.piece.letters > 0 && isDirection(token)) this.emit("sentence");
      this.place({ token, start: this.offset });
    }
    this.offset += token.raw.length;
  }

  /** The end of the text ends a paragraph. */
  finish(): void {
    this.emit("paragraph");
  }

  /** The segments that became certain since it was last asked. */
  drain(): Segment[] {
    return this.segments.splice(0);
  }

  /** A direction with words ends what is said before it, and is a segment by itself. */
  private narrate({ raw, direction = "" }: Token & { kind: "silent" }): boolean {
    const spoken = toSpoken(direction, { speakDirections: true });
    if (spoken === "") return false;
    this.emit(this.ended ?? "clause");
    const start = this.offset;
    const place = { index: this.index, start, end: start + raw.length };
    this.segments.push({ ...place, text: raw, spoken, boundary: "clause", isNarrated: true });
    this.index += 1;
    return true;
  }

  private place(placed: Placed): void {
    const { token } = placed;
    if (this.piece.placed.length === 0 && !canBegin(token)) return;
    if (token.kind === "break") this.breakLine(placed);
    else if (this.ended) this.close(placed, this.ended);
    else if (token.kind === "space" && this.atBlank()) this.emit("clause");
    else this.grow(placed);
  }

  private grow(placed: Placed): void {
    const { token } = placed;
    addToPiece(this.piece, placed);
    if (token.kind !== "space" && token.kind !== "silent") this.brokeLine = false;
    if (token.kind === "mark") this.mark(token.level);
    const { units, characters, placed: all } = this.piece;
    const full =
      units >= sizeOf(this.index).limit || characters >= MOST_CHARACTERS || all.length >= MOST_TOKENS;
    if (full && token.kind === "word") this.overflow();
  }

  /** After an end: what closes it is taken in, anything else begins the next segment. */
  private close(placed: Placed, boundary: Boundary): void {
    const { token } = placed;
    const stays = token.kind === "mark" || token.kind === "closer" || token.kind === "silent";
    if (stays && !this.brokeLine && this.piece.placed.length < MOST_TOKENS) {
      addToPiece(this.piece, placed);
      if (token.kind === "mark" && token.level === "sentence") this.ended = "sentence";
      return;
    }
    if (this.brokeLine && (token.kind === "space" || token.kind === "silent")) return;
    this.emit(boundary);
    this.place(placed);
  }

  private breakLine(placed: Placed): void {
    if (this.brokeLine) this.emit("paragraph");
    else if (this.index === 0 && this.isFirstClause()) this.emit("sentence");
    else {
      this.brokeLine = true;
      addToPiece(this.piece, placed);
      if (this.piece.units >= sizeOf(this.index).sentence) this.ended = "sentence";
    }
  }

  private mark(level: "soft" | "clause" | "sentence"): void {
    if (this.index === 0) {
      if (level !== "soft" && this.isFirstClause()) this.emit(level);
      return;
    }
    const size = sizeOf(this.index);
    const needed = level === "sentence" ? size.sentence : size.clause;
    if (this.piece.units >= needed) this.ended = level === "sentence" ? "sentence" : "clause";
  }

  /** Three letters, or two where a letter is a syllable: "안녕!" is a greeting, "Hi," is not worth a request. */
  private isFirstClause(): boolean {
    return this.piece.letters >= 3 || this.piece.units >= sizeOf(0).clause;
  }

  private atBlank(): boolean {
    return this.index === 0 && this.piece.units >= FIRST_BLANK_UNITS;
  }

  private overflow(): void {
    const { placed } = this.piece;
    const { count, boundary } = chooseCut(this.piece);
    this.piece = { ...emptyPiece(), placed: placed.slice(0, count) };
    this.emit(boundary);
    for (const rest of placed.slice(count)) this.place(rest);
  }

  private emit(boundary: Boundary): void {
    const shape = shapePiece(this.piece.placed);
    this.piece = emptyPiece();
    this.ended = null;
    this.brokeLine = false;
    if (!shape) return;
    this.segments.push({ index: this.index, ...shape, boundary });
    this.index += 1;
  }
}
