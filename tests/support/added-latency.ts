import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { OllamaSimulator } from "../engines/ollama";
import { TestClient } from "./client";

export interface TalkOptions {
  conversations: number;
  /** Of each conversation. */
  turns: number;
  /** A person's longest pause before the next line, ms; 0 makes all of them send in the same instant. */
  pauseMs: number;
}

/**
 * What the server adds to the engine's own time to first token, ms for each turn: so many conversations at once,
 * everything on this machine's one clock. Each person opens the play, then talks at a pace of their own.
 * The simulator must answer at least as many at once.
 */
export async function measureAddedLatency(
  url: string,
  ollama: OllamaSimulator,
  { conversations, turns, pauseMs }: TalkOptions,
): Promise<number[]> {
  const added: number[] = [];
  const talk = async (at: number) => {
    const client = new TestClient(url, { browser: true, keepAlive: true });
    const opened = await client.post("/api/sessions", { character_id: "hong-gildong" });
    const session = opened.json<{ data: { id: string } }>().data.id;
    for (let turn = 0; turn < turns; turn++) {
      await pause(fraction(at, turn) * pauseMs);
      const content = `대화 ${at}, 물음 ${turn}: 어떻게 생각하시오?`;
      const messages = [{ role: "user", content }];
      const json = { session_id: session, character_id: "hong-gildong", messages, tts_enabled: false };
      const sentAt = performance.now();
      let firstTextAt = Number.NaN;
      for await (const event of client.events("/api/chat/stream", { json })) {
        if (event.type === "text" && Number.isNaN(firstTextAt)) firstTextAt = performance.now();
        if (event.type === "error") throw new Error(event.data.message);
      }
      const seen = ollama.log.requests.findLast(({ messages }) =>
        messages.findLast(({ role }) => role === "user")?.content.includes(content),
      );
      const firstToken = seen?.tokens[0];
      if (!seen || !firstToken) throw new Error("the engine was not asked");
      added.push(firstTextAt - sentAt - (firstToken.at - seen.receivedAt));
    }
  };
  await Promise.all(Array.from({ length: conversations }, (_, at) => talk(at)));
  return added;
}

/** Pauses as of people who know nothing of each other, the same in every run: pseudo-random in [0, 1). */
function fraction(conversation: number, turn: number): number {
  let mixed = Math.imul(conversation * 1_000 + turn + 1, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
