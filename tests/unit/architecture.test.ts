import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/settings";

interface Import {
  from: string;
  /** A file of ours without its ending (`lib/speech/say`), else a package's name. */
  to: string;
  isTypeOnly: boolean;
}

/** The layers of docs/architecture.md, from the top: who imports stands above what is imported. */
const LAYERS = [
  ["app"],
  ["components"],
  ["lib/client", "lib/http", "lib/boot", "lib/room"],
  ["lib/services"],
  ["lib/conversation"],
  ["lib/characters", "lib/voices"],
  ["lib/speech", "lib/llm", "lib/recognition"],
  ["lib/admission", "lib/auth", "lib/upstream", "lib/storage"],
  ["db"],
  ["lib/config", "lib/log", "lib/metrics", "lib/contract", "lib/i18n", "lib/async"],
];

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && existsSync(path.join(ROOT, file)));
const sources = new Map(files.map((file) => [file, readFileSync(path.join(ROOT, file), "utf8")]));
const imports = files.flatMap(importsOf);
/** What the application is made of; scripts, tests and configuration are around it. */
const ours = imports.filter(({ from }) =>
  /^(app|components|lib|db)\/|^(proxy|instrumentation)\.ts$/.test(from),
);

function importsOf(from: string): Import[] {
  const text = sources.get(from) ?? "";
  const statement = /^\s*(?:import|export)\s(type\s)?[^"';]*?from\s*"([^"]+)"|^\s*import\s*"([^"]+)"/gm;
  const dynamic = /\bimport\(\s*"([^"]+)"\s*\)/g;
  return [
    ...[...text.matchAll(statement)].map(([, type, named, bare]) => ({
      from,
      to: resolved(from, named ?? bare ?? ""),
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, name = ""]) => ({
      from,
      to: resolved(from, name),
      isTypeOnly: false,
    })),
  ];
}

function resolved(from: string, name: string): string {
  if (name.startsWith("@/")) return name.slice(2);
  return name.startsWith(".") ? path.posix.join(path.posix.dirname(from), name) : name;
}

/** `lib/speech/say.ts` → `lib/speech`; `proxy.ts` and `instrumentation.ts` belong to `app`. */
function moduleOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  if (/^(proxy|instrumentation)(\.ts)?$/.test(first)) return "app";
  return first === "lib" ? `lib/${second.replace(/\.tsx?$/, "")}` : first;
}

const layerOf = (file: string) => LAYERS.findIndex((layer) => layer.includes(moduleOf(file)));
const isOurs = (to: string) => /^(app|components|lib|db|tests|scripts)\//.test(to);
const told = (found: Import[]) => found.map(({ from, to }) => `${from} → ${to}`);
const importsInto = (place: string) => ours.filter(({ from }) => moduleOf(from) === place);

describe("imports go down the layers, never up or sideways", () => {
  it("every module of the application has its layer", () => {
    expect([...new Set(ours.map(({ from }) => from))].filter((file) => layerOf(file) < 0)).toEqual([]);
    const isThere = (place: string) => files.some((file) => moduleOf(file) === place);
    for (const place of LAYERS.flat()) expect([place, isThere(place)]).toEqual([place, true]);
  });

  it("nothing imports what stands above or beside it", () => {
    const wrong = ours.filter(({ from, to }) => {
      if (!isOurs(to) || moduleOf(from) === moduleOf(to)) return false;
      return layerOf(to) < 0 || layerOf(from) >= layerOf(to);
    });
    expect(told(wrong)).toEqual([]);
  });

  it("components and the browser's half use only what both sides may", () => {
    const shared = ["lib/contract", "lib/i18n", "lib/async", "lib/client", "components"];
    const wrong = ours.filter(
      ({ from, to }) =>
        ["components", "lib/client"].includes(moduleOf(from)) && isOurs(to) && !shared.includes(moduleOf(to)),
    );
    expect(told(wrong)).toEqual([]);
  });

  it("what both sides may use has nothing of the server's", () => {
    const wrong = ["lib/contract", "lib/i18n", "lib/async"].flatMap((place) =>
      importsInto(place).filter(
        ({ from, to }) => from !== "lib/i18n/server.ts" && /^(node:|next\/|pino|server-only)/.test(to),
      ),
    );
    expect(told(wrong)).toEqual([]);
  });

  it("only conversation knows both who writes and who speaks", () => {
    const knows = (place: string) =>
      new Set(ours.filter(({ to }) => moduleOf(to) === place).map(({ from }) => moduleOf(from)));
    const both = [...knows("lib/llm")].filter((place) => knows("lib/speech").has(place));
    expect(both.sort()).toEqual(["lib/conversation", "lib/services"]);
  });

  it("engines are named only where they are registered or recognised", () => {
    const named = ours.filter(
      ({ from, to }) => /^lib\/.*\/engines\/[^/]+$/.test(to) && !from.includes("/engines/") && isOurs(to),
    );
    expect(named.length).toBeGreaterThan(3);
    const places = named.map(({ from }) =>
      [moduleOf(from), /\/(registry|detect)\.ts$/.exec(from)?.[1]].filter(Boolean).join(" "),
    );
    expect([...new Set(places)].sort()).toEqual([
      "lib/llm registry",
      "lib/speech detect",
      "lib/speech registry",
    ]);
  });

  it("only db knows SQL", () => {
    const knows = ours.filter(({ to }) => /^(drizzle|better-sqlite3)/.test(to)).map(({ from }) => from);
    expect(knows.length).toBeGreaterThan(3);
    expect(knows.filter((file) => !file.startsWith("db/"))).toEqual([]);
  });

  it("only storage, and the few that keep a secret or ship a clip, touch files", () => {
    const writers = ours
      .filter(({ to }) => /^(node:)?fs(\/promises)?$/.test(to))
      .map(({ from }) => moduleOf(from));
    const known = ["db", "lib/auth", "lib/boot", "lib/speech", "lib/storage", "lib/voices"];
    expect([...new Set(writers)].filter((place) => !known.includes(place))).toEqual([]);
  });

  it("the bench's floor judges the product without its code", () => {
    const seen = new Set<string>();
    const reach = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { to } of imports.filter(({ from }) => from.replace(/\.tsx?$/, "") === file)) reach(to);
    };
    reach("tests/bench/floor");
    expect(seen.size).toBeGreaterThan(1);
    expect([...seen].filter((file) => /^(lib|app|components|db)\//.test(file))).toEqual([]);
  });
});

describe("side markers", () => {
  const isMarked = (file: string, side: "server" | "client") =>
    new RegExp(`^("use client";\\s+)?import "${side}-only";`).test(sources.get(file) ?? "");

  it("every server entry says so in its first line", () => {
    const entries = files.filter(
      (file) =>
        /^lib\/[^/]+\/index\.ts$|^lib\/(services|boot|room)\.ts$|^db\/(client|queries\/.+)\.ts$/.test(file) ||
        (/^lib\/(http|auth|log)\//.test(file) && importsOf(file).some((one) => !one.isTypeOnly)),
    );
    expect(entries.length).toBeGreaterThan(20);
    expect(entries.filter((file) => !isMarked(file, "server"))).toEqual([]);
  });

  it("what touches the browser says so; what the server reads does not", () => {
    const browser = /\b(window|document|navigator|localStorage|sessionStorage)\b\s*[?.[]|from "react"/;
    const code = (file: string) => (sources.get(file) ?? "").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    const inBrowser = files.filter((file) => file.startsWith("lib/client/") && browser.test(code(file)));
    expect(inBrowser.length).toBeGreaterThan(5);
    expect(inBrowser.filter((file) => !isMarked(file, "client"))).toEqual([]);
    const serverSide = ours.filter(
      ({ from, to, isTypeOnly }) =>
        !isTypeOnly &&
        to.startsWith("lib/client/") &&
        from.startsWith("app/") &&
        !/^"use client"/.test(sources.get(from) ?? ""),
    );
    for (const { to } of serverSide) expect([to, isMarked(`${to}.ts`, "client")]).toEqual([to, false]);
  });
});

describe("what is private is asked for by its owner", () => {
  /** Every table with an owner, and what hangs on one. */
  const PRIVATE = [
    "apiKeys",
    "audioFiles",
    "cardVoices",
    "characters",
    "favourites",
    "messages",
    "personas",
    "pins",
    "plays",
    "prompts",
    "promptSettings",
    "promptTexts",
    "removedVoices",
    "segments",
    "summaries",
    "turns",
    "voiceRevisions",
    "voices",
  ];
  const PROOF = /: (Actor|Owned<|Internal|VoiceOwner)/;

  it("the list of private tables is whole: whatever refers to its owner, or to what has one", () => {
    const owning = files
      .filter((file) => file.startsWith("db/schema/"))
      .flatMap((file) => {
        const tables = (sources.get(file) ?? "").split(/^export const /m).slice(1);
        return tables.flatMap((table) => {
          const name = /^\w+/.exec(table)?.[0] ?? "";
          const refers = [...table.matchAll(/=> (\w+)\.id/g)].map(([, to]) => to);
          return refers.length > 0 ? [[name, refers] as const] : [];
        });
      });
    const signingIn = ["accounts", "passwords"];
    expect(owning.map(([name]) => name).sort()).toEqual([...PRIVATE, ...signingIn].sort());
    for (const [, refers] of owning) {
      for (const to of refers) expect(["users", ...PRIVATE]).toContain(to);
    }
  });

  it("every query of a private table takes an actor, the row's proof, or a named job", () => {
    const queries = files.filter((file) => file.startsWith("db/queries/")).flatMap(exportedQueries);
    const touching = queries.filter(({ reach }) => PRIVATE.some((table) => reach.has(table)));
    expect(touching.length).toBeGreaterThan(70);
    const careless = touching.filter(({ parameters }) => !PROOF.test(parameters));
    // An engine that goes hands its voices over to its pool: by the engine's id, nobody's in particular.
    expect(careless.map(({ name }) => name)).toEqual(["removeSpeechEngine"]);
  });

  it("tables are named nowhere but in db, and there only where they are defined and asked", () => {
    const named = ours.filter(({ to }) => /^db\/schema/.test(to)).map(({ from }) => from);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !/^db\/(client\.ts|queries\/|schema\/)/.test(file))).toEqual([]);
  });

  it("only those who have seen a session, a key or a password say who acts", () => {
    expect(callersOf("authenticated")).toEqual([
      "lib/auth/actor.ts",
      "lib/auth/api-keys.ts",
      "lib/auth/session-token.ts",
      "lib/services/local-accounts.ts",
      "lib/services/people.ts",
      "lib/services/sign-in.ts",
    ]);
  });

  it("the server acts for itself in few places, each with a name", () => {
    expect(callersOf("internal")).toEqual([
      "app/api/admin/cache/route.ts",
      "app/api/voices/[id]/uses/route.ts",
      "lib/auth/api-keys.ts",
      "lib/characters/card-voices.ts",
      "lib/characters/character-library.ts",
      "lib/conversation/open-play.ts",
      "lib/services.ts",
      "lib/services/people.ts",
      "lib/services/remakes.ts",
      "lib/voices/catalog.ts",
      "lib/voices/own-voices.ts",
    ]);
  });

  it("no code of ours takes a proof for granted", () => {
    const forged = /\bas (unknown as )?(Actor|Internal|Owned<)/;
    const found = [...sources].filter(([file, text]) => /^(app|lib|db)\//.test(file) && forged.test(text));
    expect(found.map(([file]) => file)).toEqual(["db/ownership.ts"]);
  });

  function callersOf(name: string): string[] {
    const call = new RegExp(`(?<!function )\\b${name}\\(`);
    return [...sources]
      .filter(([file, text]) => /^(app|components|lib|db)\/|^proxy\.ts$/.test(file) && call.test(text))
      .map(([file]) => file)
      .sort();
  }
});

/** The queries a file gives away: what each asks to be given, and every name of the file it reaches. */
function exportedQueries(file: string): { name: string; parameters: string; reach: Set<string> }[] {
  // What the formatter leaves at the beginning of a line is the file's own.
  const declaration = /^(?:export )?(?:async )?(?:function|const) (\w+)/;
  const statements = (sources.get(file) ?? "").split(/^(?=\/\*\*|export |async |function |const )/m);
  const bodies = new Map(
    statements.flatMap((text): [string, string][] => {
      const name = declaration.exec(text)?.[1];
      return name ? [[name, text]] : [];
    }),
  );
  const reachOf = (name: string, seen: Set<string>): Set<string> => {
    // SQL written by hand names tables as the database does.
    for (const [word] of (bodies.get(name) ?? "").matchAll(/\w+/g)) {
      const other = word.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
      if (!seen.has(other)) reachOf(other, seen.add(other));
    }
    return seen;
  };
  return [...bodies].flatMap(([name, text]) => {
    const parameters = /^export (?:async )?function \w+\(\s*(db: Database\b[\s\S]*?)\)(?::| \{)/.exec(
      text,
    )?.[1];
    return parameters ? [{ name, parameters, reach: reachOf(name, new Set()) }] : [];
  });
}
