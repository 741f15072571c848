import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { authenticated } from "@/lib/auth/actor";
import { chatRequest } from "@/lib/contract/chat";
import { createServices } from "@/lib/services";
import {
  type ChatLine,
  type OllamaRequest,
  type OllamaSimulator,
  ROLE_PLAY_REPLIES,
  startOllama,
} from "../engines/ollama";
import { messageTokens } from "../engines/ollama/tokens";

export const CONTEXT = 4096;
export const ANSWER = 512;
/** Kept in the prompt by a pin, made at turn 3. */
export const PINNED = "달래는 왼손잡이다.";
/** Said at turn 20: only the summary can still know it. */
export const TOLD = "[사실: 옥패는 서낭당 느티나무 아래에 묻혀 있다]";

/** How much faster than a real engine. */
const SPEED = 100_000;

export interface PlayedTurn {
  turn: number;
  /** Tokens of the prompt as the engine counts them. */
  promptTokens: number;
  /** The share of the prompt that is the beginning of the one before, unchanged. */
  unchanged: number;
  /** Older lines that were in the prompt before are in its summary. */
  isFolded: boolean;
  /** Summaries made while the person waited. */
  waitedFor: number;
  /** Lines the engine dropped because the prompt was too long for it. */
  droppedMessages: number;
  /** What the answer said of it. */
  contextSummarized: boolean;
  prompt: ChatLine[];
}

export interface LongPlayOptions {
  turns: number;
  /** Turns after which the next line comes at once, before anything can be done in the background. */
  isHurried: (turn: number) => boolean;
}

/** A play of many turns on a model with a short context: the real server's services, a real database, real sockets. */
export async function playLong({ turns, isHurried }: LongPlayOptions): Promise<{
  played: PlayedTurn[];
  /** Requests for a summary; tokens of the longest, its answer included. */
  summaries: { count: number; longest: number };
}> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "forge-long-play-"));
  const ollama = await startOllama({ contextLength: CONTEXT, speed: SPEED, reply });
  const services = await createServices({
    environment: {
      RATE_LIMIT_TURNS: "0",
      DATA_DIR: dataDir,
      OLLAMA_BASE_URL: ollama.url,
      LLM_SERVICE: "ollama",
      LOG_LEVEL: "silent",
    },
  });
  const actor = authenticated({ id: "long-play", kind: "guest" });
  const played: PlayedTurn[] = [];
  try {
    for (let turn = 1; turn <= turns; turn++) {
      // So slow that a summary begun behind the person's back cannot be ready before they speak again.
      ollama.options.firstTokenMs = isHurried(turn) || isHurried(turn - 1) ? 100 * SPEED : 250;
      const asked = ollama.log.requests.length;
      const answer = await services.conversation.answer(actor, "ko", request(turn));
      const { memory } = services.conversation;
      if (turn === 3) await memory.addPin(actor, "long-play", { text: PINNED });
      const requests = ollama.log.requests.slice(asked);
      const told = requests.find((one) => !isForSummary(one));
      if (!told) throw new Error(`turn ${turn} was not answered by the model`);
      const before = played.at(-1)?.prompt ?? [];
      played.push({
        turn,
        promptTokens: tokensOf(told.body.messages as ChatLine[]),
        unchanged: unchangedShare(before, told.messages),
        isFolded: told.messages.length < before.length,
        waitedFor: requests.filter((one) => isForSummary(one) && one.index < told.index && one.finished)
          .length,
        droppedMessages: told.droppedMessages,
        contextSummarized: answer.context_summarized,
        prompt: told.messages,
      });
      const next = tokensOf(told.messages) + messageTokens(answer);
      if (!isHurried(turn)) await listening(ollama, asked, next);
    }
  } finally {
    await services.close();
    await ollama.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const made = ollama.log.requests.filter(isForSummary);
  const whole = made.map((one) => tokensOf(one.body.messages as ChatLine[]) + numPredict(one));
  return { played, summaries: { count: made.length, longest: Math.max(0, ...whole) } };
}

function request(turn: number) {
  const fact = turn === 20 ? ` ${TOLD}` : "";
  return chatRequest.parse({
    session_id: "long-play",
    persona: "서자로 태어나 활빈당을 이끄는 의적. 말은 예스럽고, 백성을 먼저 생각한다.",
    messages: [{ role: "user", content: `${turn}번째로 묻겠소. 이제 우리는 어디로 가야 하오?${fact}` }],
    max_tokens: ANSWER,
    tts_enabled: false,
  });
}

/** As a summariser the model keeps what is marked as a fact; else it plays its part. */
function reply(messages: ChatLine[], turn: number): string {
  const asked = messages.at(-1)?.content ?? "";
  if (!messages[0]?.content.includes("기록자")) {
    return ROLE_PLAY_REPLIES.ko[turn % ROLE_PLAY_REPLIES.ko.length] ?? "";
  }
  const facts = new Set(asked.match(/\[사실: [^\]]+\]/g));
  const events = "둘은 성문을 지나 강을 따라 걸었고, 다리 밑의 노인을 찾아가기로 했다.";
  return [...facts, events].join(" ");
}

const isForSummary = ({ body }: OllamaRequest): boolean =>
  (body.messages as ChatLine[])[0]?.content.includes("기록자") ?? false;
const numPredict = ({ body }: OllamaRequest): number =>
  (body.options as { num_predict?: number } | undefined)?.num_predict ?? 0;
const tokensOf = (messages: ChatLine[]): number =>
  messages.reduce((sum, message) => sum + messageTokens(message), 0);

/** What an engine's prompt cache could take over from the prompt before. */
function unchangedShare(before: ChatLine[], now: ChatLine[]): number {
  const differs = now.findIndex(
    (message, at) => message.role !== before[at]?.role || message.content !== before[at]?.content,
  );
  const same = differs < 0 ? now : now.slice(0, differs);
  return tokensOf(same) / Math.max(1, tokensOf(now));
}

/** The length from which a folding is sure to come, and that from which it may: estimates are cautious. */
const SURE = (CONTEXT - ANSWER) * 0.8;
const POSSIBLE = SURE * 0.93;

/** The person listens to the answer, in which time the engine makes the summary that is due. */
async function listening(ollama: OllamaSimulator, asked: number, tokens: number): Promise<void> {
  const isMade = () => ollama.log.requests.slice(asked).some((one) => isForSummary(one) && one.finished);
  const limitMs = tokens > SURE ? 10_000 : tokens > POSSIBLE ? 300 : 0;
  for (const start = Date.now(); !isMade() && Date.now() - start < limitMs; ) await delay(5);
  await ollama.whenIdle();
  await delay(limitMs > 0 ? 20 : 2);
}
