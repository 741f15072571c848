export function leaks(log: string, secrets: readonly string[]): string[];
export function searchLogs(folder: string): { passed: number; failed: number };
