import { describe, expect, it } from "vitest";
import { ROOM_FIXTURES, type RoomFixture } from "@/app/dev/states/fixtures";
import { roomConditions } from "@/components/chat-room/room-conditions";

function conditionsOf(name: string) {
  const fixture: RoomFixture | undefined = ROOM_FIXTURES[name];
  if (!fixture) throw new Error(`no state named ${name}`);
  const { session, problem } = fixture.snapshot;
  return roomConditions(session.engines, fixture.engines, problem);
}

describe("roomConditions", () => {
  it.each([
    ["ready", { demo: false, available: null, voiceAway: false, embeddedVoice: false, offline: false }],
    ["demo", { demo: true, available: null, voiceAway: false, embeddedVoice: true, offline: false }],
    ["available", { demo: false, available: "llm", voiceAway: false, embeddedVoice: true, offline: false }],
    [
      "voice-offline",
      { demo: false, available: null, voiceAway: true, embeddedVoice: false, offline: false },
    ],
    ["offline", { demo: false, available: null, voiceAway: false, embeddedVoice: false, offline: true }],
  ])("judges %s", (name, expected) => {
    expect(conditionsOf(name)).toEqual({ voiceReason: null, google: false, ...expected });
  });

  it("tells why an engine that is up cannot speak, and nothing once the play has another voice", () => {
    const { engines } = ROOM_FIXTURES.ready ?? {};
    const reason = "It cannot read the references.";
    if (!engines?.health) throw new Error("no state named ready");
    const { details } = engines.health;
    const tts = details.tts.map((engine) => (engine.embedded ? engine : { ...engine, reason }));
    const blind = { ...engines, health: { ...engines.health, details: { ...details, tts } } };
    const judged = (speech: "engine" | "embedded") => roomConditions({ llm: "engine", speech }, blind, null);
    expect(judged("engine")).toMatchObject({ voiceAway: true, voiceReason: reason });
    expect(judged("embedded")).toMatchObject({ voiceAway: false, voiceReason: null });
  });

  it("says that lines go to Google once the play's model is Google's", () => {
    const { engines } = ROOM_FIXTURES.google ?? {};
    if (!engines) throw new Error("no state named google");
    const judged = (model: string | null) =>
      roomConditions({ llm: "engine", speech: "engine", model }, engines, null).google;
    expect([judged(null), judged("gemini/gemini-2.5-flash")]).toEqual([false, true]);
  });

  const unsettled = { llm: null, speech: null };

  it("claims nothing before the first health answer", () => {
    const unknown = roomConditions(unsettled, { health: null, unreachable: false }, null);
    expect(Object.values(unknown).some(Boolean)).toBe(false);
  });

  it("judges a play without a turn by what it would begin on", () => {
    const demo = ROOM_FIXTURES.demo;
    if (!demo) throw new Error("no state named demo");
    expect(roomConditions(unsettled, demo.engines, null)).toMatchObject({ demo: true, embeddedVoice: true });
  });
});
