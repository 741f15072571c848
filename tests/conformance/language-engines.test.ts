import { demoRepertoire } from "@/lib/characters/demo";
import { createDemoEngine } from "@/lib/llm/engines/demo";
import { createGemini } from "@/lib/llm/engines/gemini";
import { createOllama } from "@/lib/llm/engines/ollama";
import { createOpenAiCompatible } from "@/lib/llm/engines/openai-compatible";
import { startGemini } from "@/tests/engines/gemini";
import { startOllama } from "@/tests/engines/ollama";
import { startVllm, VLLM_FLAVOURS } from "@/tests/engines/vllm";
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
  countsTokens: false,
  script: null,
  whenIdle: async () => {},
  close: async () => {},
}));

describeLanguageEngine("ollama on its simulator", async () => {
  const { say, next } = replies();
  const simulator = await startOllama({ speed: 100, reply: next });
  return {
    engine: createOllama({ baseUrl: simulator.url }),
    countsTokens: false,
    script: {
      say,
      lastPrompt: () => (simulator.log.requests.at(-1)?.body.messages ?? []) as never,
      contextLength: simulator.options.contextLength,
    },
    whenIdle: () => simulator.whenIdle(),
    close: () => simulator.close(),
  };
});

for (const flavour of VLLM_FLAVOURS) {
  describeLanguageEngine(`${flavour} on its simulator`, async () => {
    const { say, next } = replies();
    const models = [flavour === "koboldcpp" ? "koboldcpp/gemma-3-12b" : "Qwen/Qwen3-8B"];
    const simulator = await startVllm({ speed: 100, reply: next, flavour, models, template: "alternating" });
    return {
      engine: createOpenAiCompatible({ baseUrl: `${simulator.url}/v1` }),
      countsTokens: flavour === "vllm",
      script: {
        say,
        lastPrompt: () => (simulator.log.requests.at(-1)?.body.messages ?? []) as never,
        contextLength: simulator.options.contextLength,
      },
      whenIdle: () => simulator.whenIdle(),
      close: () => simulator.close(),
    };
  });
}
describeLanguageEngine("gemini on its simulator", async () => {
  const { say, next } = replies();
  const contextLength = 4096;
  const model = { name: "gemini-3.8-flash", methods: ["generateContent"], inputTokenLimit: contextLength };
  const simulator = await startGemini({
    speed: 100,
    reply: next,
    models: [{ ...model, thinkingTokens: 40 }],
  });
  const { apiKey } = simulator.options;
  return {
    engine: createGemini({ baseUrl: simulator.url, apiKey, safetyThreshold: "BLOCK_NONE" }),
    countsTokens: false,
    script: {
      say,
      lastPrompt: () => {
        const { contents = [], systemInstruction } = simulator.log.requests.at(-1)?.body ?? {};
        return [systemInstruction, ...contents].flatMap((line) => {
          const role = line?.role === "model" ? "assistant" : line?.role === "system" ? "system" : "user";
          return line ? [{ role, content: line.parts.map(({ text }) => text).join("") } as const] : [];
        });
      },
      contextLength,
    },
    whenIdle: () => simulator.whenIdle(),
    close: () => simulator.close(),
  };
});
