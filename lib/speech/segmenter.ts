import { createScanner, type SpokenOptions } from "./normalize/scanner";
import type { Segmenter } from "./segment";
import { Assembler, type AssemblerOptions } from "./segmenter/assembler";

export interface SegmenterOptions extends SpokenOptions, AssemblerOptions {}

/**
 * A segmenter for one message.
 *
 * The first segment is the first clause, given out with its mark; where a mark's meaning hangs on what
 * follows ("3.5", "Mr.", "..."), with the character that settles it. Closing quotes behind the first clause
 * belong to no segment: waiting for them would delay the voice. Later segments grow (see `sizes.ts`) and
 * are given out as soon as the character after their end is there. Blank lines are never merged over.
 *
 * What is spoken is decided by `normalize/`, the same as in `toSpoken`.
 */
export function createSegmenter(options?: SegmenterOptions): Segmenter {
  const scanner = createScanner(options);
  const assembler = new Assembler(options);
  return {
    push(delta) {
      for (const token of scanner.push(delta)) assembler.take(token);
      return assembler.drain();
    },
    flush() {
      for (const token of scanner.end()) assembler.take(token);
      assembler.finish();
      return assembler.drain();
    },
  };
}
