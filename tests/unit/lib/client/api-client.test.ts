import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ApiError, apiGet, apiPatch, apiPost, requestStream } from "@/lib/client/api-client";
import { createId } from "@/lib/client/create-id";

let server: Server;
let origin: string;
let answer: { status: number; headers: Record<string, string>; body: string };
let seen: { method: string; headers: Record<string, unknown>; body: string };

beforeEach(async () => {
  answer = { status: 200, headers: {}, body: JSON.stringify({ success: true, data: { n: 1 } }) };
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen = {
      method: request.method ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
});

const failed = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    },
  );
const schema = z.object({ n: z.number() });

describe("the API client", () => {
  it("gives the envelope's data and sends JSON", async () => {
    expect(await apiGet(`${origin}/x`, { schema })).toEqual({ n: 1 });
    expect(seen).toMatchObject({ method: "GET", body: "" });
    expect(await apiPost(`${origin}/x`, { a: "가" }, { schema })).toEqual({ n: 1 });
    expect(seen).toMatchObject({ method: "POST", body: '{"a":"가"}' });
    expect(seen.headers["content-type"]).toBe("application/json");
    await apiPatch(`${origin}/x`, {});
    expect(seen).toMatchObject({ method: "PATCH", body: "{}" });
  });

  it("tells refusals as the server said them", async () => {
    const details = [{ path: "text", message: "empty" }];
    answer = {
      status: 503,
      headers: { "Retry-After": "3" },
      body: JSON.stringify({ success: false, error: { code: "CAPACITY_REACHED", message: "full", details } }),
    };
    const error = await failed(apiPost(`${origin}/x`, {}));
    expect(error).toMatchObject({
      code: "CAPACITY_REACHED",
      status: 503,
      message: "full",
      details,
      retryAfterMs: 3000,
    });
  });

  it.each([
    [502, "<html>bad gateway</html>", "ENGINE_ERROR"],
    [404, "", "NOT_FOUND"],
    [418, "{}", "INTERNAL_ERROR"],
  ])("makes the best of %i without an envelope", async (status, body, code) => {
    answer = { status, headers: {}, body };
    const error = await failed(requestStream("GET", `${origin}/x`, undefined, { offlineMessage: "sorry" }));
    expect(error).toMatchObject({ code, status, message: "sorry", retryAfterMs: null });
  });

  it("does not hand on data of another shape", async () => {
    answer.body = JSON.stringify({ success: true, data: { n: "one" } });
    expect(await failed(apiGet(`${origin}/x`, { schema }))).toMatchObject({ code: "INTERNAL_ERROR" });
  });

  it("says OFFLINE where there is no server, in the caller's words", async () => {
    await new Promise((resolve) => server.close(resolve));
    const error = await failed(apiGet(`${origin}/x`, { offlineMessage: "server gone" }));
    expect(error).toMatchObject({ code: "OFFLINE", status: 0, message: "server gone" });
  });

  it("leaves an abort an abort", async () => {
    const signal = AbortSignal.abort();
    await expect(apiGet(`${origin}/x`, { signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("makes UUIDs of version 4", () => {
  const ids = Array.from({ length: 200 }, createId);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true);
});
