import type { IncomingHttpHeaders } from "node:http";

export function callerAddress(
  forwardedFor: string | string[] | undefined,
  socketAddress: string,
  trustProxy: number,
): string;
export function rewriteForwarded(
  headers: IncomingHttpHeaders,
  socket: { address: string; encrypted: boolean },
  trustProxy: number,
  publicUrl: URL,
): string;
