import { describe, expect, it } from "vitest";
import { castCategories, filterCast } from "@/components/lobby/filter-cast";
import { listPresets } from "@/lib/characters";

const cast = listPresets("ko");
const names = (query: string, category: string | null = null) =>
  filterCast(cast, query, category).map((member) => member.id);

describe("filterCast", () => {
  it("finds by name, work and several words", () => {
    expect(names("홍길동")).toContain("hong-gildong");
    expect(names("홈즈 탐정")).toContain("sherlock-holmes");
    expect(names("우주 해적")).toEqual([]);
  });

  it("finds a name typed in decomposed Hangul", () => {
    expect(names("홍길동".normalize("NFD"))).toContain("hong-gildong");
  });

  it("narrows to a category, each listed once", () => {
    const categories = castCategories(cast);
    expect(new Set(categories).size).toBe(categories.length);
    const counted = categories.flatMap((category) => names("", category));
    expect(counted.toSorted()).toEqual(cast.map((member) => member.id).toSorted());
  });
});
