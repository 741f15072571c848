import { demoRepertoire } from "@/lib/characters/demo";
import { createDemoEngine } from "@/lib/llm/engines/demo";
import { createOllama } from "@/lib/llm/engines/ollama";
import { startOllama } from "@/tests/engines/ollama";
import { describeLanguageEngine } from "./language-engine";

/** Answers to the requests in order, the last one to all after it. */
function replies() {
  let left: string[] = [];
  return {
    say: (...texts: string[]) => {
      left = texts;
    },
    next: () => (left.length > 1 ? left.shift() : left[0]) ?? "",
  };
}

describeLanguageEngine("demo", async () => ({
  engine: createDemoEngine({ repertoire: demoRepertoire, firstDelayMs: 2, pieceDelayMs: 1 }),
  script: null,
  whenIdle: async () => {},
  close: async () => {},
}));

describeLanguageEngine("ollama on its simulator", async () => {
  const { say, next } = replies();
  const simulator = await startOllama({ speed: 100, reply: next });
  return {
    engine: createOllama({ baseUrl: simulator.url }),
    script: {
      say,
      lastPrompt: () => (simulator.log.requests.at(-1)?.body.messages ?? []) as never,
      contextLength: simulator.options.contextLength,
    },
    whenIdle: () => simulator.whenIdle(),
    close: () => simulator.close(),
  };
});
