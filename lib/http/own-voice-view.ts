import "server-only";
import { voiceOwners } from "@/db/queries/voices";
import type { Actor } from "@/lib/auth/actor";
import { isAdmin } from "@/lib/auth/role";
import type {
  OwnVoiceListed,
  OwnVoicesOfPeople,
  OwnVoicesView,
  OwnVoiceView,
} from "@/lib/contract/own-voices";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import { outlook } from "@/lib/speech/outlook";
import { type Voice, voiceFacts } from "@/lib/voices";

/** A voice as its owner sees it, with what keeps it from speaking now. */
export function ownVoiceView({ voices, speech, say }: Services, voice: Voice, locale: Locale): OwnVoiceView {
  const speaking = say.voices.find(voice.id, voice.ownerId);
  const reason = speaking && outlook(speech, say.voices, speaking).reason;
  const facts = voiceFacts(voice, locale, voices.defaultVoiceId);
  const { id, name, language, description, references, may_travel, version, created_at, updated_at } = facts;
  return {
    ...{ id, name, language, description, references, may_travel, version, created_at, updated_at },
    available: reason === null,
    ...(reason ? { unavailable_reason: sentence(locale, reason) } : {}),
  };
}

/** A person's own voices, what they take, and whether there may be more. */
export async function ownVoicesView(
  services: Services,
  actor: Actor,
  locale: Locale,
): Promise<OwnVoicesView> {
  const { ownVoices } = services;
  const closed = await ownVoices.closedFor(actor);
  return {
    voices: ownVoices.list(actor).map((voice) => ownVoiceView(services, voice, locale)),
    used: await ownVoices.used(actor),
    limits: ownVoices.limits,
    removed: (await ownVoices.removedOf(actor)).map(({ id, name, removedAt }) => ({
      id,
      name,
      removed_at: new Date(removedAt).toISOString(),
    })),
    ...(closed ? { closed_reason: sentence(locale, closed) } : {}),
  };
}

/** A page of everybody's, as an admin sees them. */
export async function ownVoicesOfPeople(
  { ownVoices, voices: catalog, db }: Services,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  locale: Locale,
): Promise<OwnVoicesOfPeople> {
  const all = ownVoices.listAll();
  const after = all.findIndex(({ id }) => id === cursor) + 1;
  const page = all.slice(after, after + limit);
  const owners = await voiceOwners(
    db,
    page.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const voices: OwnVoiceListed[] = [];
  for (const voice of page) {
    const { id, name, language, references, owner, created_at } = voiceFacts(
      voice,
      locale,
      catalog.defaultVoiceId,
    );
    voices.push({
      ...{ id, name, language, created_at },
      owner: owners.find((one) => one.id === owner) ?? { id: owner ?? "", name: null, email: null },
      clips: references.length,
      bytes: await ownVoices.bytesOf(voice),
      consents: [...new Set(references.flatMap(({ consent }) => consent ?? []))],
    });
  }
  const isLast = after + page.length >= all.length;
  return {
    totals: await ownVoices.totals(),
    voices,
    next_cursor: isLast ? null : (page.at(-1)?.id ?? null),
  };
}

/** Throws FORBIDDEN for who makes neither the server's voices nor their own. */
export async function assertMakesVoices(services: Services, actor: Actor): Promise<void> {
  if (!(await isAdmin(services, actor))) await services.ownVoices.assertOpen(actor);
}
