import { expect, it, vi } from "vitest";
import { findAudioFile } from "@/db/queries/clips";
import { findPreset } from "@/lib/characters";
import type { CastMember } from "@/lib/contract/character";
import { EMBEDDED_POOL } from "@/lib/speech/directory";
import { recipe } from "@/lib/speech/recipe";
import { actor, ask, conversationStage, never, reading } from "./conversation-fixture";

const stage = await conversationStage();
const { conversation, answers, db, deps, voices } = stage;
const NARRATOR = { ...voices.fallback(), id: "narrator" };
deps.voices = { ...voices, find: (id, userId) => (id === "narrator" ? NARRATOR : voices.find(id, userId)) };

function playing(changes: Partial<CastMember>): void {
  const preset = findPreset("hong-gildong", "ko");
  if (!preset) throw new Error("the preset is there");
  deps.findCharacter = async () => ({ ...preset, ...changes });
}

/** What was given to whom, of a line with directions. */
async function spoken(line: string, session_id = crypto.randomUUID() as string) {
  const character = { character_id: "hong-gildong", persona: undefined };
  const wish = ask("말해 보시오.", { ...character, session_id, tts_enabled: true });
  const before = answers.length;
  const { ended } = reading(await conversation.begin(actor, "ko", wish, never));
  await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before), 10_000);
  for (const letter of line) answers.at(-1)?.say(letter);
  answers.at(-1)?.finish();
  const events = await ended;
  const segments = events.flatMap((event) => (event.type === "segment" ? [event.data] : []));
  return Promise.all(
    segments.map(async ({ start, end, text, voice_id, audio_url }) => {
      expect(text).toBe(line.slice(start, end));
      const file = await findAudioFile(db, actor, /[\w-]{36}/.exec(audio_url)?.[0] ?? "");
      const made = recipe.parse(file?.recipe);
      if (made.kind !== "speech") throw new Error("a segment is one piece");
      expect(made.pool).not.toBe(EMBEDDED_POOL);
      return [voice_id, made.text];
    }),
  );
}

const LINE = "*환하게 웃으며* 어서 와, 2시에 (문을 닫고) 보자. *♪*";
const OWN = voices.fallback().id;

it("says the dialogue only, unless the character has it otherwise", async () => {
  playing({});
  expect(await spoken(LINE)).toEqual([
    [OWN, "어서 와,"],
    [OWN, "두 시에 보자."],
  ]);
});

it("says everything in one voice", async () => {
  playing({ narration: "everything" });
  const said = await spoken(LINE);
  expect(said.map(([voice]) => voice)).toEqual(said.map(() => OWN));
  expect(said.map(([, text]) => text).join(" ")).toBe("환하게 웃으며 어서 와, 두 시에 문을 닫고 보자.");
});

it.each([
  ["narrator", "narrator"],
  ["gone", OWN],
  ["", OWN],
])("has a narrator (%j) say the directions, each at its place in the line", async (id, voice) => {
  playing({ narration: "narrator", narrator_voice_id: id });
  expect(await spoken(LINE)).toEqual([
    [voice, "환하게 웃으며"],
    [OWN, "어서 와, 두 시에"],
    [voice, "문을 닫고"],
    [OWN, "보자."],
  ]);
});

it("says in one play what the person chose there, in the voice they chose", async () => {
  playing({ narration: "narrator" });
  await spoken(LINE, "this-play");
  const changed = await conversation.changePlay(actor, "this-play", {
    voice: "narrator",
    narration: "everything",
  });
  expect(changed).toMatchObject({ voice_id: "narrator", narration: "everything", mood: null });
  const said = await spoken(LINE, "this-play");
  expect(said.map(([voice]) => voice)).toEqual(said.map(() => "narrator"));
  expect(said.map(([, text]) => text).join(" ")).toContain("환하게 웃으며");
  expect((await spoken(LINE))[1]).toEqual([OWN, "어서 와, 두 시에"]);

  const unknown = conversation.changePlay(actor, "this-play", { voice: "nobody", title: "다른 제목" });
  await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await conversation.findPlay(actor, "this-play")).toMatchObject({ voice_id: "narrator" });
});
