/** What of a representation is to be sent. `start` and `end` are byte offsets, both inclusive. */
export type ByteRangeAnswer =
  | { kind: "whole" }
  | { kind: "part"; start: number; end: number }
  | { kind: "unsatisfiable" };

export interface ByteRangeRequest {
  /** The `Range` header. */
  range: string | null;
  /** The `If-Range` header. */
  ifRange: string | null;
  /** Bytes of the whole representation. */
  size: number;
  /** Its strong entity tag, quotes included. */
  etag: string;
}

const WHOLE: ByteRangeAnswer = { kind: "whole" };
const SINGLE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * Answers a GET's `Range` as RFC 9110 (section 14) has it, for one range. Several ranges, other units and
 * malformed ones are ignored (200); so is any range when `If-Range` does not name exactly this entity tag.
 */
export function answerByteRange({ range, ifRange, size, etag }: ByteRangeRequest): ByteRangeAnswer {
  if (range === null) return WHOLE;
  // Strong comparison: a weak tag never matches, and we send no Last-Modified a date could match.
  if (ifRange !== null && ifRange.trim() !== etag) return WHOLE;
  const match = SINGLE_RANGE.exec(range.trim());
  if (!match) return WHOLE;
  const [, first = "", last = ""] = match;
  if (first === "") return last === "" ? WHOLE : answerSuffix(Number(last), size);

  const start = Number(first);
  const end = last === "" ? Number.POSITIVE_INFINITY : Number(last);
  if (end < start) return WHOLE;
  if (start >= size) return { kind: "unsatisfiable" };
  return { kind: "part", start, end: Math.min(end, size - 1) };
}

function answerSuffix(length: number, size: number): ByteRangeAnswer {
  if (length === 0) return { kind: "unsatisfiable" };
  // The last bytes of nothing are nothing, which no Content-Range can say.
  if (size === 0) return WHOLE;
  return { kind: "part", start: Math.max(0, size - length), end: size - 1 };
}

/** The `Content-Range` of a 206 or, for an unsatisfiable range, of a 416; null for a whole answer. */
export function contentRange(answer: ByteRangeAnswer, size: number): string | null {
  if (answer.kind === "whole") return null;
  return answer.kind === "part" ? `bytes ${answer.start}-${answer.end}/${size}` : `bytes */${size}`;
}
