const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A number of bytes in a language's own way: "3.3 GB". `perSecond`: as a rate. */
export function byteText(bytes: number, locale: string, { perSecond = false } = {}): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  const unit = `${UNITS[power]}${perSecond ? "-per-second" : ""}`;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    maximumFractionDigits: value < 10 && power > 1 ? 1 : 0,
  }).format(value);
}
