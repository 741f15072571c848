export function isOurHost(host: string, publicHostname: string): boolean;
