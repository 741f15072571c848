const MARKS = ",.!?…‥。！？、，､｡;；:：،؛؟।";
const ENDS_IN_MARK = new RegExp(`[${MARKS}]$`);
const BLANK_BEFORE_MARKS = new RegExp(` (?=[${MARKS}]+(?: |$))`, "g");
const COMMA_BEFORE_MARK = new RegExp(`[,、，;；:：]+(?=[${MARKS}])`, "g");
const LONG_RUN = new RegExp(`([${MARKS}])\\1{3,}`, "g");
/** Anything that can not begin speech; a sign or a point before a digit, or a currency, can. */
const HEAD = /^(?:(?![-−+.]?\d)[^\p{L}\p{N}\p{Sc}])+/u;

/**
 * The last step from collected speech to what an engine gets: NFC, one line, one blank at a time, no blank
 * before a mark, no marks at the head, none without end.
 * @returns "" if it has no letter or digit.
 */
export function tidySpeech(speech: string): string {
  if (!/[\p{L}\p{N}]/u.test(speech)) return "";
  return joinLines(speech.normalize("NFC"))
    .replace(BLANK_BEFORE_MARKS, "")
    .replace(COMMA_BEFORE_MARK, "")
    .replace(LONG_RUN, "$1$1$1")
    .replace(HEAD, "")
    .trim();
}

/** Lines become one; a line that ends without a mark gets a full stop, else it would run into the next. */
function joinLines(speech: string): string {
  const lines = speech
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  return lines
    .map((line, index) => (index < lines.length - 1 && !ENDS_IN_MARK.test(line) ? `${line}.` : line))
    .join(" ");
}
