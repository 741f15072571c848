export const nodeMajor: string;
export function fingerprint(root: string, entries: string[]): string;
