import { describe, expect, it } from "vitest";
import { ROOM_FIXTURES, type RoomFixture } from "@/app/dev/states/fixtures";
import { roomConditions } from "@/components/chat-room/room-conditions";

function conditionsOf(name: string) {
  const fixture: RoomFixture | undefined = ROOM_FIXTURES[name];
  if (!fixture) throw new Error(`no state named ${name}`);
  return roomConditions(fixture.snapshot, fixture.engines);
}

describe("roomConditions", () => {
  it.each([
    ["ready", { demo: false, available: null, voiceAway: false, offline: false }],
    ["demo", { demo: true, available: null, voiceAway: false, offline: false }],
    ["available", { demo: false, available: "llm", voiceAway: false, offline: false }],
    ["voice-offline", { demo: false, available: null, voiceAway: true, offline: false }],
    ["offline", { demo: false, available: null, voiceAway: false, offline: true }],
  ])("judges %s", (name, expected) => {
    expect(conditionsOf(name)).toEqual(expected);
  });

  it("claims nothing before the first health answer", () => {
    const fixture = ROOM_FIXTURES.ready;
    if (!fixture) throw new Error("no state named ready");
    const unknown = roomConditions(fixture.snapshot, { health: null, unreachable: false });
    expect(unknown).toEqual({ demo: false, available: null, voiceAway: false, offline: false });
  });
});
