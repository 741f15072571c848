import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listPresets } from "@/lib/characters/cast";
import { CharacterDrafting } from "@/lib/client/character-drafting";
import type { CastMember, DraftField, DraftRequest } from "@/lib/contract/character";
import { soon } from "./soon";

const LISTS = ["alternate_greetings", "likes", "dislikes", "tags"];
let server: Server;
let origin: string;
/** What each request is answered by, in order: fields drafted, or the connection cut. */
let isDead: boolean;
let diesAfter: number;
let asked: DraftRequest[];
let onAsked: () => void;
let form: CastMember;

beforeEach(async () => {
  const [preset] = listPresets("ko");
  if (!preset) throw new Error("no cast");
  const blank = Object.fromEntries(
    Object.entries(preset).map(([field, value]) => [
      field,
      typeof value === "string" ? "" : Array.isArray(value) ? [] : value,
    ]),
  );
  form = { ...blank, id: "c1", name: "연이" } as CastMember;
  [isDead, diesAfter, asked, onAsked] = [false, Number.POSITIVE_INFINITY, [], () => {}];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as DraftRequest;
    asked.push(body);
    onAsked();
    if (isDead || asked.length > diesAfter) return void response.destroy();
    const data = Object.fromEntries(
      (body.fields ?? []).map((field) => [
        field,
        LISTS.includes(field) ? [`${field}!`] : `${field} ${asked.length}`,
      ]),
    );
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ success: true, data }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const open = () =>
  new CharacterDrafting({
    read: () => form,
    write: (changes) => {
      form = { ...form, ...changes } as CastMember;
    },
    fetch: (path, init) => fetch(`${origin}${path}`, init),
  });

describe("CharacterDrafting", () => {
  it("drafts the empty fields part by part, each with what is there by then; what was written stays", async () => {
    form = { ...form, job: "의적" };
    const drafting = open();
    await drafting.draftEmpty();
    expect(drafting.getSnapshot()).toMatchObject({ state: "done", done: 4, all: 4 });
    expect(form).toMatchObject({ description: "description 1", job: "의적", tags: ["tags!"] });
    expect(asked.flatMap(({ fields = [] }) => fields)).not.toContain("job");
    expect(asked[1]).toMatchObject({ name: "연이", description: "description 1", job: "의적" });
    await drafting.draftEmpty();
    expect(asked).toHaveLength(4);
  });

  it("an engine that dies in the middle takes nothing with it; going on writes only what is missing", async () => {
    diesAfter = 2;
    const drafting = open();
    await drafting.draftEmpty();
    expect(drafting.getSnapshot().state).toBe("failed");
    const kept = { ...form };
    expect(kept.description).toBe("description 1");
    diesAfter = Number.POSITIVE_INFINITY;
    await drafting.draftEmpty();
    expect(form).toMatchObject({ description: kept.description, worldview: kept.worldview });
    expect(form.habits).not.toBe("");
  });

  it("what is written by hand meanwhile is not overwritten", async () => {
    const drafting = open();
    onAsked = () => {
      form = { ...form, description: "내가 쓴 것" };
    };
    await drafting.draftEmpty();
    expect(form.description).toBe("내가 쓴 것");
  });

  it("redrafts one field without telling its old text, and takes that back step by step", async () => {
    form = { ...form, job: "의적", likes: ["달"] };
    const drafting = open();
    await drafting.redraft("job");
    await drafting.redraft("job");
    expect(asked[0]).toMatchObject({ fields: ["job"], likes: ["달"] });
    expect(asked[0]).not.toHaveProperty("job");
    expect(form.job).toBe("job 2");
    const undo = (field: DraftField) => drafting.undo(field);
    undo("job");
    expect(form.job).toBe("job 1");
    undo("job");
    expect(form.job).toBe("의적");
    expect(drafting.getSnapshot().undoable.has("job")).toBe(false);
  });

  it("can be stopped: what came stays, nothing is told as failed", async () => {
    const drafting = open();
    onAsked = () => asked.length === 2 && drafting.stop();
    void drafting.draftEmpty();
    await soon(() => expect(drafting.getSnapshot().state).toBe("idle"));
    expect(form.description).toBe("description 1");
    expect(form.habits).toBe("");
  });
});
