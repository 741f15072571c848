import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { readText, requestOk } from "@/lib/upstream/http";
import { engineContext } from "@/tests/conformance/speech-engine";

const ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
const sockets: Socket[] = [];
let server: Server | undefined;

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

/** Answers with bytes; `nth` counts the requests of one connection from 1. */
async function serve(answer: (socket: Socket, nth: number) => void): Promise<string> {
  const listening = createServer((socket) => {
    let nth = 0;
    sockets.push(socket.on("error", () => {}));
    socket.on("data", () => answer(socket, ++nth));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const ask = async (url: string) => {
  const sent = { method: "POST", json: { text: "안녕" }, answerMs: 5_000 } as const;
  return readText(await requestOk(url, sent, engineContext()));
};

it("a kept connection that the engine gave up meanwhile costs nobody an answer", async () => {
  const url = await serve((socket, nth) => {
    if (nth === 1) socket.write(ANSWER);
    else socket.resetAndDestroy();
  });
  expect([await ask(url), await ask(url), await ask(url)]).toEqual(["{}", "{}", "{}"]);
  // The second call's new connection was for itself alone.
  expect(sockets).toHaveLength(3);
});

it("what fails on a new connection is not asked again, and a second failure is told as the first", async () => {
  const url = await serve((socket, nth) => {
    if (sockets.length === 1 && nth === 1) socket.write(ANSWER);
    else socket.resetAndDestroy();
  });
  await ask(url);
  const broken = { kind: "unreachable", cause: { code: "ECONNRESET" } };
  await expect(ask(url)).rejects.toMatchObject(broken);
  expect(sockets).toHaveLength(2);
  await expect(ask(url)).rejects.toMatchObject(broken);
  expect(sockets).toHaveLength(3);
});

it("what is broken off within an answer is not asked again", async () => {
  const url = await serve((socket, nth) => {
    if (nth === 1) socket.write(ANSWER);
    else socket.end(ANSWER.replace("2\r\n", "9\r\n"));
  });
  await ask(url);
  await expect(ask(url)).rejects.toMatchObject({ kind: "malformed" });
  expect(sockets).toHaveLength(1);
});

it("an address that wants another protocol is unreachable at once", async () => {
  const url = await serve((socket) =>
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
  );
  await expect(ask(url)).rejects.toMatchObject({ kind: "unreachable" });
});
