/** What became of a part of an imported file. */
export type ReportOutcome = "kept" | "changed" | "dropped" | "made_safe";

/** Why it did not stay as it was; each has a sentence (`import_<reason>`). */
export const REPORT_REASONS = [
  "shortened",
  "converted",
  "control_characters",
  "shown_as_text",
  "not_text",
  "name_from_file",
  "format_converted",
  "unsafe",
  "too_large",
  "broken",
  "encrypted",
  "remote",
  "voice_waits",
  "clip_waits",
  "voice_is_here",
  "voices_full",
  "not_run",
  "out_of_bounds",
  "no_reference_clip",
  "engine_unknown",
  "engine_path",
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

export interface ReportEntry {
  outcome: ReportOutcome;
  /** A field of what came, or a file in it. */
  part: string;
  reason: ReportReason | null;
}

/** What an import did, part by part, for the person who brought the file. */
export class ImportReport {
  readonly entries: ReportEntry[] = [];

  add(outcome: ReportOutcome, part: string, reason: ReportReason | null = null): void {
    this.entries.push({ outcome, part: part.slice(0, 200), reason });
  }
}
