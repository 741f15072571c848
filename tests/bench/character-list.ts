import { openDatabase } from "@/db/client";
import { insertCharacter } from "@/db/queries/characters";
import { authenticated } from "@/lib/auth/actor";
import { emptyDraft } from "@/lib/characters/card/character-draft";
import { columnsOf } from "@/lib/characters/character-row";
import { TestClient } from "../support/client";
import { startServer } from "../support/server";
import { median, percentile } from "./measure";

/** The bar of the lobby: lists with so many characters of one person. */
const CHARACTERS = Number(process.argv[2] ?? 1000);
const MAX_P95_MS = 30;
const ROUNDS = 100;

const server = await startServer({ env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } });
const person = new TestClient(server.url, { browser: true, keepAlive: true });
await person.post("/api/characters", { name: "첫째" });
const { data: me } = (await person.get("/api/auth/me")).json<{ data: { id: string } }>();
await fill(me.id);

const cursorOf = async (path: string) =>
  (await person.get(path)).json<{ data: { next_cursor: string } }>().data.next_cursor;
const later = encodeURIComponent(await cursorOf("/api/characters/cast?limit=60"));
const lists = {
  "cast, first page": "/api/characters/cast?limit=60",
  "cast, second page": `/api/characters/cast?limit=60&cursor=${later}`,
  "cast, searched": `/api/characters/cast?limit=60&q=${encodeURIComponent("무녀 달")}`,
  "cast, tag by name": `/api/characters/cast?limit=60&tag=${encodeURIComponent("밤")}&sort=name`,
  "own, 30 whole": "/api/characters",
};

let isGood = true;
for (const [name, path] of Object.entries(lists)) {
  for (let round = 0; round < 10; round++) await person.get(path);
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    const answer = await person.get(path);
    times.push(performance.now() - begun);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    bytes = answer.text.length;
  }
  const p95 = percentile(times, 0.95);
  // The lobby asks the cast's list; whole characters are for programs.
  const isLobby = path.includes("/cast");
  if (isLobby) isGood &&= p95 <= MAX_P95_MS;
  console.log(
    `${name.padEnd(20)} median ${median(times).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${isLobby ? `bar ${MAX_P95_MS}` : "no bar"}), ${(bytes / 1024).toFixed(0)} kB`,
  );
}
await server.close();
process.exit(isGood ? 0 : 1);

/** Written straight into the server's database: a thousand creations would only cost time. */
async function fill(ownerId: string): Promise<void> {
  const { db, close } = openDatabase(server.dataDir);
  const long = "달빛 아래에서 무녀는 오래된 이야기를 들려주었다. ".repeat(40);
  for (let at = 0; at < CHARACTERS; at++) {
    const draft = {
      ...emptyDraft(),
      name: `인물 ${at}`,
      category: ["판타지", "탐정", "고전"][at % 3] ?? "",
      tags: ["밤", "숲", "바다", "도시"].slice(at % 4),
      description: at % 5 === 0 ? `무녀와 달. ${long}` : long,
      personality: long,
      worldview: long,
      first_message: `어서 와, {{user}}. ${long}`,
    };
    const fresh = { id: crypto.randomUUID(), assets: [], createdAt: at, updatedAt: at };
    await insertCharacter(db, authenticated({ id: ownerId, kind: "guest" }), {
      ...columnsOf(draft),
      ...fresh,
    });
  }
  close();
}
