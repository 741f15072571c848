"use client";

import { useTranslations } from "use-intl";
import type { CastMember } from "@/lib/contract/character";

const FACTS = [
  "description",
  "job",
  "gender",
  "age",
  "species",
  "height",
  "personality",
  "speech_style",
  "appearance",
  "worldview",
  "likes",
  "dislikes",
  "habits",
  "features",
] as const;

/** What is told of a character; what is not written is not there. Always plain text. */
export function CharacterFacts({ character }: { character: CastMember }) {
  const t = useTranslations("character");
  const tFields = useTranslations("editor.fields");
  const facts = FACTS.flatMap((field) => {
    const value = character[field];
    const text = typeof value === "string" ? value.trim() : value.join(" · ");
    return text === "" ? [] : [{ field, text }];
  });
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">{t("who")}</h2>
      <dl className="facts">
        {facts.map(({ field, text }) => (
          <div key={field}>
            <dt>{tFields(field)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {character.tags.length > 0 && (
        <ul className="tags" aria-label={tFields("tags")}>
          {character.tags.map((tag) => (
            <li key={tag}>{tag}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
