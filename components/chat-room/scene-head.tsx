import type { CastMember } from "@/lib/contract/character";
import type { Session } from "@/lib/contract/session";

/** Where the play is set: the session's own scenario, else the character's default scene. */
export function SceneHead({ session, character }: { session: Session; character: CastMember }) {
  const { scene } = character;
  const situation = session.scenario?.situation || scene.situation;
  const background = session.scenario?.background || scene.place;
  return (
    <div className="scene-head">
      <p className="title">{scene.title}</p>
      <h2>{background}</h2>
      {situation && <p className="situation">{situation}</p>}
    </div>
  );
}
