import { readdirSync } from "node:fs";
import path from "node:path";
import type { TestClient } from "./client";
import { ROOT } from "./settings";

/** One route file of the application: the address it answers at, parameters as `[name]`. */
export interface RouteFile {
  file: string;
  path: string;
}

/** Every route file there is, from the disk. */
export function routeFiles(): RouteFile[] {
  return readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .sort()
    .map((file) => ({ file: path.join(ROOT, "app", file), path: `/${path.dirname(file)}` }));
}

/** The methods a running server offers at an address, as its answer to OPTIONS says. */
export async function methodsAt(client: TestClient, address: string): Promise<string[]> {
  const { headers } = await client.request("OPTIONS", address);
  return String(headers.allow ?? "")
    .split(", ")
    .filter((method) => method !== "");
}

/** A route's address with its parameters filled in. */
export function fill(route: string, parameters: Record<string, string>): string {
  return route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? "none"),
  );
}
