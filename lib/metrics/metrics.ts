import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * The turn clock: `queued` until the turn runs · `first_token` · `first_segment` announced · `first_audio` byte from
 * the voice · `done`. Each from the request's arrival.
 */
export type TurnStage = "queued" | "first_token" | "first_segment" | "first_audio" | "done";

export interface SeatCounts {
  seats: number;
  taken: number;
  running: number;
  waiting: number;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** What Prometheus may ask of the server. Nothing that anyone said, and nobody's name, is in it. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #stages: Histogram<"stage" | "engine">;
  readonly #turns: Counter<"engine" | "outcome">;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#stages = new Histogram({
      name: "avatar_forge_turn_stage_seconds",
      help: "Time from a request's arrival to a stage of its turn, by language engine.",
      labelNames: ["stage", "engine"],
      buckets: SECONDS,
      registers,
    });
    this.#turns = new Counter({
      name: "avatar_forge_turns_total",
      help: "Turns that ended, by language engine and outcome.",
      labelNames: ["engine", "outcome"],
      registers,
    });
  }

  turnStage(stage: TurnStage, engine: string, ms: number): void {
    this.#stages.observe({ stage, engine }, ms / 1000);
  }

  turnEnded(engine: string, outcome: "done" | "cancelled" | "failed"): void {
    this.#turns.inc({ engine, outcome });
  }

  /** Reads the seats whenever somebody looks. */
  watchSeats(read: () => SeatCounts): void {
    new Gauge({
      name: "avatar_forge_seats",
      help: "Seats there are, are taken, have a turn running; and sessions that wait for one.",
      labelNames: ["state"],
      registers: [this.#registry],
      collect() {
        for (const [state, count] of Object.entries(read())) this.set({ state }, count);
      },
    });
  }

  /** Reads which engines answer whenever somebody looks. */
  watchEngines(read: () => { kind: string; name: string; isUp: boolean }[]): void {
    new Gauge({
      name: "avatar_forge_engine_up",
      help: "Whether an engine answers.",
      labelNames: ["kind", "name"],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { kind, name, isUp } of read()) this.set({ kind, name }, isUp ? 1 : 0);
      },
    });
  }

  async read(): Promise<{ text: string; contentType: string }> {
    return { text: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }
}
