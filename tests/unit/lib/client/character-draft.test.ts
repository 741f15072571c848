import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listPresets } from "@/lib/characters/cast";
import { CharacterDraft } from "@/lib/client/character-draft";
import type { CastMember, ChangeCharacter } from "@/lib/contract/character";
import { soon } from "./soon";

/** A server of one character, as the API answers: merges, versions, 409 with the current row. */
let server: Server;
let origin: string;
let stored: CastMember;
let isDown: boolean;
/** It stores what comes, and dies before it answers. */
let losesAnswer: boolean;
let puts: ChangeCharacter[];

beforeEach(async () => {
  const [preset] = listPresets("ko");
  if (!preset) throw new Error("no cast");
  stored = { ...preset, id: "c1", is_preset: false, version: 1 };
  isDown = false;
  losesAnswer = false;
  puts = [];
  server = createServer(async (request, response) => {
    if (isDown) return void response.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === "GET") {
      return void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ success: true, data: stored }));
    }
    const { version, ...changes } = JSON.parse(Buffer.concat(chunks).toString()) as ChangeCharacter;
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (version !== stored.version) {
      return answer(409, {
        success: false,
        error: { code: "CONFLICT", message: "바뀜", details: { current: stored } },
      });
    }
    puts.push(changes);
    stored = { ...stored, ...changes, version: (stored.version ?? 0) + 1 } as CastMember;
    if (losesAnswer) return void response.destroy();
    answer(200, { success: true, data: stored });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

function open(storage = memory(), character = stored) {
  let wake = () => {};
  const draft = new CharacterDraft(character, {
    storage,
    fetch: (path, init) => fetch(`${origin}${path}`, init),
    wake: (listener) => {
      wake = listener;
      return () => {};
    },
  });
  draft.start();
  return { draft, storage, wake: () => wake() };
}

describe("CharacterDraft", () => {
  it("shows at once, saves what was written in one go, and forgets the copy it kept", async () => {
    const { draft, storage } = open();
    draft.change({ job: "의" });
    draft.change({ job: "의적", age: "스물" });
    expect(draft.getSnapshot()).toMatchObject({ character: { job: "의적", age: "스물" }, saving: "saving" });
    expect(storage.kept.size).toBe(1);
    await soon(() => expect(draft.getSnapshot().saving).toBe("saved"));
    expect(puts).toEqual([{ job: "의적", age: "스물" }]);
    expect(storage.kept.size).toBe(0);
  });

  it("keeps what a dead server could not take, over a reload, and saves it when the server is back", async () => {
    const { draft, storage, wake } = open();
    isDown = true;
    draft.change({ job: "의적" });
    await soon(() => expect(draft.getSnapshot().saving).toBe("waiting"));
    const reloaded = open(storage);
    expect(reloaded.draft.getSnapshot().character.job).toBe("의적");
    isDown = false;
    wake();
    await soon(() => expect(stored.job).toBe("의적"));
  });

  it("asks which counts when it was changed elsewhere, and overwrites nothing by itself", async () => {
    const { draft } = open();
    stored = { ...stored, job: "남의 글", version: 2 };
    draft.change({ job: "내 글" });
    await soon(() => expect(draft.getSnapshot().saving).toBe("conflict"));
    expect(stored.job).toBe("남의 글");
    draft.keepMine();
    await soon(() => expect(stored.job).toBe("내 글"));

    stored = { ...stored, job: "또 남의 글", version: 9 };
    draft.change({ job: "또 내 글" });
    await soon(() => expect(draft.getSnapshot().saving).toBe("conflict"));
    draft.takeTheirs();
    expect(draft.getSnapshot()).toMatchObject({ character: { job: "또 남의 글" }, saving: "saved" });
  });

  it("saves what was written while it was saving, after it", async () => {
    const { draft } = open();
    draft.change({ job: "하나" });
    const saving = draft.flush();
    draft.change({ job: "둘" });
    await saving;
    await soon(() => expect(stored.job).toBe("둘"));
    expect(puts).toEqual([{ job: "하나" }, { job: "둘" }]);
  });
});

it("shows what a page that was left saved after this one was written", async () => {
  const early = stored;
  stored = { ...stored, description: "산에 사는 아이.", version: 2 };
  const { draft } = open(memory(), early);
  await soon(() => expect(draft.getSnapshot().character.description).toBe("산에 사는 아이."));
  draft.change({ job: "의적" });
  await soon(() => expect(draft.getSnapshot().saving).toBe("saved"));
  expect(stored).toMatchObject({ description: "산에 사는 아이.", job: "의적", version: 3 });
});

it("takes its own writing for no one else's where only the answer was lost", async () => {
  const { draft, storage } = open();
  losesAnswer = true;
  draft.change({ job: "의적" });
  await draft.flush();
  expect(draft.getSnapshot().saving).toBe("waiting");
  losesAnswer = false;
  await draft.flush();
  expect([draft.getSnapshot().saving, stored.version, storage.kept.size]).toEqual(["saved", 2, 0]);
});
