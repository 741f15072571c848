import type { Locale } from "@/lib/i18n/locales";
import type { PresetCategory } from "./preset-schema";

/** What a category is called; one table, so that filters of the lobby agree. */
export const CATEGORY_NAMES: Record<PresetCategory, Record<Locale, string>> = {
  classic: { ko: "고전소설", en: "Korean classics", ja: "朝鮮古典", zh: "朝鲜古典" },
  folklore: { ko: "옛이야기", en: "Folk tales", ja: "昔話", zh: "民间传说" },
  "fairy-tale": { ko: "동화", en: "Children's tales", ja: "童話", zh: "童话" },
  adventure: { ko: "모험", en: "Adventure", ja: "冒険", zh: "冒险" },
  detective: { ko: "탐정", en: "Detective", ja: "探偵", zh: "侦探" },
  gothic: { ko: "괴담", en: "Gothic", ja: "怪奇", zh: "哥特" },
};
