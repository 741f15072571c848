import type { NextConfig } from "next";

/** Headers every answer carries. The content security policy belongs to the front-door issue. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Files that a bundler cannot follow (24 MB of eSpeak NG data, a native addon), or one copy for the process.
  serverExternalPackages: [
    "@echogarden/espeak-ng-emscripten",
    "better-sqlite3",
    "better-sqlite3-next",
    "pino",
    "prom-client",
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
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
