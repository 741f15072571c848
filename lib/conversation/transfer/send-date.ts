const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);

/**
 * A SillyTavern `send_date` in ms since the epoch, null where it is none: a number (ms; seconds in small ones), ISO 8601,
 * `June 19, 2023 2:20pm`, `2024-07-12@01h31m37s` with or without `123ms`, `2024-6-5 @14h 56m 50s 682ms`. Those
 * without a zone are read in this machine's, as SillyTavern wrote them.
 */
export function parseSendDate(value: unknown): number | null {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{9,16}$/.test(text)) return fromNumber(Number(text));
  return humanized(text) ?? spelledOut(text) ?? iso(text);
}

function fromNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  return valid(new Date(value < 1e11 ? value * 1000 : value));
}

function humanized(text: string): number | null {
  const form = /^(\d{4})-(\d{1,2})-(\d{1,2})\s?@(\d{1,2})h\s?(\d{1,2})m\s?(\d{1,2})s(?:\s?(\d{1,3})ms)?$/;
  const parts = form.exec(text)?.slice(1);
  if (!parts) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  return local(year, month - 1, day, hour, minute, second, ms);
}

function spelledOut(text: string): number | null {
  const form = /^([a-z]+) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?\s?([ap]m)$/i;
  const [, name = "", day, year, hour, minute, second, half = ""] = form.exec(text) ?? [];
  const month = MONTHS.indexOf(name.toLowerCase());
  if (month < 0) return null;
  const hours = (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  return local(Number(year), month, Number(day), hours, Number(minute), Number(second ?? 0), 0);
}

function iso(text: string): number | null {
  return /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text) ? valid(new Date(text)) : null;
}

/** Null where the calendar has no such moment (a thirteenth month, 30 February). */
function local(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number | null {
  const date = new Date(year, month, day, hour, minute, second, ms);
  const isReal =
    date.getMonth() === month && date.getDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? valid(date) : null;
}

function valid(date: Date): number | null {
  const time = date.getTime();
  return Number.isFinite(time) ? time : null;
}
