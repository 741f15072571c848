import type { IncomingMessage, Server, ServerResponse } from "node:http";

export interface EdgeOptions {
  tls: { cert: string | Buffer; key: string | Buffer } | null;
  trustProxy: number;
  publicHostname: string;
}
export function createEdge(
  options: EdgeOptions,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Server;
