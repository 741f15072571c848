import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

/** The measure of tests/bench/audio-serving.ts: an application with nothing in it but one route. */
export default { turbopack: { root }, outputFileTracingRoot: root, poweredByHeader: false };
