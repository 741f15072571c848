import { describe, expect, it } from "vitest";
import { answerByteRange, contentRange } from "@/lib/http/byte-ranges";

const etag = '"abc"';
const answer = (range: string | null, size = 1000, ifRange: string | null = null) =>
  answerByteRange({ range, ifRange, size, etag });

describe("answerByteRange", () => {
  it.each([
    ["bytes=0-0", 0, 0],
    ["bytes=0-499", 0, 499],
    ["bytes=500-", 500, 999],
    ["bytes=999-", 999, 999],
    ["bytes=0-99999", 0, 999],
    ["bytes=0-99999999999999999999999", 0, 999],
    ["bytes=-1", 999, 999],
    ["bytes=-5000", 0, 999],
    ["BYTES= 10-20 ", 10, 20],
  ])("%s is a part", (range, start, end) => {
    expect(answer(range)).toEqual({ kind: "part", start, end });
  });

  it.each([
    null,
    "",
    "bytes",
    "bytes=",
    "bytes=-",
    "bytes=a-b",
    "bytes=5-4",
    "bytes=1.5-3",
    "bytes=--5",
    "bytes=0-1,5-6",
    "items=0-1",
    "bytes 0-1",
  ])("%s is ignored", (range) => {
    expect(answer(range)).toEqual({ kind: "whole" });
  });

  it.each(["bytes=1000-", "bytes=1000-1001", "bytes=99999999999999999999-", "bytes=-0"])(
    "%s cannot be satisfied",
    (range) => {
      expect(answer(range)).toEqual({ kind: "unsatisfiable" });
    },
  );

  it("of nothing is nothing", () => {
    expect(answer("bytes=0-", 0)).toEqual({ kind: "unsatisfiable" });
    expect(answer("bytes=-1", 0)).toEqual({ kind: "whole" });
  });

  it("answers If-Range by strong comparison", () => {
    expect(answer("bytes=0-1", 1000, '"abc"').kind).toBe("part");
    expect(answer("bytes=0-1", 1000, '"other"').kind).toBe("whole");
    expect(answer("bytes=0-1", 1000, 'W/"abc"').kind).toBe("whole");
    expect(answer("bytes=0-1", 1000, "Sat, 29 Oct 1994 19:43:31 GMT").kind).toBe("whole");
  });
});

it("says the part, or the size, in Content-Range", () => {
  expect(contentRange({ kind: "part", start: 2, end: 5 }, 10)).toBe("bytes 2-5/10");
  expect(contentRange({ kind: "unsatisfiable" }, 10)).toBe("bytes */10");
  expect(contentRange({ kind: "whole" }, 10)).toBeNull();
});
