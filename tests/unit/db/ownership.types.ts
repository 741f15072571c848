import type { Database } from "@/db/client";
import { type Actor, type Internal, type Owned, revised } from "@/db/ownership";
import { deleteApiKey, findOwnApiKey, listApiKeys } from "@/db/queries/api-keys";
import { type CharacterRow, deleteCharacter, listCharacters, updateCharacter } from "@/db/queries/characters";
import { addAudioFiles, findAudioFile, listKeptOfVoice } from "@/db/queries/clips";
import { insertPin, listPins } from "@/db/queries/memory";
import { listToldLines, saveProgress } from "@/db/queries/messages";
import { deletePersona, listPersonas, type Persona } from "@/db/queries/personas";
import { deletePlay, findPlay, listPlays, type Play, updatePlay } from "@/db/queries/plays";
import { findTurn } from "@/db/queries/turns";
import { mergeUserSettings } from "@/db/queries/user-settings";
import { updateVoice } from "@/db/queries/voices";

declare const db: Database;
declare const JOB: Internal;
const NOW = 1;

/** Never run: each statement is a query somebody forgot the owner in, and the compiler's answer to it is the test. */
export function whatDoesNotCompile(play: Play, persona: Persona, character: CharacterRow, actor: Actor) {
  const page = { limit: 1, before: null, search: undefined };
  // @ts-expect-error: an id is nobody's word for who acts
  findPlay(db, "owner", "id");
  // @ts-expect-error: nor is what looks like an actor
  findPlay(db, { id: "owner", kind: "guest" }, "id");
  // @ts-expect-error: nor an actor's copy with another id
  findPlay(db, { ...actor, id: "other" }, "id");
  // @ts-expect-error: nor nobody
  listPlays(db, null, page);
  // @ts-expect-error: nor a job of the server's
  listPlays(db, JOB, page);
  // @ts-expect-error
  listCharacters(db, { id: "owner", kind: "guest" }, page);
  // @ts-expect-error
  listPersonas(db, "owner");
  // @ts-expect-error
  listApiKeys(db, "owner");
  // @ts-expect-error
  findOwnApiKey(db, "owner", "id");
  // @ts-expect-error
  findAudioFile(db, "owner", "id");
  // @ts-expect-error
  findTurn(db, "owner", "id");
  // @ts-expect-error
  mergeUserSettings(db, { id: "owner", kind: "guest" }, {}, NOW);
  // @ts-expect-error: what is everybody's is for a named job alone, an actor has none
  listKeptOfVoice(db, actor, "voice");
  // @ts-expect-error
  addAudioFiles(db, [], { clipKey: "", recipe: {} }, NOW);
  // @ts-expect-error: a voice is written as somebody's, or as the server's
  updateVoice(db, "voice", 1, {}, NOW);

  // @ts-expect-error: a row from elsewhere is no proof that it is one's own
  updatePlay(db, play, { title: "" });
  // @ts-expect-error
  deletePlay(db, play);
  // @ts-expect-error: nor is its id
  deletePlay(db, play.id);
  // @ts-expect-error: what is in a play is asked for by the play
  listToldLines(db, play);
  // @ts-expect-error
  listPins(db, play.id);
  // @ts-expect-error
  insertPin(db, play, { id: "", text: "", messageId: null, createdAt: NOW }, 1);
  // @ts-expect-error
  saveProgress(db, play.id, "line", "");
  // @ts-expect-error
  updateCharacter(db, character, { name: "" });
  // @ts-expect-error
  deleteCharacter(db, character);
  // @ts-expect-error
  deletePersona(db, persona);
  // @ts-expect-error
  deleteApiKey(db, { ...character, name: "", secretHash: "", lastUsedAt: null });
  // @ts-expect-error: another kind of thing of one's own is no proof either
  deletePlay(db, persona as Owned<Persona>);
  // @ts-expect-error: a copy with another id is not the row that was found
  deletePlay(db, { ...(play as Owned<Play>), id: "other" });
  // @ts-expect-error: whose a row is does not change
  revised(play as Owned<Play>, { ownerId: "other" });
}
