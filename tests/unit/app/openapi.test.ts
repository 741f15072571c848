import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { ROUTES } from "@/app/api/openapi.json/routes";
import { documentPath, openApiDocument } from "@/lib/http/openapi/document";
import type { NextHandler } from "@/lib/http/route";
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
});
