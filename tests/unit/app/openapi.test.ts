import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { ROUTES } from "@/app/api/openapi.json/routes";
import { documentPath, openApiDocument } from "@/lib/http/openapi/document";
import type { NextHandler } from "@/lib/http/route";
import { ApiDescription, type Described } from "../../support/described";
import { routeFiles } from "../../support/routes";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
type Paths = Record<string, Record<string, { summary: string; responses: object; operationId: string }>>;

const document = openApiDocument(ROUTES);
const paths = document.paths as Paths;
const told = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    ...operation,
  })),
);

/** Whatever a route file's address or method is: what it takes is told by its own handler. */
async function offered(file: string, path: string): Promise<string[]> {
  const handlers = (await import(file)) as Record<string, NextHandler>;
  const given = METHODS.filter((method) => handlers[method]?.declared);
  return given.map((method) => `${method} ${documentPath(path)}`);
}

describe("the API's document", () => {
  it("tells of every method of every route file, and of nothing else", async () => {
    // The one that answers what is not there.
    const files = routeFiles().filter(({ path }) => !path.includes("[..."));
    expect(Object.keys(ROUTES).sort()).toEqual(files.map(({ path }) => path).sort());
    const offers = await Promise.all(files.map(({ file, path }) => offered(file, path)));
    expect(told.map(({ name }) => name).sort()).toEqual(offers.flat().sort());
  });

  it("says of each what it is for and what it answers", () => {
    const silent = told.filter(
      ({ summary, responses }) => summary === "" || Object.keys(responses).length === 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(new Set(told.map(({ operationId }) => operationId)).size).toBe(told.length);
  });

  it("is OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("refers only to what it describes, and describes nothing twice", () => {
    const text = JSON.stringify(document);
    const references = new Set(
      [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
    );
    const described = Object.keys((document.components as { schemas: object }).schemas);
    expect([...references].sort()).toEqual(described.sort());
    expect(text).not.toContain("$defs");
  });

  it("tells an answer that is not as described", () => {
    const described = new ApiDescription(document as unknown as Described);
    const fault = (method: string, path: string, status: number, body: unknown) =>
      described.fault(method, path, {
        status,
        headers: { "content-type": "application/json" },
        text: JSON.stringify(body),
      });
    const failure = { success: false, error: { code: "NOT_FOUND", message: "없습니다." } };
    const live = { success: true, data: { status: "live" } };
    expect(fault("GET", "/api/health/live", 200, live)).toBeNull();
    expect(fault("GET", "/api/characters/x", 404, failure)).toBeNull();
    expect(fault("GET", "/api/nothing", 404, failure)).toBeNull();
    expect(fault("GET", "/v1/models/x", 404, failure)).not.toBeNull();
    expect(fault("GET", "/api/health/live", 200, { ...live, more: 1 })).toMatch(/additional/);
    expect(fault("GET", "/api/health/live", 200, { success: true, data: {} })).toMatch(/status/);
    expect(fault("GET", "/api/health/live", 201, live)).toMatch(/201/);
    expect(fault("DELETE", "/api/health/live", 200, live)).toMatch(/200/);
    const lost = { type: "text", data: { words: "가" } };
    expect(described.eventFault("POST", "/api/chat/stream", lost)).toMatch(/delta/);
    expect(described.eventFault("POST", "/api/chat/stream", { ...lost, data: { delta: "가" } })).toBeNull();
  });
});
