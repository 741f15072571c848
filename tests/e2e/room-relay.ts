import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** The way between a browser and a server, which a test can cut: a page set offline keeps the streams it has. */
export class Relay {
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(
    private readonly listener: Server,
    readonly url: string,
  ) {}

  static async to(port: number): Promise<Relay> {
    const listener = createServer({ allowHalfOpen: false });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const relay = new Relay(listener, `http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
    listener.on("connection", (near) => relay.#join(near, port));
    return relay;
  }

  /** Every connection breaks, and new ones do too. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  #join(near: Socket, port: number): void {
    if (this.#isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
