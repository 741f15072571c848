import { performance } from "node:perf_hooks";
import type { OllamaSimulator } from "../engines/ollama";
import { TestClient } from "./client";

/**
 * What the server adds to the engine's own time to first token, ms for each turn: so many conversations at once, so
 * many turns each, everything on this machine's one clock. The simulator must answer at least as many at once.
 */
export async function measureAddedLatency(
  url: string,
  ollama: OllamaSimulator,
  { conversations, turns }: { conversations: number; turns: number },
): Promise<number[]> {
  const added: number[] = [];
  const talk = async (at: number) => {
    const client = new TestClient(url, { cookies: false });
    for (let turn = 0; turn < turns; turn++) {
      const content = `대화 ${at}, 물음 ${turn}: 어떻게 생각하시오?`;
      const json = {
        session_id: `latency-${at}`,
        character_id: "hong-gildong",
        messages: [{ role: "user", content }],
        tts_enabled: false,
      };
      const sentAt = performance.now();
      let firstTextAt = Number.NaN;
      for await (const event of client.events("/api/chat/stream", { json })) {
        if (event.type === "text" && Number.isNaN(firstTextAt)) firstTextAt = performance.now();
        if (event.type === "error") throw new Error(event.data.message);
      }
      const seen = ollama.log.requests.find(
        ({ messages }) =>
          messages.some((line) => line.role === "user" && line.content.includes(content)) &&
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
