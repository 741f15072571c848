import { expect, it } from "vitest";
import { Metrics } from "@/lib/metrics/metrics";

it("tells the turn clock, outcomes, seats and engines as they are when it is asked", async () => {
  const metrics = new Metrics();
  const seats = { seats: 20, taken: 3, running: 2, waiting: 1 };
  let engines = [
    { kind: "ollama", name: "Ollama", isUp: true },
    { kind: "gpt-sovits", name: "GPT-SoVITS", isUp: false },
  ];
  metrics.watchSeats(() => seats);
  metrics.watchEngines(() => engines);
  metrics.turnStage("first_token", "ollama", 40);
  metrics.turnStage("first_token", "ollama", 400);
  metrics.turnEnded("ollama", "done");
  const { text, contentType } = await metrics.read();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toContain(
    'avatar_forge_turn_stage_seconds_bucket{le="0.05",stage="first_token",engine="ollama"} 1',
  );
  expect(text).toContain('avatar_forge_turn_stage_seconds_count{stage="first_token",engine="ollama"} 2');
  expect(text).toContain('avatar_forge_turns_total{engine="ollama",outcome="done"} 1');
  expect(text).toContain('avatar_forge_seats{state="waiting"} 1');
  expect(text).toContain('avatar_forge_engine_up{kind="gpt-sovits",name="GPT-SoVITS"} 0');
  seats.waiting = 7;
  engines = engines.slice(0, 1);
  const later = (await metrics.read()).text;
  expect(later).toContain('avatar_forge_seats{state="waiting"} 7');
  expect(later).not.toContain("gpt-sovits");
});
