import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface RawServer {
  url: string;
  close(): Promise<void>;
}

/** An HTTP server on a free port that answers exactly as told, for bytes no decent engine sends. */
export function startRawServer(listener: RequestListener): Promise<RawServer> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => stop(server) });
    });
  });
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** An address where nothing listens. */
export async function deadAddress(): Promise<string> {
  const server = await startRawServer(() => {});
  await server.close();
  return server.url;
}
