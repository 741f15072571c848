import type { Session } from "@/lib/contract/session";
import type { RoomCharacter } from "./room-character";

/** Where the play is set: the session's own scenario, else the character's default scene. */
export function SceneHead({ session, character }: { session: Session; character: RoomCharacter }) {
  const { scene } = character;
  const situation = session.scenario?.situation || scene.situation;
  const background = session.scenario?.background || scene.place;
  return (
    <div className="scene-head">
      {scene.title && <p className="title">{scene.title}</p>}
      {background && <h2>{background}</h2>}
      {situation && <p className="situation">{situation}</p>}
    </div>
  );
}
