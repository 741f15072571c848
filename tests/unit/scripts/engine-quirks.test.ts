import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const FILES: Record<string, string> = {
  suite: "tests/conformance/language-engine.ts",
  ollama: "tests/unit/lib/llm/ollama.test.ts",
  vllm: "tests/unit/lib/llm/openai-compatible.test.ts",
  gemini: "tests/unit/lib/llm/gemini.test.ts",
  directory: "tests/unit/lib/llm/directory.test.ts",
  pulls: "tests/unit/lib/llm/model-pulls.test.ts",
  recognition: "tests/conformance/recognizer.ts",
  models: "tests/api/models.test.ts",
};

it("every quirk of an engine that the page names has the case it names", () => {
  const page = readFileSync("docs/engine-quirks.md", "utf8");
  const rows = [...page.matchAll(/^\| .+ \| (\w+): (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(70);
  const sources = new Map(Object.entries(FILES).map(([name, file]) => [name, readFileSync(file, "utf8")]));
  const gone = rows.filter(([, file = "", title = ""]) => !sources.get(file)?.includes(`"${title}`));
  expect(gone.map(([row]) => row)).toEqual([]);
});
