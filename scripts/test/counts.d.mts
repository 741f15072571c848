export interface Counts {
  passed: number;
  failed: number;
}
export function vitestCounts(report: unknown): Counts;
export function playwrightCounts(report: unknown): Counts;
export function playwrightFlaky(report: unknown): string[];
