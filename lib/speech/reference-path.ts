import type { VoiceReference } from "./engine";

/**
 * A clip's path as the engine's machine writes paths: that machine may run another system than ours,
 * so a folder written with backslashes (`D:\refs`, `\\host\refs`) is joined with one.
 */
export function referencePath(engineDir: string, fileName: string): string {
  const windows = engineDir.includes("\\") && !engineDir.startsWith("/");
  const separator = windows ? "\\" : "/";
  return `${engineDir.replace(windows ? /[\\/]+$/ : /\/+$/, "")}${separator}${fileName}`;
}

/** A reference as one engine's machine sees it: a clip of ours lies in that engine's own folder, where it has one. */
export function seenBy(
  { referenceDir }: { referenceDir?: string | undefined },
  reference: VoiceReference,
): VoiceReference {
  const isOurs = reference.read !== null;
  if (referenceDir === undefined || !isOurs) return reference;
  const file = reference.path.split(/[\\/]/).at(-1) ?? "";
  return { ...reference, path: referencePath(referenceDir, file) };
}
