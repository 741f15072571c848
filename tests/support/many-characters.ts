import { openDatabase } from "@/db/client";
import { insertCharacter } from "@/db/queries/characters";
import { emptyDraft } from "@/lib/characters/card/character-draft";
import { columnsOf } from "@/lib/characters/character-row";

const LONG = "달빛 아래에서 무녀는 오래된 이야기를 들려주었다. ".repeat(40);

/**
 * So many characters of one guest, written straight into a server's database: as many creations would only cost time.
 * They are named `인물 0`, `인물 1` … and the last is the newest. @param pictureKey of a picture that is there
 */
export async function addCharacters(
  dataDir: string,
  ownerId: string,
  count: number,
  pictureKey: string | null = null,
): Promise<void> {
  const { db, close } = openDatabase(dataDir);
  for (let at = 0; at < count; at++) {
    const draft = {
      ...emptyDraft(),
      name: `인물 ${at}`,
      category: ["판타지", "탐정", "고전"][at % 3] ?? "",
      tags: ["밤", "숲", "바다", "도시"].slice(at % 4),
      description: at % 5 === 0 ? `무녀와 달. ${LONG}` : LONG,
      personality: LONG,
      worldview: LONG,
      first_message: `어서 와, {{user}}. ${LONG}`,
    };
    const fresh = { id: crypto.randomUUID(), assets: [], pictureKey, createdAt: at, updatedAt: at };
    await insertCharacter(db, { id: ownerId, kind: "guest" }, { ...columnsOf(draft), ...fresh });
  }
  close();
}
