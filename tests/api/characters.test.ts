import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CastMember, ImportAnswer } from "@/lib/contract/character";
import { TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import type { Failure } from "../support/stage";
import { charx, picture, textChunk, v2, v3 } from "../unit/lib/characters/card/card-fixture";

let server: TestServer;
const person = () => new TestClient(server.url, { browser: true });

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function make(client: TestClient, fields: Record<string, unknown> = {}): Promise<CastMember> {
  const answer = await client.post("/api/characters", { name: "연이", ...fields });
  expect(answer.status).toBe(200);
  return answer.json<{ data: CastMember }>().data;
}
const codeOf = (answer: { json: <T>() => T }) => answer.json<Failure>().error.code;

describe("a person's own characters", () => {
  it("are made from a name alone, changed in part, listed, removed", async () => {
    const owner = person();
    const made = await make(owner);
    expect(made).toMatchObject({
      name: "연이",
      is_preset: false,
      visibility: "private",
      likes: [],
      version: 1,
    });
    expect(made.persona).toContain("연이");

    const changed = await owner.put(`/api/characters/${made.id}`, {
      job: "무녀",
      likes: ["달", " "],
      version: 1,
    });
    expect(changed.json<{ data: CastMember }>().data).toMatchObject({
      name: "연이",
      job: "무녀",
      likes: ["달"],
      version: 2,
    });
    const cleared = await owner.put(`/api/characters/${made.id}`, { job: "" });
    expect(cleared.json<{ data: CastMember }>().data.job).toBe("");

    const listed = await owner.get("/api/characters");
    expect(listed.json<{ data: { characters: CastMember[] } }>().data.characters.map(({ id }) => id)).toEqual(
      [made.id],
    );
    expect((await owner.delete(`/api/characters/${made.id}`)).json()).toMatchObject({
      data: { id: made.id, deleted: true },
    });
    expect((await owner.get(`/api/characters/${made.id}`)).status).toBe(404);
  });

  it("are not there for anyone else, and presets cannot be changed", async () => {
    const [owner, other] = [person(), person()];
    await make(other);
    const { id } = await make(owner);
    for (const answer of [
      await other.get(`/api/characters/${id}`),
      await other.put(`/api/characters/${id}`, { name: "남" }),
      await other.delete(`/api/characters/${id}`),
      await other.post(`/api/characters/${id}/copy`),
      await other.get(`/api/characters/${id}/export`),
      await new TestClient(server.url, { cookies: false }).get(`/api/characters/${id}`),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await owner.put("/api/characters/hong-gildong", { name: "남" })).status).toBe(403);
    expect((await owner.delete("/api/characters/hong-gildong")).status).toBe(403);
    expect((await owner.put(`/api/characters/${id}`, { visibility: "server" })).status).toBe(403);
  });

  it("are not overwritten by a tab that knows an older one", async () => {
    const owner = person();
    const { id } = await make(owner);
    await owner.put(`/api/characters/${id}`, { job: "새", version: 1 });
    const stale = await owner.put(`/api/characters/${id}`, { job: "옛", version: 1 });
    expect(stale.status).toBe(409);
    expect(stale.json<Failure>().error.details).toMatchObject({ current: { job: "새", version: 2 } });
  });

  it("come in pages and are found by what they are called", async () => {
    const owner = person();
    for (const name of ["가람", "나래", "다솜"]) await make(owner, { name, tags: [`#${name}`] });
    const first = (await owner.get("/api/characters?limit=2")).json<{
      data: { characters: CastMember[]; next_cursor: string };
    }>().data;
    expect(first.characters.map(({ name }) => name)).toEqual(["다솜", "나래"]);
    const rest = await owner.get(`/api/characters?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`);
    expect(rest.json()).toMatchObject({ data: { characters: [{ name: "가람" }], next_cursor: null } });
    expect((await owner.get("/api/characters?cursor=x")).status).toBe(400);
    const found = await owner.get(`/api/characters?q=${encodeURIComponent("#나래")}`);
    expect(found.json<{ data: { characters: CastMember[] } }>().data.characters).toHaveLength(1);
  });

  it("are copied from a preset, and favourites are kept", async () => {
    const owner = person();
    const copy = (await owner.post("/api/characters/shim-cheong/copy")).json<{ data: CastMember }>().data;
    expect(copy).toMatchObject({ is_preset: false, voice_id: "shim-cheong" });
    await owner.put(`/api/characters/${copy.id}/favourite`);
    await owner.put("/api/characters/alice/favourite");
    await owner.put("/api/characters/alice/favourite");
    expect((await owner.put("/api/characters/nobody/favourite")).status).toBe(404);
    expect((await owner.get("/api/characters/favourites")).json()).toMatchObject({
      data: { ids: ["alice", copy.id] },
    });
    await owner.delete("/api/characters/alice/favourite");
    expect((await owner.get("/api/characters/favourites")).json()).toMatchObject({
      data: { ids: [copy.id] },
    });
  });

  it("play: a session is begun with one's own, not with another's", async () => {
    const [owner, other] = [person(), person()];
    const { id } = await make(owner, { first_message: "기다리고 있었어요." });
    const begun = await owner.post("/api/sessions", { character_id: id });
    expect(begun.json()).toMatchObject({ data: { character_name: "연이", last_line: "기다리고 있었어요." } });
    expect((await other.post("/api/sessions", { character_id: id })).status).toBe(404);
  });
});

describe("pictures", () => {
  it("are judged by their bytes, drawn again and shown to who may see them", async () => {
    const [owner, other] = [person(), person()];
    const { id } = await make(owner);
    const photo = await sharp({ create: { width: 600, height: 900, channels: 3, background: "#c9924a" } })
      .jpeg()
      .withExif({ IFD0: { Copyright: "geheim" } })
      .toBuffer();
    const put = (bytes: Uint8Array) => owner.request("PUT", `/api/characters/${id}/picture`, { body: bytes });
    const { image_url: url } = (await put(photo)).json<{ data: CastMember }>().data;
    const shown = await owner.get(`${url}?size=list`);
    expect(shown.headers).toMatchObject({
      "content-type": "image/webp",
      "cache-control": expect.stringContaining("immutable"),
    });
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: "webp", width: 320, height: 320 });
    expect(shown.bytes.includes("geheim")).toBe(false);
    expect((await other.get(`${url}`)).status).toBe(404);
    expect((await put(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"))).status).toBe(415);
    expect((await put(photo.subarray(0, 300))).status).toBe(415);
    expect((await put(Buffer.alloc(13 * 2 ** 20))).status).toBe(413);
  });
});

describe("cards", () => {
  const bring = (client: TestClient, bytes: Uint8Array, name: string) =>
    client.request("POST", "/api/characters/import", {
      body: bytes,
      headers: { "x-file-name": encodeURIComponent(name) },
    });

  it("come in as a form or as they are, and leave in every format", async () => {
    const owner = person();
    const png = await sharp({ create: { width: 64, height: 96, channels: 3, background: "#204050" } })
      .png()
      .toBuffer();
    const end = png.length - 12;
    const card = v3({
      description: "의적",
      character_book: { entries: [{ keys: ["활빈당"], content: "의로운 무리", id: 1 }] },
      extensions: { other: { deep: [1] } },
    });
    const file = Buffer.concat([png.subarray(0, end), textChunk("ccv3", card), png.subarray(end)]);
    const { character, report } = (await bring(owner, file, "카드.png")).json<{ data: ImportAnswer }>().data;
    expect(character).toMatchObject({
      name: "심청",
      description: "의적",
      first_message: "아버지, 다녀오겠습니다.",
    });
    expect(character.image_url).not.toBeNull();
    expect(report.map(({ part }) => part)).toContain("extensions.other");

    for (const format of ["png", "json", "charx"]) {
      const left = await owner.get(`/api/characters/${character.id}/export?format=${format}`);
      expect(left.headers["content-disposition"]).toContain(encodeURIComponent(`심청.${format}`));
      const form = new FormData();
      form.append("file", new Blob([new Uint8Array(left.bytes)]), `심청.${format}`);
      const sent = new Response(form);
      const again = await owner.request("POST", "/api/characters/import", {
        body: new Uint8Array(await sent.arrayBuffer()),
        headers: { "content-type": sent.headers.get("content-type") ?? "" },
      });
      expect(again.json<{ data: ImportAnswer }>().data.character).toMatchObject({
        name: "심청",
        description: "의적",
        lorebook: { entries: [{ keys: ["활빈당"] }] },
      });
    }
  });

  it("that are none are refused in the person's language, and nothing is stored", async () => {
    const owner = person();
    await make(owner);
    const refused = await bring(owner, picture(), "그림.png");
    expect(refused.status).toBe(400);
    expect(refused.json<Failure>().error.message).toContain("인물 정보가 들어 있지 않습니다");
    expect((await bring(owner, charx(v3({})).slice(0, 80), "a.charx")).status).toBe(400);
    const empty = await bring(owner, Buffer.alloc(0), "빈.png");
    expect([empty.status, empty.json<Failure>().error.message]).toEqual([
      400,
      expect.stringContaining("빈 파일"),
    ]);
    expect((await bring(owner, Buffer.alloc(49 * 2 ** 20), "big.png")).status).toBe(413);
    expect(
      codeOf(
        await owner.request("POST", "/api/characters/import", {
          body: "x",
          headers: { "content-type": "multipart/form-data" },
        }),
      ),
    ).toBe("VALIDATION_ERROR");
    const own = (await owner.get("/api/characters")).json<{ data: { characters: CastMember[] } }>().data
      .characters;
    expect(own).toHaveLength(1);
  });

  it("of the cast that ships leave too, with their portrait", async () => {
    const left = await person().get("/api/characters/shim-cheong/export");
    expect(await sharp(left.bytes).metadata()).toMatchObject({ format: "png" });
    const taken = await bring(person(), left.bytes, "x.png");
    expect(taken.json<{ data: ImportAnswer }>().data.character).toMatchObject({ voice_id: "shim-cheong" });
    const foreign = v2({ extensions: { avatar_forge: { voice: { voice_id: "../../etc" } } } });
    const answer = (await bring(person(), Buffer.from(JSON.stringify(foreign)), "x.json")).json<{
      data: ImportAnswer;
    }>().data;
    expect(answer.character.voice_id).toBe("");
    expect(answer.report.find(({ part }) => part === "voice")?.message).toContain("기본 목소리");
  });
});
