import type { CastMember } from "@/lib/contract/character";
import type { Session } from "@/lib/contract/session";

/** What the room shows of a character. */
export type RoomCharacter = Pick<
  CastMember,
  "id" | "name" | "job" | "image_url" | "scene" | "stage" | "first_message" | "narration"
>;

const UNTOLD = {
  persona: "",
  description: "",
  gender: "",
  species: "",
  age: "",
  height: "",
  job: "",
  worldview: "",
  personality: "",
  appearance: "",
  likes: [],
  dislikes: [],
  speech_style: "",
  thoughts: "",
  features: "",
  habits: "",
  guidelines: "",
  first_message: "",
  alternate_greetings: [],
  group_only_greetings: [],
  sample_dialogue: "",
  voice_id: "",
  narration: "dialogue" as const,
  narrator_voice_id: "",
  category: "",
  tags: [],
  source_work: "",
  image_url: null,
  model_url: null,
  visibility: "private" as const,
  is_preset: false,
  sample_line: "",
  tagline: "",
  stage: { gel: "#15120f", cx: "50%", cy: "40%" },
};

/** The play's character; one the server does not keep (a persona sent with a request) from what the play says itself. */
export function roomCharacter(session: Session, character: CastMember | null): CastMember {
  if (character) return character;
  const { scenario } = session;
  const scene = {
    title: "",
    place: scenario?.background ?? "",
    situation: scenario?.situation ?? "",
    user_role: "",
  };
  return {
    ...UNTOLD,
    id: session.character_id ?? "",
    name: session.character_name,
    scene,
    created_at: session.created_at,
    updated_at: session.updated_at,
  };
}
