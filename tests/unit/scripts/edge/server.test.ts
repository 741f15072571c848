import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEdge } from "@/scripts/edge/server.mjs";
import { TestClient } from "@/tests/support/client";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function start(handle: Handle, trustProxy = 0, limits: ServerOptions = {}): Promise<TestClient> {
  const publicUrl = new URL("http://forge.example");
  const edge = createEdge({ tls: null, trustProxy, publicUrl, limits }, handle);
  server = edge;
  await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
  return new TestClient(`http://127.0.0.1:${(edge.address() as AddressInfo).port}`);
}

const echo: Handle = async (request, response) => {
  response.end(JSON.stringify({ url: request.url, headers: request.headers }));
};

/** The bytes that come back for these bytes. */
function raw(client: TestClient, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(client.baseUrl).port), "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      received += chunk;
    });
    socket.once("error", reject).once("close", () => resolve(received));
  });
}

describe("the edge", () => {
  it("tells the application who called and gives the request its id", async () => {
    const client = await start(echo);
    const answer = await client.get("/x?y=1", { headers: { "x-forwarded-for": "9.9.9.9" } });
    const seen = answer.json<{ url: string; headers: Record<string, string> }>();
    expect(seen.url).toBe("/x?y=1");
    expect(seen.headers["x-peer-address"]).toBe("127.0.0.1");
    expect(seen.headers["x-forwarded-for"]).toBe("127.0.0.1");
    expect(answer.headers["x-request-id"]).toBe(seen.headers["x-request-id"]);
  });

  it("leaves an id the application gave", async () => {
    const client = await start(async (_request, response) => {
      response.setHeader("X-Request-Id", "the-log-has-this-one").end();
    });
    expect((await client.get("/")).headers["x-request-id"]).toBe("the-log-has-this-one");
  });

  it("refuses a foreign host in the envelope and the caller's language", async () => {
    const client = await start(echo);
    const answer = await client.get("/", { headers: { host: "evil.example", "accept-language": "en-GB" } });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({
      success: false,
      error: { message: expect.stringContaining("PUBLIC_URL") },
    });
    expect(answer.headers["x-request-id"]).toBeTruthy();
    expect((await client.get("/", { headers: { host: "forge.example" } })).status).toBe(200);
  });

  it("judges the host a trusted proxy was asked for", async () => {
    const client = await start(echo, 1);
    const asked = (host: string) =>
      client.get("/", { headers: { host: "backend", "x-forwarded-host": host } });
    expect((await asked("forge.example")).status).toBe(200);
    expect((await asked("evil.example")).status).toBe(403);
  });

  it("takes a whole address as target by that address's host", async () => {
    const client = await start(echo);
    const head = "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    expect(await raw(client, `GET http://evil.example/ ${head}`)).toContain(" 403 ");
    expect(await raw(client, `GET http://localhost?a=1 ${head}`)).toContain('"url":"/?a=1"');
  });

  it.each([
    ["NONSENSE\r\n\r\n", 400],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${"a".repeat(20_000)}\r\n\r\n`, 431],
  ])("answers what is no request in the envelope (%#)", async (text, status) => {
    const client = await start(echo);
    const [head = "", body = ""] = (await raw(client, text)).split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(body)).toMatchObject({ success: false });
  });

  it("refuses a path that is no UTF-8, in the form of what was asked for", async () => {
    const client = await start(echo);
    for (const path of ["/api/%", "/%zz", "/api/%ED%A0%80", "/v1/models/%FF"]) {
      const answer = await client.get(path);
      expect(answer.status).toBe(400);
      const error = path.startsWith("/v1/")
        ? { type: "invalid_request_error" }
        : { code: "VALIDATION_ERROR" };
      expect(answer.json()).toMatchObject({ error });
    }
    expect((await client.get("/api/%EA%B0%80?q=%")).status).toBe(200);
  });

  it("keeps reading what it has refused until its answer has been read", async () => {
    const client = await start(async (_request, response) => {
      response.writeHead(413, { "content-type": "text/plain" }).end("too large");
    });
    const half = "x".repeat(4_000_000);
    const head = `POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 8000000\r\n\r\n`;
    const received = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(client.baseUrl).port), "127.0.0.1");
      socket.once("error", reject);
      // As `fetch` and browsers do: the answer is read when all is sent.
      socket.pause();
      socket.write(head + half);
      setTimeout(() => {
        socket.write(half, () => {
          let text = "";
          socket.setEncoding("utf8").on("data", (chunk) => {
            text += chunk;
          });
          socket.once("end", () => resolve(text)).resume();
        });
      }, 100);
    });
    expect(received).toContain(" 413 ");
    expect(received).toContain("too large");
  });

  it("waits for no body that does not come, and says so", async () => {
    const limits = { requestTimeout: 300, headersTimeout: 200, connectionsCheckingInterval: 50 };
    const client = await start(() => new Promise(() => {}), 0, limits);
    const head = "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
    for (const begun of [head, head.slice(0, 40)]) {
      const [first = "", body = ""] = (await raw(client, begun)).split("\r\n\r\n");
      expect(first).toContain("HTTP/1.1 408 ");
      expect(JSON.parse(body)).toMatchObject({ success: false, error: { code: "VALIDATION_ERROR" } });
    }
  });

  it("breaks the connection when the application fails outside its own handling", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const failure = new Error("expected by the test");
    const client = await start(() => Promise.reject(failure));
    await expect(client.get("/")).rejects.toThrow();
    expect(logged).toHaveBeenCalledWith(expect.stringContaining("failed"), failure);
    logged.mockRestore();
  });
});
