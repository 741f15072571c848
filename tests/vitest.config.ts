import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.resolve(import.meta.dirname, "..");
const empty = path.join(root, "tests/empty-module.ts");
const all = ["tests/{unit,api,conformance}/**/*.test.ts"];
/** They count the timers there are, which another file of the same process could still have. */
const counting = ["turn-registry", "event-stream-response", "gemini", "conversation"].map(
  (name) => `tests/unit/**/${name}.test.ts`,
);

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
    environment: "node",
    testTimeout: 120_000,
    hookTimeout: 90_000,
    projects: [
      // No test replaces a module of ours, so files can share what they loaded.
      { extends: true, test: { name: "shared", include: all, exclude: counting, isolate: false } },
      { extends: true, test: { name: "alone", include: counting } },
    ],
    // Many wait for a server or a clock: more of them than processors.
    maxWorkers: 3,
  },
});
