import "server-only";
import { z } from "zod";
import { me } from "@/lib/contract/accounts";
import { failure } from "@/lib/contract/answers";
import { apiKeyView } from "@/lib/contract/api-keys";
import { castCard } from "@/lib/contract/cast";
import { castMember, changeCharacter, createCharacter } from "@/lib/contract/character";
import { chatAnswer, chatLine, chatModel, chatRequest, scenario } from "@/lib/contract/chat";
import { CHAT_EVENT_DATA, playEngines, usage } from "@/lib/contract/chat-events";
import { engineCapabilities, speechEngineOptions, speechEngineView } from "@/lib/contract/engines";
import { engineState } from "@/lib/contract/health";
import { lorebook } from "@/lib/contract/lorebook";
import { pin, promptRules, promptSettings, sentPrompt, summary } from "@/lib/contract/memory";
import { modelPull } from "@/lib/contract/models";
import { chatCompletion, chatCompletionChunk, openAiError, openAiModel } from "@/lib/contract/openai";
import { message, session } from "@/lib/contract/session";
import { ttsAnswer, ttsRequest, voiceListItem } from "@/lib/contract/speech";
import { voiceReference, voiceSettings, voiceSpec, voiceView } from "@/lib/contract/voices";

/** What the document describes once, under its own name. */
const NAMED: Record<string, z.ZodType> = {
  ApiKey: apiKeyView,
  CastCard: castCard,
  ChangeCharacter: changeCharacter,
  Character: castMember,
  ChatAnswer: chatAnswer,
  ChatCompletion: chatCompletion,
  ChatCompletionChunk: chatCompletionChunk,
  ChatLine: chatLine,
  ChatRequest: chatRequest,
  CreateCharacter: createCharacter,
  DoneEvent: CHAT_EVENT_DATA.done,
  EngineCapabilities: engineCapabilities,
  EngineState: engineState,
  ErrorEvent: CHAT_EVENT_DATA.error,
  Failure: failure,
  Lorebook: lorebook,
  Me: me,
  Message: message,
  Model: chatModel,
  ModelPull: modelPull,
  NoticeEvent: CHAT_EVENT_DATA.notice,
  OpenAiError: openAiError,
  OpenAiModel: openAiModel,
  Pin: pin,
  PlayEngines: playEngines,
  PromptRules: promptRules,
  PromptSettings: promptSettings,
  Scenario: scenario,
  SegmentEvent: CHAT_EVENT_DATA.segment,
  SentPrompt: sentPrompt,
  Session: session,
  SpeechEngine: speechEngineView,
  SpeechEngineOptions: speechEngineOptions,
  SpeechFile: ttsAnswer,
  SpeechRequest: ttsRequest,
  Summary: summary,
  TextEvent: CHAT_EVENT_DATA.text,
  TurnEvent: CHAT_EVENT_DATA.turn,
  Usage: usage,
  Voice: voiceListItem,
  VoiceReference: voiceReference,
  VoiceSettings: voiceSettings,
  VoiceSpec: voiceSpec,
  VoiceView: voiceView,
};

export const schemaNames = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) schemaNames.add(schema, { id });
