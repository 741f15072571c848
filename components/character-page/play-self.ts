import type { PersonaView } from "@/lib/contract/personas";

/** Who the person is in the play to come: one of their personas, what they write for it, or as the scene has it. */
export interface PlaySelf {
  /** A persona's id, or one of the two that are none. */
  chosen: string;
  name: string;
  persona: string;
}

export const AS_THE_SCENE = "";
export const WRITTEN = "written";

export function defaultSelf(personas: readonly PersonaView[]): PlaySelf {
  const chosen = personas.find((each) => each.is_default)?.id ?? AS_THE_SCENE;
  return { chosen, name: "", persona: "" };
}

/** As `POST /api/sessions` takes it. */
export function selfWish({ chosen, name, persona }: PlaySelf) {
  if (chosen === AS_THE_SCENE) return { user: {} };
  if (chosen === WRITTEN) return { user: { name: name.trim(), persona: persona.trim() } };
  return { persona_id: chosen };
}
