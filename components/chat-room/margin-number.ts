import type { RoomLine } from "@/lib/client/room-state";

/** Printed plays count every fifth line; the newest finished one is counted too. `index` from 0. */
export function marginNumber(index: number, count: number, state: RoomLine["state"]): number | null {
  const number = index + 1;
  const isNewest = number === count && state !== "streaming";
  return number % 5 === 0 || (isNewest && number > 1) ? number : null;
}
