import type { NextConfig } from "next";

/** Nothing an answer of the API or a file holds may run; `proxy.ts` gives pages a policy of their own instead. */
const filePolicy =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The service worker passes on what pages ask for. */
const workerPolicy = "default-src 'none'; connect-src 'self'";

/** Headers every answer carries. */
const securityHeaders = [
  { key: "Content-Security-Policy", value: filePolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Files that a bundler cannot follow (24 MB of eSpeak NG data, a native addon), one copy for the process, or
  // libraries that the bundler would repeat in the chunk of every route.
  serverExternalPackages: [
    "@echogarden/espeak-ng-emscripten",
    "@google/generative-ai",
    "better-sqlite3",
    "better-sqlite3-next",
    "drizzle-orm",
    "fflate",
    "jose",
    "lossless-json",
    "mediabunny",
    "pino",
    "prom-client",
    "zod",
  ],
  outputFileTracingIncludes: {
    "/**": [
      "./db/migrations/**/*",
      "./lib/speech/encode/*.mjs",
      "./lib/speech/engines/*.mjs",
      "./lib/voices/references/*",
      "./node_modules/@echogarden/espeak-ng-emscripten/**/*",
      "./node_modules/{mediabunny,opusscript,@mediabunny/*}/**/*",
    ],
  },
  // Every route has most of the application in a chunk of its own; compiling thirty of them took 2 s of each start.
  experimental: { preloadEntriesOnStart: false },
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    { source: "/service-worker.js", headers: [{ key: "Content-Security-Policy", value: workerPolicy }] },
  ],
};

export default config;
