import { TestClient } from "./client";

export interface FullHouseReport {
  finished: number;
  /** Most turns that ran at once, and how many were told to wait at first. */
  mostRunning: number;
  waitedAtFirst: number;
  /** Who was seated before one who had asked earlier, whose place got worse, who was refused otherwise. */
  faults: string[];
  /** Of the server's memory, bytes. */
  memoryBefore: number;
  memoryMost: number;
}

interface Visitor {
  id: string;
  place: number | null;
  isAnswered: boolean;
  isRunning: boolean;
}

/** Within twice what any refusal says. */
const RETRY_MS = 2000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Many sessions ask at once, one after the other in a known order, and each that is refused asks again when it was
 * told to. The server must have METRICS_TOKEN `token`.
 */
export async function fillHouse(
  url: string,
  { visitors: count, token, retryMs = RETRY_MS }: { visitors: number; token: string; retryMs?: number },
): Promise<FullHouseReport> {
  const client = new TestClient(url, { cookies: false });
  const report: FullHouseReport = {
    finished: 0,
    mostRunning: 0,
    waitedAtFirst: 0,
    faults: [],
    memoryBefore: await memoryOf(client, token),
    memoryMost: 0,
  };
  const visitors = Array.from(
    { length: count },
    (_, at): Visitor => ({ id: `visitor-${at}`, place: null, isAnswered: false, isRunning: false }),
  );
  const visits: Promise<void>[] = [];
  for (const visitor of visitors) {
    const isAsked = new Promise<void>((resolve) =>
      visits.push(visit({ client, visitor, all: visitors, report, retryMs, onAsked: resolve })),
    );
    await isAsked;
  }
  const measuring = new AbortController();
  const measured = measure(client, token, report, measuring.signal);
  await Promise.all(visits);
  measuring.abort();
  await measured;
  return report;
}

interface Visit {
  client: TestClient;
  visitor: Visitor;
  all: Visitor[];
  report: FullHouseReport;
  retryMs: number;
  onAsked: () => void;
}

async function visit({ client, visitor, all, report, retryMs, onAsked }: Visit): Promise<void> {
  const json = {
    session_id: visitor.id,
    messages: [{ role: "user", content: `${visitor.id}이오.` }],
    character_id: "hong-gildong",
    tts_enabled: false,
  };
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const event of client.events("/api/chat/stream", { json })) {
        if (event.type === "turn") {
          visitor.isRunning = true;
          report.mostRunning = Math.max(report.mostRunning, all.filter(({ isRunning }) => isRunning).length);
          onAsked();
          if (visitor.place !== null) await checkOrder(client, visitor, all, report);
        }
        if (event.type === "done") visitor.isRunning = false;
        if (event.type === "error") report.faults.push(`${visitor.id}: ${event.data.code}`);
      }
      visitor.isAnswered = true;
      report.finished++;
      await client.post(`/api/sessions/${visitor.id}/leave`, {});
      return;
    } catch (error) {
      const refusal = await client.get(`/api/seats/${visitor.id}`);
      const { state, place } = refusal.json<{ data: { state: string; place: number | null } }>().data;
      if (state === "none") throw error;
      if (attempt === 0) report.waitedAtFirst++;
      if (place !== null && visitor.place !== null && place > visitor.place) {
        report.faults.push(`${visitor.id} fell back from place ${visitor.place} to ${place}`);
      }
      visitor.place = place ?? visitor.place ?? 1;
      onAsked();
      await pause(retryMs);
    }
  }
}

/** Whoever asked earlier and is not answered yet must have a seat by now. */
async function checkOrder(
  client: TestClient,
  seated: Visitor,
  all: Visitor[],
  report: FullHouseReport,
): Promise<void> {
  const earlier = all
    .slice(0, all.indexOf(seated))
    .find(({ isAnswered, isRunning }) => !isAnswered && !isRunning);
  if (!earlier) return;
  const answer = await client.get(`/api/seats/${earlier.id}`);
  const { state } = answer.json<{ data: { state: string } }>().data;
  if (state === "waiting") report.faults.push(`${seated.id} was seated before ${earlier.id}`);
}

async function measure(
  client: TestClient,
  token: string,
  report: FullHouseReport,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    report.memoryMost = Math.max(report.memoryMost, await memoryOf(client, token));
    await pause(250);
  }
}

async function memoryOf(client: TestClient, token: string): Promise<number> {
  const answer = await client.get("/metrics", { headers: { authorization: `Bearer ${token}` } });
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(answer.text)?.[1] ?? Number.NaN);
}
