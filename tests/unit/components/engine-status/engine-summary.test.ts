import { describe, expect, it } from "vitest";
import {
  type EngineView,
  engineTone,
  liveEngine,
  needsModel,
  type PlayEngines,
  servingEngine,
} from "@/components/engine-status/engine-summary";
import type { EngineState, Health } from "@/lib/contract/health";

const OLLAMA: EngineState = { kind: "ollama", name: "Ollama", state: "up", embedded: false };
const DEMO: EngineState = { kind: "demo", name: "Demo cast", state: "up", embedded: true };
const SOVITS: EngineState = { kind: "gpt-sovits", name: "GPT-SoVITS", state: "up", embedded: false };
const ESPEAK: EngineState = { kind: "embedded", name: "eSpeak NG", state: "up", embedded: true };

function healthWith(details: Health["details"]): Health {
  const timestamp = "2026-01-01T00:00:00.000Z";
  return {
    backend: "healthy",
    llm: "healthy",
    tts: "healthy",
    gen3d: "unhealthy",
    style: "unhealthy",
    timestamp,
    details,
  };
}
const tone = (view: Partial<EngineView>) => engineTone({ health: null, unreachable: false, ...view });

describe("engine summary", () => {
  it("counts a busy engine as live, one that cannot serve as away", () => {
    expect(liveEngine([{ ...OLLAMA, state: "busy", reason: "busy" }, DEMO])?.name).toBe("Ollama");
    expect(liveEngine([{ ...OLLAMA, reason: "no model" }, DEMO])).toBeNull();
    expect(liveEngine([{ ...OLLAMA, state: "down" }, DEMO])).toBeNull();
  });

  it("knows an Ollama that only lacks a model, by its code and not by its words", () => {
    const health = (ollama: Partial<EngineState>) =>
      healthWith({
        llm: [{ ...OLLAMA, ...ollama }, DEMO],
        tts: [ESPEAK],
        new_play: { llm: "demo", tts: null },
      });
    expect(needsModel(health({ reason: "아직 모델이 없습니다.", reason_code: "no_models" }))).toBe(true);
    expect(needsModel(health({ state: "down", reason: "…", reason_code: "refused" }))).toBe(false);
    expect(needsModel(health({}))).toBe(false);
  });

  it("names what a new play would use, by kind or as any engine", () => {
    const health = healthWith({
      llm: [OLLAMA, DEMO],
      tts: [SOVITS, ESPEAK],
      new_play: { llm: "engine", tts: "embedded" },
    });
    expect(servingEngine(health, "llm")).toBe(OLLAMA);
    expect(servingEngine(health, "tts")).toBe(ESPEAK);
  });

  it("names in a play what that play is on: its model's engine, the demo cast, or the engine that is away", () => {
    const GEMINI: EngineState = { ...OLLAMA, kind: "gemini", name: "Gemini", on_request: true };
    const health = healthWith({
      llm: [OLLAMA, GEMINI, DEMO],
      tts: [SOVITS, ESPEAK],
      new_play: { llm: "ollama", tts: "gpt-sovits" },
    });
    const llm = (play: Partial<PlayEngines>, told = health) =>
      servingEngine(told, "llm", { llm: "engine", speech: "engine", ...play })?.name;
    expect(llm({})).toBe("Ollama");
    expect(llm({ model: "gemini/gemini-2.5-flash" })).toBe("Gemini");
    expect(llm({ llm: "demo" })).toBe("Demo cast");
    expect(servingEngine(health, "tts", { llm: "engine", speech: "embedded" })).toBe(ESPEAK);
    const gone = healthWith({
      llm: [{ ...OLLAMA, state: "down" }, DEMO],
      tts: [SOVITS],
      new_play: { llm: "demo", tts: "gpt-sovits" },
    });
    expect(llm({}, gone)).toBe("Ollama");
    expect(engineTone({ health: gone, unreachable: false }, { llm: "engine", speech: "engine" })).toBe("bad");
  });

  it("tells real engines, stand-ins and nothing apart", () => {
    const engines = { llm: [OLLAMA, DEMO], tts: [SOVITS, ESPEAK] };
    expect(tone({})).toBe("idle");
    expect(tone({ unreachable: true })).toBe("bad");
    expect(tone({ health: healthWith({ ...engines, new_play: { llm: "engine", tts: "gpt-sovits" } }) })).toBe(
      "lit",
    );
    expect(tone({ health: healthWith({ ...engines, new_play: { llm: "demo", tts: "embedded" } }) })).toBe(
      "idle",
    );
    expect(tone({ health: healthWith({ ...engines, new_play: { llm: "engine", tts: null } }) })).toBe("bad");
    const away = { ...engines, llm: [{ ...OLLAMA, state: "down" as const }] };
    expect(tone({ health: healthWith({ ...away, new_play: { llm: "engine", tts: "embedded" } }) })).toBe(
      "bad",
    );
  });
});
