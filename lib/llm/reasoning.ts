const MARKS = ["<think>", "</think>", "<thinking>", "</thinking>"];
const LONGEST = Math.max(...MARKS.map((mark) => mark.length));
const ANY_MARK = /<\/?think(?:ing)?>/i;
const CLOSING_MARK = /<\/think(?:ing)?>/i;

/**
 * Takes away the reasoning that models write into their text, wherever it stands. Returns what of a delta is speech;
 * holds back what may still turn out to be a mark. `last` says that nothing follows.
 */
export function createReasoningFilter(): (delta: string, last: boolean) => string {
  let held = "";
  let isReasoning = false;
  let hasReasoned = false;
  let lead: string | null = "";

  function take(last: boolean): string {
    let said = "";
    for (;;) {
      const mark = (isReasoning ? CLOSING_MARK : ANY_MARK).exec(held);
      if (!mark) break;
      if (!isReasoning) said += held.slice(0, mark.index);
      held = held.slice(mark.index + mark[0].length);
      isReasoning = !mark[0].startsWith("</");
      hasReasoned = true;
    }
    const kept = last ? 0 : heldBack(held);
    if (!isReasoning) said += held.slice(0, held.length - kept);
    held = held.slice(held.length - kept);
    return said;
  }

  return (delta, last) => {
    held += delta;
    const said = take(last);
    if (lead === null) return said;
    // The blank lines around reasoning that comes first are not part of the answer.
    lead += said;
    if (lead.trim() === "" && !last) return "";
    const begin = hasReasoned ? lead.trimStart() : lead;
    lead = null;
    return begin;
  };
}

/** Characters at the end of a text that may be the beginning of a mark. */
function heldBack(text: string): number {
  const from = text.lastIndexOf("<");
  if (from < 0 || text.length - from > LONGEST) return 0;
  const tail = text.slice(from).toLowerCase();
  return MARKS.some((mark) => mark.startsWith(tail)) ? tail.length : 0;
}
