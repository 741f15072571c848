import "server-only";
import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import {
  deletePersona,
  findDefaultPersona,
  findPersona,
  insertPersona,
  listPersonas,
  type Persona,
  updatePersona,
} from "@/db/queries/personas";
import { ensureUser } from "@/db/queries/users";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import {
  type CreatePersona,
  MAX_PERSONAS,
  type PatchPersona,
  type PersonaView,
  type PlayUser,
} from "@/lib/contract/personas";

export interface PersonasOptions {
  db: Database;
  now: () => number;
}

/** Who people are in their plays. Another's persona is NOT_FOUND; the principal everybody shares has none. */
export class Personas {
  constructor(private readonly options: PersonasOptions) {}

  async list(actor: Actor | null): Promise<PersonaView[]> {
    if (!actor || actor.kind === "anonymous") return [];
    return (await listPersonas(this.options.db, actor)).map(toView);
  }

  async create(actor: Actor, wish: CreatePersona): Promise<PersonaView> {
    if (actor.kind === "anonymous") throw new AppError("FORBIDDEN");
    const { db } = this.options;
    const now = this.options.now();
    await ensureUser(db, actor, now);
    const persona = {
      id: randomUUID(),
      name: wish.name.toWellFormed(),
      description: wish.description.toWellFormed(),
      isDefault: wish.is_default,
      createdAt: now,
      updatedAt: now,
    };
    const made = await insertPersona(db, actor, persona, MAX_PERSONAS);
    if (!made) throw new AppError("CONFLICT", { key: "too_many_personas", params: { limit: MAX_PERSONAS } });
    return toView(made);
  }

  async change(actor: Actor, id: string, change: PatchPersona): Promise<PersonaView> {
    const { db, now } = this.options;
    const { name, description, is_default: isDefault } = change;
    const changes = {
      ...(name === undefined ? {} : { name: name.toWellFormed() }),
      ...(description === undefined ? {} : { description: description.toWellFormed() }),
      ...(isDefault === undefined ? {} : { isDefault }),
    };
    const persona = await findPersona(db, actor, id);
    const changed = persona && (await updatePersona(db, persona, changes, now()));
    if (!changed) throw new AppError("NOT_FOUND");
    return toView(changed);
  }

  /** Plays that took it keep what they took. */
  async remove(actor: Actor, id: string): Promise<{ id: string; deleted: true }> {
    const { db } = this.options;
    const persona = await findPersona(db, actor, id);
    if (!persona) throw new AppError("NOT_FOUND");
    await deletePersona(db, persona);
    return { id, deleted: true };
  }

  /** Who the person is in a new play: what was written for it, else the chosen persona, else their default. */
  async forPlay(
    actor: Actor,
    wish: { user?: PlayUser | undefined; persona_id?: string | undefined },
  ): Promise<PlayUser | undefined> {
    if (wish.user) return { name: wish.user.name.toWellFormed(), persona: wish.user.persona.toWellFormed() };
    if (actor.kind === "anonymous" && wish.persona_id === undefined) return undefined;
    const { db } = this.options;
    if (wish.persona_id === undefined) return toUser(await findDefaultPersona(db, actor));
    const chosen = await findPersona(db, actor, wish.persona_id);
    if (!chosen) throw new AppError("NOT_FOUND", { key: "persona_not_found" });
    return toUser(chosen);
  }
}

function toUser(persona: Persona | null): PlayUser | undefined {
  return persona ? { name: persona.name, persona: persona.description } : undefined;
}

function toView({ id, name, description, isDefault, createdAt, updatedAt }: Persona): PersonaView {
  return {
    id,
    name,
    description,
    is_default: isDefault,
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  };
}
