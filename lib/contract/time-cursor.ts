import { AppError } from "./app-error";

/** Where a page of things ordered by time (newest first) ended: `[ms since the epoch, id]`. */
export type TimeCursor = [at: number, id: string];

export function writeTimeCursor({ updatedAt, id }: { updatedAt: number; id: string }): string {
  return `${updatedAt}.${id}`;
}

/** Null where there is none; one that is none of ours is VALIDATION_ERROR. */
export function readTimeCursor(cursor: string | undefined): TimeCursor | null {
  if (cursor === undefined) return null;
  const [, time, id] = /^(\d{1,15})\.(.{1,128})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) {
    throw unknownCursor();
  }
  return [Number(time), id];
}

/** A cursor no page of ours ended with. */
export function unknownCursor(): AppError {
  return new AppError("VALIDATION_ERROR", { details: [{ path: "cursor", message: "unknown cursor" }] });
}
