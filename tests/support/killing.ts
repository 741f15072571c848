import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import type { Message } from "@/lib/contract/session";
import { TestClient } from "./client";

/** A server that can be killed and started again on the same port and folder. */
export interface Killable {
  readonly url: string;
  readonly dataDir: string;
  kill9(): Promise<void>;
  restart(): Promise<void>;
}

export interface KillingReport {
  kills: number;
  userLines: number;
  complete: number;
  interrupted: number;
  /** What was lost, doubled or not marked, in words. Empty is the bar. */
  faults: string[];
}

interface Sent {
  id: string;
  content: string;
  /** What of the answer had arrived. */
  got: string;
  /** The server had begun to answer. */
  isTaken: boolean;
  isDone: boolean;
}

const SENTENCES = 12;
/** From the moment all have sent their lines: nothing may have been answered by then. */
const FROM_SENDING_MS = 1600;
/** From the moment all hear an answer. */
const FROM_SPEAKING_MS = 300;

/** What the simulated engine answers to a line: sentences nobody could take for another's. */
export function replyTo(line: string): string {
  return Array.from({ length: SENTENCES }, (_, at) => `${line}에 대한 ${at + 1}번째 말이오.`).join(" ");
}

/**
 * Ends the server with SIGKILL at random moments while every session has a turn streaming (every fourth time: while
 * lines are taken in), and looks after each start at what is left. The engine must answer with `replyTo` of the newest
 * line.
 */
export async function killAtRandom(
  server: Killable,
  { kills, sessions, seed }: { kills: number; sessions: number; seed: number },
): Promise<KillingReport> {
  const random = generator(seed);
  const plays = Array.from({ length: sessions }, (_, at) => ({ id: `killing-${at}`, sent: [] as Sent[] }));
  const report: KillingReport = { kills, userLines: 0, complete: 0, interrupted: 0, faults: [] };
  for (let kill = 0; kill < kills; kill++) {
    const speaking = plays.map((play) => speak(server.url, play.id, nextLine(play)));
    const isEarly = kill % 4 === 0;
    if (!isEarly) await Promise.all(speaking.map(({ isHeard }) => isHeard));
    await pause(random() * (isEarly ? FROM_SENDING_MS : FROM_SPEAKING_MS));
    await server.kill9();
    await Promise.all(speaking.map(({ isOver }) => isOver));
    report.faults.push(...databaseFaults(server.dataDir));
    await server.restart();
    for (const play of plays) {
      report.faults.push(...faultsOf(play.sent, await readLines(server.url, play.id)));
    }
  }
  for (const { id, sent } of plays) {
    const lines = await readLines(server.url, id);
    report.userLines += sent.length;
    report.complete += lines.filter(
      ({ status, role }) => role === "assistant" && status === "complete",
    ).length;
    report.interrupted += lines.filter(({ status }) => status === "interrupted").length;
  }
  return report;
}

/** A line the server never took is sent again, as a page does. */
function nextLine({ id, sent }: { id: string; sent: Sent[] }): Sent {
  const last = sent.at(-1);
  if (last && !last.isTaken) return last;
  const line = {
    id: randomUUID(),
    content: `${id}의 ${sent.length}째 물음`,
    got: "",
    isTaken: false,
    isDone: false,
  };
  sent.push(line);
  return line;
}

/** `isHeard` resolves with the first words of the answer, or when there will be none. */
function speak(
  url: string,
  sessionId: string,
  line: Sent,
): { isHeard: Promise<void>; isOver: Promise<void> } {
  const json = {
    session_id: sessionId,
    client_message_id: line.id,
    character_id: "hong-gildong",
    messages: [{ role: "user", content: line.content }],
    tts_mode: "on_click",
  };
  let onHeard = () => {};
  const isHeard = new Promise<void>((resolve) => {
    onHeard = resolve;
  });
  const listen = async () => {
    for await (const event of new TestClient(url, { cookies: false }).events("/api/chat/stream", { json })) {
      line.isTaken = true;
      if (event.type === "text") line.got += event.data.delta;
      if (event.type === "text") onHeard();
      if (event.type === "done") line.isDone = true;
    }
  };
  // That the server goes away is what is tested.
  return { isHeard, isOver: listen().then(onHeard, onHeard) };
}

async function readLines(url: string, sessionId: string): Promise<Message[]> {
  const client = new TestClient(url, { cookies: false });
  const lines: Message[] = [];
  for (let cursor = ""; ; ) {
    const answer = await client.get(`/api/sessions/${sessionId}/messages?limit=100&cursor=${cursor}`);
    if (answer.status === 404) return [];
    const { data } = answer.json<{ data: { messages: Message[]; next_cursor: string | null } }>();
    lines.push(...data.messages);
    if (data.next_cursor === null) return lines;
    cursor = data.next_cursor;
  }
}

function faultsOf(sent: Sent[], lines: Message[]): string[] {
  const faults: string[] = [];
  for (const line of sent) {
    const stored = lines.filter(({ role, content }) => role === "user" && content === line.content);
    if (stored.length > 1) faults.push(`doubled: ${line.content}`);
    if (stored.length === 0 && line.isTaken) faults.push(`lost: ${line.content}`);
    const answers = lines.filter(
      ({ role, parent_id }) => role === "assistant" && parent_id === stored[0]?.id,
    );
    if (answers.length > 1) faults.push(`answered twice: ${line.content}`);
    const said = answers[0]?.content ?? "";
    if (!said.startsWith(finishedPart(line.got))) faults.push(`sentence lost after ${line.content}: ${said}`);
    if (line.isDone && answers[0]?.status !== "complete") faults.push(`end lost: ${line.content}`);
  }
  for (const line of lines) {
    const parent = lines.find(({ id }) => id === line.parent_id);
    if (line.role === "user") {
      if (!sent.some(({ content }) => content === line.content)) faults.push(`nobody said: ${line.content}`);
    } else if (!parent || !replyTo(parent.content).startsWith(line.content)) {
      faults.push(`not what the engine said: ${line.content}`);
    } else {
      const isWhole = line.content === replyTo(parent.content);
      const isMarked = line.status === "interrupted" || (isWhole && line.status === "complete");
      if (!isMarked) faults.push(`${line.status}, but cut: ${line.content}`);
    }
  }
  return faults;
}

/** Up to the last sentence after which another had begun to arrive. */
function finishedPart(text: string): string {
  return /^[\s\S]*[.](?= \S)/.exec(text)?.[0] ?? "";
}

function databaseFaults(dataDir: string): string[] {
  const database = new Database(path.join(dataDir, "avatar-forge.db"));
  try {
    const integrity = database.pragma("integrity_check", { simple: true });
    const strays = database.pragma("foreign_key_check") as unknown[];
    return [
      ...(integrity === "ok" ? [] : [`integrity: ${integrity}`]),
      ...(strays.length === 0 ? [] : [`${strays.length} rows point at nothing`]),
    ];
  } finally {
    database.close();
  }
}

/** The same moments for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
