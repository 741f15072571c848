import type { Serial } from "@/lib/async/serial";
import type { FileStore } from "@/lib/storage/file-store";
import type { ClipIndex, ClipRow } from "./clip-index";
import { clipPath, keyOfPath, readStoredSound, TEMPORARY_FOLDER } from "./clip-layout";

const PAGE = 500;

export interface SweepOptions {
  files: FileStore;
  index: ClipIndex;
  serial: Serial;
  /** Whether a file in the temporary folder belongs to a clip that is being made. */
  isInUse: (path: string) => boolean;
}

export interface SweepReport {
  removedFiles: number;
  removedRows: number;
}

/**
 * Puts right what a crash left behind: half files, files without a row, rows without a file, and files that
 * are not as long as their header or their row says. May run while clips are made and played.
 */
export async function sweepClips({ files, index, serial, isInUse }: SweepOptions): Promise<SweepReport> {
  const report: SweepReport = { removedFiles: 0, removedRows: 0 };

  const removeUnlessWhole = async (key: string): Promise<void> => {
    const row = await index.find(key);
    const present = (await files.size(clipPath(key))) !== null;
    const sound = await readStoredSound(files, key);
    if (row && sound && agrees(row, sound)) return;
    if (present) {
      await files.remove(clipPath(key));
      report.removedFiles += 1;
    }
    if (row) {
      await index.remove(key);
      report.removedRows += 1;
    }
  };

  for await (const { path } of files.list(TEMPORARY_FOLDER)) {
    if (isInUse(path)) continue;
    await files.remove(path);
    report.removedFiles += 1;
  }
  for await (const { path } of files.list("")) {
    const key = keyOfPath(path);
    if (key) await serial(() => removeUnlessWhole(key));
  }
  let rows = await index.after(null, PAGE);
  while (rows.length > 0) {
    for (const { key } of rows) {
      if ((await files.size(clipPath(key))) === null) await serial(() => removeUnlessWhole(key));
    }
    rows = await index.after(rows.at(-1)?.key ?? null, PAGE);
  }
  return report;
}

function agrees(row: ClipRow, sound: { sampleRate: number; bytes: number }): boolean {
  return row.bytes === sound.bytes && row.sampleRate === sound.sampleRate;
}
