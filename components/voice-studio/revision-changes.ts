import type { VoiceSpec } from "@/lib/contract/voices";
import { changedFields } from "./voice-draft";

/** One thing a revision changed; null: it was not set. */
export interface RevisionChange {
  part: keyof VoiceSpec;
  /** Of the part, where it has several: a setting's name, a reference's mood. */
  member: string | null;
  before: string | null;
  after: string | null;
}

/** What differs between two sounds of a voice, each with what it was and what it became. */
export function revisionChanges(before: VoiceSpec, after: VoiceSpec): RevisionChange[] {
  return changedFields(before, after).flatMap((part): RevisionChange[] => {
    if (part === "references") return differences(part, clipsOf(before), clipsOf(after));
    if (part === "settings") return differences(part, told(before.settings), told(after.settings));
    if (part === "timbre") return differences(part, told(before.timbre), told(after.timbre));
    return [{ part, member: null, before: before[part] || null, after: after[part] || null }];
  });
}

function differences(
  part: RevisionChange["part"],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RevisionChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((member) => before.get(member) !== after.get(member))
    .map((member) => ({
      part,
      member,
      before: before.get(member) ?? null,
      after: after.get(member) ?? null,
    }));
}

function told(members: object | undefined): Map<string, string> {
  const known = Object.entries(members ?? {}).filter(([, value]) => value !== undefined);
  return new Map(known.map(([name, value]) => [name, String(value)]));
}

/** Clips by their mood (a second of one mood is its own), as what is said in them. */
function clipsOf({ references }: VoiceSpec): Map<string, string> {
  const clips = new Map<string, string>();
  for (const {
    emotion,
    file,
    ref_audio_path: path,
    prompt_text: words,
    prompt_lang: language,
  } of references) {
    let name = emotion;
    for (let count = 2; clips.has(name); count++) name = `${emotion} ${count}`;
    const source = path ?? file?.slice(0, 8) ?? "";
    clips.set(name, `${words ? `“${words}” ` : ""}(${language}, ${source})`);
  }
  return clips;
}
