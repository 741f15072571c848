import pino from "pino";
import { afterAll } from "vitest";
import { RateLimit } from "@/lib/admission/rate-limit";
import { Seats } from "@/lib/admission/seats";
import { EventLog } from "@/lib/async/event-log";
import { type ChatRequest, chatRequest } from "@/lib/contract/chat";
import type { ChatEvent } from "@/lib/contract/chat-events";
import { ContextState, Conversation, type ConversationDeps, TurnRegistry } from "@/lib/conversation";
import { LanguageDirectory } from "@/lib/llm/directory";
import type { LanguageEngine, LanguagePart } from "@/lib/llm/engine";
import { Metrics } from "@/lib/metrics/metrics";
import { createReadings } from "@/lib/speech/readings";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { OWNER, temporaryDatabase } from "../../db/database-fixture";
import { speakingStage } from "../speech/speaking-fixture";

/** One call of the language engine, answered by hand. */
export class Answer {
  readonly #parts = new EventLog<LanguagePart>();
  isAborted = false;

  constructor(
    readonly prompt: readonly { role: string; content: string }[],
    signal: AbortSignal,
  ) {
    const stop = () => {
      this.isAborted = true;
      this.#parts.fail(new UpstreamError("aborted", "call was aborted"));
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
  }

  say(delta: string): void {
    this.#parts.append({ type: "text", delta });
  }

  finish(): void {
    this.#parts.append({ type: "finish", reason: "stop", promptTokens: 9, completionTokens: 3 });
    this.#parts.end();
  }

  fail(error: unknown): void {
    this.#parts.fail(error);
  }

  parts(): AsyncIterable<LanguagePart> {
    return this.#parts.follow();
  }
}

/** A conversation on a real database, scheduler and clip store; both engines answer by hand. */
export async function conversationStage() {
  const { db } = temporaryDatabase();
  const logged: string[] = [];
  const logger = pino({ level: "info" }, { write: (entry: string) => logged.push(entry) });
  const answers: Answer[] = [];
  const engine: LanguageEngine = {
    kind: "ollama",
    name: "Ollama",
    capabilities: { objects: false, embedded: false, remote: false },
    generateObject: () => Promise.reject(new Error("nobody asks for data here")),
    streamText: (request, context) => {
      const answer = new Answer(request.messages, context.signal);
      answers.push(answer);
      return answer.parts();
    },
    listModels: async () => [{ name: "model" }],
    checkHealth: async () => ({ state: "up" }),
  };
  const context = (signal: AbortSignal): EngineContext => ({
    signal,
    fetch: engineFetch,
    now: Date.now,
    logger,
  });
  const language = new LanguageDirectory({
    engines: [{ engine, isOnRequest: false, isGuessed: false }],
    context,
    logger,
  });
  const speaking = await speakingStage();
  const deps: ConversationDeps = {
    db,
    logger,
    language,
    speech: speaking.directory,
    speaker: speaking.speaker,
    clips: speaking.clips,
    voices: speaking.voices,
    readings: createReadings([]),
    turns: new TurnRegistry(),
    findCharacter: async () => null,
    findCharacterNamed: async () => null,
    engineContext: context,
    assertSpace: async () => {},
    admission: {
      seats: new Seats({ seats: 100, perPerson: 0, holdMs: 60_000, now: Date.now }),
      turns: new RateLimit(0, Date.now),
      syntheses: new RateLimit(0, Date.now),
    },
    metrics: new Metrics(),
    context: new ContextState({ contextLength: undefined, summaryTrigger: 0.8, keepTurns: 16 }),
    now: Date.now,
  };
  const conversation = new Conversation(deps);
  afterAll(async () => {
    await conversation.close();
    language.stop();
  });
  return { ...speaking, deps, db, answers, conversation, logged };
}

export function ask(content: string, more: object = {}): ChatRequest {
  return chatRequest.parse({
    messages: [{ role: "user", content }],
    persona: "의적",
    tts_enabled: false,
    ...more,
  });
}

/** Reads a turn's events as they come. */
export function reading(events: AsyncIterable<ChatEvent>) {
  const seen: ChatEvent[] = [];
  const ended = (async () => {
    for await (const event of events) seen.push(event);
    return seen;
  })();
  return { seen, ended };
}

export const actor = OWNER;
export const never = new AbortController().signal;
