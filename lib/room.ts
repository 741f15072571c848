import "server-only";
import { headers } from "next/headers";
import { hasPasswords, isRegistrationOpen } from "@/db/queries/passwords";
import { isClaimable } from "@/lib/auth/claim";
import { identify, readCookie } from "@/lib/auth/identify";
import { readPendingMerge } from "@/lib/auth/pending-merge";
import { isAdmin } from "@/lib/auth/role";
import { SESSION_COOKIE } from "@/lib/auth/session-token";
import { AppError } from "@/lib/contract/app-error";
import { type CastPage, castQuery } from "@/lib/contract/cast";
import type { CastMember } from "@/lib/contract/character";
import type { PersonaView } from "@/lib/contract/personas";
import type { Session } from "@/lib/contract/session";
import type { MessagePage, SessionPage } from "@/lib/contract/session-shapes";
import type { MergePreview } from "@/lib/contract/sign-in";
import type { StoredSettings } from "@/lib/contract/user-settings";
import { DEFAULT_LOCALE, type Locale } from "@/lib/i18n/locales";
import { getServices } from "@/lib/services";
import { meOf } from "@/lib/services/me";
import { mergePreviewOf } from "@/lib/services/merge-preview";
import { shelfPage } from "@/lib/services/shelf";

/** What a play's page opens with; null when there is no such play of the reader's. */
export async function loadRoom(
  sessionId: string,
): Promise<{ session: Session; page: MessagePage; character: CastMember | null } | null> {
  const services = await getServices();
  const actor = await readerOf(await headers());
  if (!actor) return null;
  try {
    const { session, ...page } = await services.conversation.room(actor, decodeURIComponent(sessionId));
    const character = session.character_id
      ? await services.characters.find(actor, session.character_id, session.language)
      : null;
    return { session, page, character };
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** The first page of the lobby's list, nothing narrowed. */
export async function loadCast(locale: Locale): Promise<CastPage> {
  const services = await getServices();
  return services.characters.cast(await readerOf(await headers()), castQuery.parse({}), locale);
}

/** The cast that ships. */
export async function loadPresets(locale: Locale): Promise<CastMember[]> {
  return (await getServices()).characters.presets.list(locale);
}

/** The first page of the reader's plays, newest first. */
export async function loadPlays(limit: number): Promise<SessionPage> {
  const services = await getServices();
  return shelfPage(services, await readerOf(await headers()), { limit });
}

/** A page is asked for by a browser: whoever has no session yet sees what is public. */
async function readerOf(asked: Headers) {
  const { tokens } = await getServices();
  const named = new Headers(asked);
  named.set("sec-fetch-site", "none");
  const options = { tokens, allowAnonymousApi: false, isWrite: false };
  const identity = await identify(named, options).catch((error) => {
    // Somebody who is blocked.
    if (error instanceof AppError) return null;
    throw error;
  });
  return identity?.actor ?? null;
}

/** A character of the reader's own, to be written on; null for any other. */
export async function loadOwnCharacter(id: string): Promise<CastMember | null> {
  const found = await loadCharacter(id, DEFAULT_LOCALE);
  return found?.isOwn ? found.character : null;
}

const PLAYS_OF_ONE = 10;

/** A character the reader may see, with the plays they had with it; null for any other. */
export async function loadCharacter(
  id: string,
  locale: Locale,
): Promise<{
  character: CastMember;
  isOwn: boolean;
  mayShow: boolean;
  plays: Session[];
  personas: PersonaView[];
} | null> {
  const services = await getServices();
  const { characters, conversation, personas } = services;
  const actor = await readerOf(await headers());
  const character = await characters.find(actor, id, locale);
  if (!character) return null;
  const isOwn = actor !== null && (await characters.isOwn(actor, id));
  const plays = actor ? await conversation.playsWith(actor, id, PLAYS_OF_ONE) : [];
  const mayShow = isOwn && (await isAdmin(services, actor));
  return { character, isOwn, mayShow, plays, personas: await personas.list(actor) };
}

/** What every page is drawn by: what the reader has set, and whether they may be here at all. */
export async function loadReader(): Promise<{ settings: StoredSettings; isBlocked: boolean }> {
  const cookie = readCookie((await headers()).get("cookie"), SESSION_COOKIE);
  const { tokens, userSettings } = await getServices();
  const session = cookie ? await tokens.read(cookie) : null;
  if (session?.isBlocked) return { settings: {}, isBlocked: true };
  return { settings: await userSettings.of(session?.actor ?? null), isBlocked: false };
}

/** With what the reader is signed in; null for a guest. */
export async function loadAccount(): Promise<{ name: string; provider: "google" | "password" } | null> {
  const services = await getServices();
  const actor = await readerOf(await headers());
  if (actor?.kind !== "account") return null;
  const { username, provider } = await meOf(services, actor);
  return provider === "guest" ? null : { name: username, provider };
}

/** How one may sign in here. */
export async function loadSignInWays() {
  const { db, google } = await getServices();
  await headers();
  const [passwords, registration] = await Promise.all([hasPasswords(db), isRegistrationOpen(db)]);
  return { google: google !== null, passwords, registration };
}

/** Whether people may make accounts for themselves, for an admin to change; null for everybody else. */
export async function loadRegistration(): Promise<{ isOpen: boolean } | null> {
  if (!(await isReaderAdmin())) return null;
  return { isOpen: await isRegistrationOpen((await getServices()).db) };
}

/** What the reader has to decide before they are in their account; null: nothing. */
export async function loadMergePreview(): Promise<MergePreview | null> {
  const asked = await headers();
  const { secret, signIn } = await getServices();
  const reunion = await signIn.reunion(await readerOf(asked), await readPendingMerge(secret, asked));
  return reunion && mergePreviewOf(reunion);
}

/** Whether the reader sits at the server's own machine and nobody owns it. */
export async function mayReaderClaim(): Promise<boolean> {
  return isClaimable(await getServices(), await headers());
}

/** Who the reader is in their plays. */
export async function loadPersonas(): Promise<PersonaView[]> {
  const { personas } = await getServices();
  return personas.list(await readerOf(await headers()));
}

/** The reader's id where they are an admin. */
export async function loadAdmin(): Promise<string | null> {
  const services = await getServices();
  const actor = await readerOf(await headers());
  return actor && (await isAdmin(services, actor)) ? actor.id : null;
}

/** Whether the reader may change what is everyone's: voices, engines. */
export async function isReaderAdmin(): Promise<boolean> {
  return isAdmin(await getServices(), await readerOf(await headers()));
}
