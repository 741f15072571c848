import { expect, it } from "vitest";
import { REPORT_REASONS } from "@/lib/contract/import-report";
import { LOCALES } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";

it("has a sentence for every reason in every language", () => {
  for (const locale of LOCALES) {
    const told = REPORT_REASONS.map((reason) => sentence(locale, `import_${reason}`));
    expect(new Set([...told, sentence(locale, "INTERNAL_ERROR")]).size).toBe(REPORT_REASONS.length + 1);
  }
});
