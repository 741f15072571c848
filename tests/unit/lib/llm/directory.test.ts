import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { LanguageDirectory } from "@/lib/llm/directory";
import { createDemoEngine, DEMO_MODEL } from "@/lib/llm/engines/demo";
import { createOllama } from "@/lib/llm/engines/ollama";
import { createOpenAiCompatible } from "@/lib/llm/engines/openai-compatible";
import type { LanguageEngineSetup } from "@/lib/llm/watched-engine";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { engineContext } from "../../../conformance/language-engine";
import { type OllamaSimulator, startOllama } from "../../../engines/ollama";
import { startVllm, type VllmSimulator } from "../../../engines/vllm";

let ollama: OllamaSimulator;
let vllm: VllmSimulator;
const directories: LanguageDirectory[] = [];
beforeEach(async () => {
  ollama = await startOllama({ speed: 100 });
  vllm = await startVllm({ speed: 100, models: ["Qwen/Qwen3-8B", "gemma3:12b"] });
});
afterEach(async () => {
  for (const directory of directories.splice(0)) directory.stop();
  await ollama.close();
  await vllm.close();
});

const plain = { isOnRequest: false, isGuessed: false };
const local = (): LanguageEngineSetup => ({ engine: createOllama({ baseUrl: ollama.url }), ...plain });
const served = (changes: Partial<LanguageEngineSetup> = {}): LanguageEngineSetup => ({
  engine: createOpenAiCompatible({ baseUrl: vllm.url }),
  ...plain,
  ...changes,
});
const demo = (): LanguageEngineSetup => ({ engine: createDemoEngine({ firstDelayMs: 0 }), ...plain });

function directoryOf(...engines: LanguageEngineSetup[]): LanguageDirectory {
  const directory = new LanguageDirectory({
    engines,
    context: engineContext,
    logger: pino({ enabled: false }),
  });
  directories.push(directory);
  return directory;
}
const answered = async (...[directory, begunOn, asked]: Parameters<typeof choose>) => {
  const { engine, model, choice, replaced } = await choose(directory, begunOn, asked);
  return { by: engine.kind, model, choice, replaced };
};
const choose = (directory: LanguageDirectory, begunOn: "engine" | "demo" | null = null, asked?: string) =>
  directory.choose(begunOn, asked);
/** A call of the directory's choice found nobody there. */
const lost = async (...[directory, begunOn]: Parameters<typeof choose>) => {
  const { engine } = await choose(directory, begunOn);
  await directory.explain(engine, new UpstreamError("unreachable", "no connection to the engine"));
};
const offline = { code: "SERVICE_UNAVAILABLE", key: "language_engine_offline" };

describe("who answers a new play", () => {
  it("the first that is up; without any, the demo cast; a returning one at once", async () => {
    const directory = directoryOf(local(), served(), demo());
    expect(await answered(directory)).toMatchObject({ by: "ollama", choice: "engine", model: "gemma3:12b" });
    expect(directory.choiceForNewPlay()).toBe("engine");
    await ollama.behave("down");
    await lost(directory);
    expect(await answered(directory)).toMatchObject({ by: "vllm", model: "Qwen/Qwen3-8B" });
    await vllm.behave("down");
    await lost(directory);
    expect(await answered(directory)).toMatchObject({ by: "demo", choice: "demo", model: DEMO_MODEL });
    expect(directory.choiceForNewPlay()).toBe("demo");
    await vllm.behave("well");
    await expect.poll(async () => (await answered(directory)).by, { timeout: 5000 }).toBe("vllm");
  });

  it("nobody, where the operator allows one engine alone and it is away", async () => {
    await vllm.behave("down");
    const directory = directoryOf(served());
    await expect(choose(directory)).rejects.toMatchObject(offline);
    expect(directory.choiceForNewPlay()).toBe("engine");
    expect(directory.listModels()).toEqual([]);
  });

  it("nobody, where the engine is up and cannot: the reason says what to do", async () => {
    await vllm.behave("noModels");
    await expect(choose(directoryOf(served()))).rejects.toMatchObject({ key: "reason_no_models_served" });
    await ollama.behave("noModels");
    await expect(choose(directoryOf(local()))).rejects.toMatchObject({ key: "language_model_missing" });
  });
});

describe("a model that is loaded ahead", () => {
  it("is loaded once however many open a play, and where nothing answers nobody is troubled", async () => {
    const directory = directoryOf(local(), demo());
    await Promise.all([directory.warmUp(null, undefined), directory.warmUp(null, "gemma3:12b")]);
    await directory.warmUp("engine", undefined);
    expect(ollama.log.loads).toBe(1);
    expect(ollama.log.requests).toEqual([]);
    await directory.warmUp("demo", undefined);
    await ollama.behave("down");
    await directoryOf(local()).warmUp(null, undefined);
    await directoryOf(served()).warmUp(null, undefined);
  });

  it("is tried again after it could not be loaded", async () => {
    const directory = directoryOf(local());
    await directory.choose(null, undefined);
    await ollama.behave("down");
    await directory.warmUp("engine", undefined);
    await ollama.behave("well");
    await expect
      .poll(async () => {
        await directory.warmUp("engine", undefined);
        return ollama.log.loads;
      })
      .toBe(1);
  });
});

describe("a play that has begun", () => {
  it("on an engine stays on engines, and waits while there is none", async () => {
    const directory = directoryOf(local(), served(), demo());
    await ollama.behave("down");
    expect(await answered(directory, "engine")).toMatchObject({ by: "vllm" });
    await vllm.behave("down");
    await lost(directory, "engine");
    await expect(choose(directory, "engine")).rejects.toMatchObject(offline);
    await expect(choose(directory, "engine", DEMO_MODEL)).rejects.toMatchObject(offline);
  });

  it("on the demo cast stays there", async () => {
    const directory = directoryOf(local(), demo());
    expect(await answered(directory, "demo")).toMatchObject({ by: "demo", replaced: null });
    expect(await answered(directory, "demo", "gemma3:12b")).toMatchObject({
      by: "demo",
      replaced: "gemma3:12b",
    });
  });
});

describe("a model that is asked for", () => {
  it("by its name, or by its provider's and its own where two have it", async () => {
    const directory = directoryOf(local(), served(), demo());
    expect(await answered(directory, null, "qwen3:8b")).toMatchObject({ by: "ollama", replaced: null });
    expect(await answered(directory, null, "Qwen/Qwen3-8B")).toMatchObject({ by: "vllm" });
    expect(await answered(directory, null, "vllm/Qwen/Qwen3-8B")).toMatchObject({ by: "vllm" });
    expect(await answered(directory, null, "gemma3:12b")).toMatchObject({ by: "ollama" });
    expect(await answered(directory, null, "vllm/gemma3:12b")).toMatchObject({
      by: "vllm",
      model: "gemma3:12b",
    });
    expect(await answered(directory, null, DEMO_MODEL)).toMatchObject({ by: "demo", choice: "demo" });
  });

  it("and is not there is answered by the default, which says so", async () => {
    const directory = directoryOf(local(), served(), demo());
    expect(await answered(directory, "engine", "gpt-5")).toEqual({
      by: "ollama",
      model: "gemma3:12b",
      choice: "engine",
      replaced: "gpt-5",
    });
  });
});

describe("an engine on request", () => {
  const remote = () => served({ isOnRequest: true });

  it("answers nobody who did not ask for it, whatever else is away", async () => {
    const directory = directoryOf(local(), remote(), demo());
    expect(await answered(directory)).toMatchObject({ by: "ollama" });
    await ollama.behave("down");
    await lost(directory);
    await expect(choose(directory, "engine")).rejects.toMatchObject(offline);
    expect(await answered(directory)).toMatchObject({ by: "demo" });
    expect(await answered(directory, null, "gpt-5")).toMatchObject({ by: "demo", replaced: "gpt-5" });
    await expect(choose(directory, "engine", "gpt-5")).rejects.toMatchObject(offline);
    expect(vllm.log.requests).toHaveLength(0);
  });

  it("answers who asks for one of its models, also alone", async () => {
    await ollama.behave("down");
    const directory = directoryOf(local(), remote(), demo());
    expect(await answered(directory, null, "vllm/Qwen/Qwen3-8B")).toMatchObject({
      by: "vllm",
      choice: "engine",
    });
    expect(directory.choiceForNewPlay()).toBe("demo");
    expect(directory.listModels().find((model) => model.default)?.id).toBe(DEMO_MODEL);
    expect(directory.states().find(({ kind }) => kind === "vllm")).toMatchObject({ on_request: true });
  });

  it("gives way to the engines here when it is away", async () => {
    await vllm.behave("down");
    const directory = directoryOf(local(), remote());
    expect(await answered(directory, "engine", "vllm/Qwen/Qwen3-8B")).toMatchObject({
      by: "ollama",
      replaced: "vllm/Qwen/Qwen3-8B",
    });
  });
});

describe("what is told", () => {
  it("models of every engine that is up, each under an id of its own, the default marked", async () => {
    const directory = directoryOf(local(), served(), demo());
    directory.start();
    await expect.poll(() => directory.listModels().length).toBe(5);
    const models = directory.listModels();
    expect(models.map(({ id, provider }) => [id, provider])).toEqual([
      ["gemma3:12b", "ollama"],
      ["qwen3:8b", "ollama"],
      ["Qwen/Qwen3-8B", "vllm"],
      ["vllm/gemma3:12b", "vllm"],
      [DEMO_MODEL, "demo"],
    ]);
    expect(models.filter((model) => model.default).map(({ id }) => id)).toEqual(["gemma3:12b"]);
    expect(models[2]?.context_length).toBe(4096);
    for (const { id, provider, name } of models) {
      expect(await answered(directory, null, id)).toMatchObject({
        by: provider,
        model: name,
        replaced: null,
      });
    }
  });

  it("a server nobody named is not spoken of while it cannot answer", async () => {
    const directory = directoryOf(local(), served({ isGuessed: true }), demo());
    await vllm.behave("down");
    await choose(directory);
    expect(directory.states().map(({ kind }) => kind)).toEqual(["ollama", "demo"]);
    await vllm.behave("well");
    directory.start();
    await expect.poll(() => directory.states().length, { timeout: 5000 }).toBe(3);
  });
});

describe("what a failed call says of its engine", () => {
  it("one that breaks off and does not answer any more is away", async () => {
    const directory = directoryOf(served());
    const { engine } = await choose(directory);
    const brokeOff = new UpstreamError("malformed", "engine broke off its answer");
    expect(await directory.explain(engine, brokeOff)).toBe(brokeOff);
    await vllm.behave("down");
    expect(await directory.explain(engine, brokeOff)).toMatchObject({ kind: "unreachable" });
  });

  it("a model that went since it was listed is not chosen again; without another one people are told", async () => {
    for (const [simulator, setup, gone] of [
      [ollama, local(), "gemma3:12b"],
      [vllm, served(), "Qwen/Qwen3-8B"],
    ] as const) {
      const directory = directoryOf(setup);
      expect(await answered(directory)).toMatchObject({ model: gone });
      const models: unknown[] = simulator.options.models;
      models.splice(0, 1);
      const { engine, model } = await choose(directory, "engine", gone);
      const failure = await engine
        .generateObject(
          { model, messages: [], temperature: 0, maxTokens: 8, schema: z.object({}) },
          engineContext(),
        )
        .catch((error: unknown) => directory.explain(engine, error));
      expect(failure).toMatchObject({ status: 404, remedy: { key: "model_gone", params: { model: gone } } });
      expect(await answered(directory, "engine", gone)).toMatchObject({ replaced: gone });
      expect((await answered(directory, "engine", gone)).model).not.toBe(gone);
    }
  });

  it("a 502 of an engine that answers is its model's, which runs elsewhere: the engine stays", async () => {
    const directory = directoryOf(local());
    const { engine } = await choose(directory);
    const badGateway = new UpstreamError("unreachable", "engine answered 502", { status: 502 });
    expect(await directory.explain(engine, badGateway)).toBe(badGateway);
    expect(directory.states()).toMatchObject([{ state: "up" }]);
    await ollama.behave("down");
    await directory.explain(engine, badGateway);
    expect(directory.states()).toMatchObject([{ state: "down" }]);
  });
});
