import { randomUUID } from "node:crypto";
import { internal, type Owned } from "@/db/ownership";
import { createPlay, findPlay, isPlayIdTaken, type NewMessage, type Play } from "@/db/queries/plays";
import { spend } from "@/lib/admission/admission";
import type { Actor } from "@/lib/auth/actor";
import { addressOf, cardName, fillMacros } from "@/lib/characters";
import { AppError } from "@/lib/contract/app-error";
import type { CastMember } from "@/lib/contract/character";
import type { ChatLine, Scenario } from "@/lib/contract/chat";
import type { PlayUser } from "@/lib/contract/personas";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { SpeakingVoice } from "@/lib/speech/voice";
import type { ConversationDeps } from "./deps";
import { giveSpeech } from "./given-speech";
import { voiceOf } from "./segment-recipe";

const ID_CHECK = internal("an id is one person's alone");
/** What the person is called in a line where the play names them no other way. */
const SELF: Record<Locale, string> = { ko: "나", en: "You", ja: "わたし", zh: "我" };
/** A character nobody named. */
const UNNAMED: Record<Locale, string> = { ko: "상대", en: "The other", ja: "相手", zh: "对方" };

export interface PlayWishes {
  sessionId: string | undefined;
  /** An unknown session is NOT_FOUND instead of a new one. */
  mustExist?: boolean | undefined;
  characterId: string | undefined;
  persona: string | undefined;
  scenario: Scenario | undefined;
  language: Locale;
  voiceId: string | undefined;
  /** Lines spoken before the play came here, oldest first. */
  history: ChatLine[];
  /** Whether the character's greeting opens the play. */
  greets: boolean;
  /** Which one: 0 or absent = its first message, 1.. = the alternate ones. */
  greeting?: number | undefined;
  /** Who the person is in a new play. */
  user?: PlayUser | undefined;
}

export interface OpenedPlay {
  play: Owned<Play>;
  character: CastMember | null;
  /** Codes of what the person should know. */
  notices: string[];
}

/** The play under this id, else a new one. Another's id, or a character there is not, is NOT_FOUND. */
export async function openPlay(
  deps: ConversationDeps,
  actor: Actor,
  wishes: PlayWishes,
): Promise<OpenedPlay> {
  const { sessionId } = wishes;
  const known = sessionId === undefined ? null : await findPlay(deps.db, actor, sessionId);
  if (known) {
    const character = known.characterId
      ? await deps.findCharacter(actor, known.characterId, known.language)
      : null;
    return { play: known, character, notices: [] };
  }
  if (sessionId !== undefined && (wishes.mustExist || (await isPlayIdTaken(deps.db, ID_CHECK, sessionId)))) {
    throw new AppError("NOT_FOUND", { key: "session_not_found" });
  }
  const character = wishes.characterId
    ? await deps.findCharacter(actor, wishes.characterId, wishes.language)
    : null;
  if (wishes.characterId && !character && !wishes.persona) {
    throw new AppError("NOT_FOUND", { key: "character_not_found" });
  }
  const id = sessionId ?? randomUUID();
  const lines = openingLines(id, wishes, character, deps.now());
  await createPlay(deps.db, actor, newPlay(id, wishes, character, deps.now()), lines, wishes.user);
  const play = await findPlay(deps.db, actor, id);
  if (!play) throw new AppError("INTERNAL_ERROR");
  const greeting = lines[0];
  if (greeting && wishes.greets) await giveSpeech(deps, actor, play, greeting);
  prepareVoice(deps, actor, voiceOf(deps, play));
  const isUnknown = wishes.characterId !== undefined && !character;
  return { play, character, notices: isUnknown ? ["CHARACTER_UNKNOWN"] : [] };
}

/**
 * So that a play's voice is ready when its first line is to be heard. To whoever had too much loaded the line itself
 * is worth the wait.
 */
export function prepareVoice(deps: ConversationDeps, actor: Actor, voice: SpeakingVoice): void {
  try {
    deps.speaker.prepare(voice, actor.id, () => spend(deps.admission.syntheses, actor));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "RATE_LIMITED") throw error;
  }
}

/** What a person's lines are signed with; `name` is what they set for the play. */
export function userRole(character: CastMember | null, language: Locale, name?: string | null): string {
  return name || character?.scene.user_role || SELF[isLocale(language) ? language : "ko"];
}

function newPlay(id: string, wishes: PlayWishes, character: CastMember | null, now: number) {
  const { language, scenario } = wishes;
  const name = scenario?.opponent || character?.name || UNNAMED[language];
  return {
    id,
    title: character?.scene.title || scenario?.situation?.slice(0, 60) || name,
    characterId: character?.id ?? null,
    characterName: character?.name ?? name,
    persona: wishes.persona ?? null,
    language,
    scenario: scenario ?? null,
    voiceId: wishes.voiceId ?? (character?.voice_id || null),
    createdAt: now,
    updatedAt: now,
  };
}

/** The chosen greeting as it is said in this play. */
function greetingOf(
  playId: string,
  { greeting = 0, language, user }: PlayWishes,
  character: CastMember,
): string {
  const alternate = greeting > 0 ? character.alternate_greetings[greeting - 1] : undefined;
  return fillMacros(alternate ?? character.first_message, {
    char: cardName(character),
    user: user?.name || character.scene.user_role || addressOf(language),
    random: Math.random,
    pickSeed: playId,
  });
}

function openingLines(
  playId: string,
  wishes: PlayWishes,
  character: CastMember | null,
  now: number,
): NewMessage[] {
  const { history, language, scenario, greets } = wishes;
  const greeting = greets && history.length === 0 && character ? greetingOf(playId, wishes, character) : "";
  const told = greeting ? [{ role: "assistant" as const, content: greeting }] : history;
  let parentId: string | null = null;
  return told.map((line) => {
    const id = randomUUID();
    const speaker =
      line.role === "assistant"
        ? (character?.name ?? (scenario?.opponent || UNNAMED[language]))
        : userRole(character, language);
    const message: NewMessage = {
      id,
      playId,
      parentId,
      role: line.role,
      speaker,
      content: line.content.toWellFormed(),
      status: "complete",
      createdAt: now,
    };
    parentId = id;
    return message;
  });
}
