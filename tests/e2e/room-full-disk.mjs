/*
 * Loaded into a server before its own code (`node --import`): while the file FULL_DISK_WHILE exists, the system tells
 * that 40 MiB are free. Filling a real disk would need to be root, or to fill the developer's own.
 */
import fs, { existsSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { statfsSync } = fs;

fs.statfsSync = (...args) => {
  const disk = statfsSync.apply(fs, args);
  if (existsSync(process.env.FULL_DISK_WHILE ?? "")) disk.bavail = (40 * 2 ** 20) / disk.bsize;
  return disk;
};
syncBuiltinESMExports();
