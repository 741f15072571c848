import { describe, expect, it, vi } from "vitest";
import { parseSendDate } from "@/lib/conversation/transfer/send-date";
import { parseSillyTavern } from "@/lib/conversation/transfer/silly-tavern";
import { actor, ask, conversationStage, never, reading } from "./conversation-fixture";

const stage = await conversationStage();
const { conversation, answers } = stage;
const jsonl = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join("\n");
const bring = (file: string, characterId?: string) =>
  conversation.importPlay(actor, { file, characterId, language: "ko" });
const linesOf = async (id: string) => (await conversation.room(actor, id)).messages;
async function exported(id: string, format: "jsonl" | "json" | "txt"): Promise<string> {
  const made = await conversation.exportPlay(actor, id, format);
  if (!("text" in made)) throw new Error("no text");
  return made.text;
}

describe("the five dates of SillyTavern", () => {
  const local = (...parts: [number, number, number, number, number, number, number?]) =>
    new Date(...parts).getTime();
  it.each([
    [1_687_184_400_123, 1_687_184_400_123],
    ["1687184400123", 1_687_184_400_123],
    ["2024-07-12T01:31:37.123Z", Date.UTC(2024, 6, 12, 1, 31, 37, 123)],
    ["June 19, 2023 2:20pm", local(2023, 5, 19, 14, 20, 0)],
    ["December 1, 2023 12:05am", local(2023, 11, 1, 0, 5, 0)],
    ["2024-07-12@01h31m37s", local(2024, 6, 12, 1, 31, 37)],
    ["2024-07-12@01h31m37s123ms", local(2024, 6, 12, 1, 31, 37, 123)],
    ["2024-6-5 @14h 56m 50s 682ms", local(2024, 5, 5, 14, 56, 50, 682)],
  ])("%s", (text, expected) => {
    expect(parseSendDate(text)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "Juni 19, 2023 2:20pm",
    "2024-13-12@01h31m37s",
    "2024-02-30@01h31m37s",
    null,
    {},
    -5,
  ])("%s is none", (text) => expect(parseSendDate(text)).toBeNull());
});

describe("a chat from elsewhere", () => {
  const header = { user_name: "unused", character_name: "unused", chat_metadata: { integrity: "x" } };

  it("swipes are takes, the chosen one is told and what follows stands under it; dates and names are kept", async () => {
    const session = await bring(
      jsonl(
        header,
        {
          name: "길동",
          is_user: false,
          send_date: "2024-07-12@01h31m37s",
          mes: "어서 오시오.",
          swipes: ["어서 오시오."],
          swipe_id: 0,
        },
        { name: "나그네", is_user: true, send_date: "2024-07-12T02:00:00.000Z", mes: "안녕하시오." },
        {
          name: "길동",
          is_user: false,
          send_date: 1_720_750_000_000,
          mes: "둘째, 고쳐 씀.",
          swipes: ["첫째.", "둘째.", "셋째."],
          swipe_id: 1,
          swipe_info: [{ send_date: 1_720_749_000_000 }, { send_date: 1_720_750_000_000 }, {}],
        },
        { name: "나그네", is_user: true, send_date: "bad date", mes: "그렇구려." },
      ),
    );
    expect(session).toMatchObject({ character_name: "길동", last_line: "그렇구려.", turn_count: 1 });
    const lines = await linesOf(session.id);
    expect(lines.map(({ speaker, role, content }) => `${speaker} ${role} ${content}`)).toEqual([
      "길동 assistant 어서 오시오.",
      "나그네 user 안녕하시오.",
      "길동 assistant 둘째, 고쳐 씀.",
      "나그네 user 그렇구려.",
    ]);
    expect(lines[2]).toMatchObject({ take: { index: 1, count: 3 }, created_at: "2024-07-12T02:06:40.000Z" });
    expect(lines[1]?.created_at).toBe("2024-07-12T02:00:00.000Z");
    const third = await conversation.lines.select(actor, session.id, lines[2]?.id ?? "", 2);
    expect(third.content).toBe("셋째.");
    expect((await linesOf(session.id)).map(({ content }) => content)).toHaveLength(3);
    await conversation.lines.select(actor, session.id, third.id, 1);
    expect((await linesOf(session.id)).at(-1)?.content).toBe("그렇구려.");
  });

  it("Chub's swipes, old headers, broken rows and a byte order mark are read", () => {
    const old = { user_name: "나", character_name: "홍길동", create_date: "2023-6-5 @14h 56m 50s 682ms" };
    const file = `\uFEFF${jsonl(old)}\r\nnot json\r\n${jsonl({
      name: "홍길동",
      is_user: false,
      mes: "하나",
      swipes: [{ mes: { message: "하나" } }, { mes: "둘" }],
      swipe_id: 9,
    })}\n[1,2]\n{"name":"x"}\n`;
    expect(parseSillyTavern(file)).toEqual({
      characterName: "홍길동",
      lines: [
        {
          role: "assistant",
          speaker: "홍길동",
          takes: [
            { content: "하나", sentAt: null },
            { content: "하나", sentAt: null },
          ],
          chosen: 1,
        },
      ],
    });
  });

  it.each(["", "hello", "{}", '{"spec":"chara_card_v2"}', jsonl(header), "[]\n[]"])(
    "%s is none",
    async (file) => {
      await expect(bring(file)).rejects.toMatchObject({ code: "VALIDATION_ERROR", key: "chat_unreadable" });
    },
  );

  it("goes out as it came in, takes and dates too, and can be played on", async () => {
    const first = await bring(
      jsonl(
        header,
        { name: "나", is_user: true, send_date: 1_720_750_000_000, mes: "안녕" },
        {
          name: "길동",
          is_user: false,
          send_date: 1_720_750_001_000,
          mes: "둘",
          swipes: ["하나", "둘"],
          swipe_id: 1,
        },
      ),
    );
    const shape = async (id: string) =>
      (await linesOf(id)).map(({ role, speaker, content, take, created_at }) => ({
        role,
        speaker,
        content,
        take,
        created_at,
      }));
    const second = await bring(await exported(first.id, "jsonl"));
    expect(second.character_name).toBe("길동");
    expect(await shape(second.id)).toEqual(await shape(first.id));
    const { ended } = reading(
      await conversation.begin(actor, "ko", ask("이어서", { session_id: second.id }), never),
    );
    await vi.waitFor(() => expect(answers.at(-1)?.prompt.at(-1)?.content).toBe("이어서"), 5000);
    expect(answers.at(-1)?.prompt.map(({ content }) => content)).toEqual(
      expect.arrayContaining(["안녕", "둘", "이어서"]),
    );
    answers.at(-1)?.say("그러세.");
    answers.at(-1)?.finish();
    await ended;
    expect(await exported(second.id, "txt")).toBe(
      "길동\n\n나: 안녕\n\n길동: 둘\n\n나: 이어서\n\n길동: 그러세.\n",
    );
    const whole = JSON.parse(await exported(second.id, "json"));
    expect(whole.messages.map(({ content }: { content: string }) => content)).toEqual([
      "안녕",
      "하나",
      "둘",
      "이어서",
      "그러세.",
    ]);
    expect(whole.head_message_id).toBe(whole.messages.at(-1).id);
    await expect(conversation.exportPlay(actor, second.id, "wav")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
