import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";

export interface EdgeOptions {
  tls: { cert: string | Buffer; key: string | Buffer } | null;
  trustProxy: number;
  publicUrl: URL;
  /** In place of the usual times. */
  limits?: ServerOptions;
}
export function createEdge(
  options: EdgeOptions,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Server;
