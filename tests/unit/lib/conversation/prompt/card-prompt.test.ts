import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { CardExchange, CardVoices, CharacterFiles, CharacterLibrary } from "@/lib/characters";
import { stringifyCardJson } from "@/lib/characters/card/card-json";
import { Conversation } from "@/lib/conversation";
import { createFilesystem } from "@/lib/storage";
import { v3 } from "../../characters/card/card-fixture";
import { actor, ask, conversationStage, never, reading } from "../conversation-fixture";

const stage = await conversationStage();
const folder = mkdtempSync(path.join(tmpdir(), "forge-cards-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = new CharacterFiles(createFilesystem(folder));
const library = new CharacterLibrary({
  db: stage.db,
  files,
  isAdmin: async () => false,
  isPrivateVoice: () => false,
  now: Date.now,
});
const cards = new CardExchange({
  db: stage.db,
  files,
  library,
  readPortrait: async () => new Uint8Array(),
  hasVoice: () => false,
  brought: new CardVoices({
    db: stage.db,
    files,
    judge: () => null,
    makeVoice: async () => "",
    now: Date.now,
  }),
  travelling: async () => null,
});
const conversation = new Conversation({
  ...stage.deps,
  findCharacter: (reader, id, locale) => library.find(reader, id, locale),
});
afterAll(() => conversation.close());

const CARD = v3({
  name: "심청",
  nickname: "청이",
  description: "{{CHAR}}은 {{user}}의 딸이다.{{// 몰래 적은 말}}",
  first_mes: "<USER>, 다녀오겠습니다.",
  alternate_greetings: ["{{pick:용궁,용궁}}에서 {{user}}을 기다렸어요. {{hidden_key:바다}}"],
  mes_example: "<START>\n{{char}}: 아버지.",
  system_prompt: "짧게 말하라. {{original}}",
  post_history_instructions: "{{Char}}답게 끝맺어라.",
  character_book: {
    entries: [
      {
        keys: ["인당수"],
        content: "{{char}}이 몸을 던진 바다.",
        enabled: true,
        insertion_order: 1,
        extensions: {},
      },
      { keys: ["한양"], content: "나라의 서울.", enabled: true, insertion_order: 2, extensions: {} },
    ],
  },
});

async function promptOf(greeting: number | undefined) {
  const bytes = Buffer.from(stringifyCardJson(CARD), "utf8");
  const { character } = await cards.import(actor, bytes, "심청.json", "ko");
  const wishes = {
    characterId: character.id,
    scenario: undefined,
    language: "ko",
    voiceId: undefined,
  } as const;
  const play = await conversation.createPlay(actor, { ...wishes, greeting });
  const before = stage.answers.length;
  const events = await conversation.begin(
    actor,
    "ko",
    ask("인당수는 어떤 곳이오?", { persona: undefined, session_id: play.id }),
    never,
  );
  const { ended } = reading(events);
  const answer = await vi.waitFor(() => {
    const asked = stage.answers[before];
    if (!asked) throw new Error("not asked yet");
    return asked;
  });
  answer.say("깊은 바다예요.");
  answer.finish();
  await ended;
  return answer.prompt;
}

it("a card's instructions, book, examples and macros are in what the model is sent", async () => {
  const prompt = await promptOf(undefined);
  const [system, greeting] = prompt.map(({ content }) => content);
  expect(system).toMatch(/^짧게 말하라\. 당신은 심청입니다\./);
  expect(system).toContain("청이은 나의 딸이다.");
  expect(system).toContain("청이: 아버지.");
  expect(greeting).toBe("당신, 다녀오겠습니다.");
  const all = prompt.map(({ content }) => content).join("\n");
  expect(all).toContain("청이이 몸을 던진 바다.");
  expect(all).not.toMatch(/나라의 서울|몰래|\{\{|<start>/i);
  const asked = prompt.findIndex(({ content }) => content === "인당수는 어떤 곳이오?");
  expect(prompt.slice(asked + 1).map(({ content }) => content)).toEqual(["청이답게 끝맺어라."]);
});

it("the greeting that was chosen opens the play; a number there is not, the first", async () => {
  expect((await promptOf(1))[1]?.content).toBe("용궁에서 당신을 기다렸어요. ");
  expect((await promptOf(7))[1]?.content).toBe("당신, 다녀오겠습니다.");
});
