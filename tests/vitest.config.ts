import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.resolve(import.meta.dirname, "..");
const empty = path.join(root, "tests/empty-module.ts");

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: empty },
      { find: /^client-only$/, replacement: empty },
      { find: /^@\//, replacement: `${root}/` },
    ],
  },
  test: {
    include: ["tests/{unit,api,conformance}/**/*.test.ts"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // No test replaces a module of ours, so files can share what they loaded.
    isolate: false,
    // Many wait for a server or a clock: more of them than processors.
    maxWorkers: 3,
  },
});
