import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const nodeMajor = process.versions.node.split(".")[0];

/**
 * One hash over the content of files and folders (names included, order fixed) and Node's major version.
 * What does not exist counts as empty, so that a file that appears changes it.
 * @param {string} root
 * @param {string[]} entries files and folders, relative to root
 */
export function fingerprint(root, entries) {
  const hash = createHash("sha256").update(`node ${nodeMajor}\n`);
  for (const file of entries.flatMap((entry) => filesOf(root, entry))) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function filesOf(root, entry) {
  let children;
  try {
    children = readdirSync(path.join(root, entry), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") return [entry];
    if (error.code === "ENOENT") return [];
    throw error;
  }
  return children
    .filter((child) => child.isFile() || child.isDirectory())
    .map((child) => path.posix.join(entry, child.name))
    .sort()
    .flatMap((child) => filesOf(root, child));
}
