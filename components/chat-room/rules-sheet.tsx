"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { entriesOf } from "@/components/character-editor/lorebook-entries";
import { LorebookField } from "@/components/character-editor/lorebook-field";
import { Sheet } from "@/components/ui/sheet";
import { usePromptSettings } from "@/lib/client/prompt-settings";
import type { PromptSettingsView } from "@/lib/contract/memory";
import type { Session } from "@/lib/contract/session";
import type { RoomActions } from "./room-actions";

type Wish = PromptSettingsView & { lorebook: NonNullable<PromptSettingsView["lorebook"]> };

const RULES = ["stays_in_character", "never_speaks_for_user", "no_emoji"] as const;

/** What holds in this play alone: the house rules, who the person is, what is known in it. */
export function RulesSheet({
  session,
  role,
  actions,
  onClose,
}: {
  session: Session;
  /** Who the person is where they name nobody. */
  role: string;
  actions: RoomActions;
  onClose: () => void;
}) {
  const t = useTranslations("rules");
  const { settings, change } = usePromptSettings(session.id);
  return (
    <Sheet title={t("title")} onClose={onClose}>
      <p className="hint">{session.engines.llm === "demo" ? t("demo") : t("hint")}</p>
      {settings.data ? (
        <RulesForm
          stored={settings.data}
          role={role}
          language={session.language}
          isSaving={change.isPending}
          isSaved={change.isSuccess}
          onSave={(wish, onSaved) =>
            change.mutate(wish, {
              onSuccess: ({ user }) => {
                actions.callPerson(user.name);
                onSaved();
              },
            })
          }
        />
      ) : null}
      <p className="trouble" role="alert">
        {settings.error && (settings.error.message || t("unread"))}
        {change.error && (change.error.message || t("failed"))}
      </p>
    </Sheet>
  );
}

function RulesForm({
  stored,
  role,
  language,
  isSaving,
  isSaved,
  onSave,
}: {
  stored: PromptSettingsView;
  role: string;
  language: string;
  isSaving: boolean;
  isSaved: boolean;
  onSave: (wish: Wish, onSaved: () => void) => void;
}) {
  const t = useTranslations("rules");
  const tSelf = useTranslations("personas");
  const id = useId();
  const [{ user, rules }, setDraft] = useState({ user: stored.user, rules: stored.rules });
  const [book, setBook] = useState<Record<string, unknown> | null>(stored.lorebook);
  const [isChanged, setChanged] = useState(false);

  const setRules = (next: Partial<PromptSettingsView["rules"]>) => {
    setDraft({ user, rules: { ...rules, ...next } });
    setChanged(true);
  };
  const setUser = (next: Partial<PromptSettingsView["user"]>) => {
    setDraft({ user: { ...user, ...next }, rules });
    setChanged(true);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const lorebook = { recursive_scanning: false, ...book, entries: entriesOf(book) };
    const wish = { user: { name: user.name.trim(), persona: user.persona.trim() }, rules, lorebook };
    onSave(wish, () => setChanged(false));
  };
  return (
    <form onSubmit={save}>
      <section className="memory-part" aria-labelledby={`${id}-rules`}>
        <h3 id={`${id}-rules`}>{t("rules")}</h3>
        {RULES.map((rule) => (
          <label key={rule} className="switch switch--row">
            {t(rule)}
            <input
              type="checkbox"
              checked={rules[rule]}
              onChange={(event) => setRules({ [rule]: event.target.checked })}
            />
          </label>
        ))}
        <label htmlFor={`${id}-more`}>{t("more")}</label>
        <textarea
          id={`${id}-more`}
          className="field-text"
          rows={2}
          maxLength={4000}
          placeholder={t("moreHint")}
          lang={language}
          value={rules.more}
          onChange={(event) => setRules({ more: event.target.value })}
        />
      </section>
      <section className="memory-part" aria-labelledby={`${id}-self`}>
        <h3 id={`${id}-self`}>{tSelf("title")}</h3>
        <label htmlFor={`${id}-name`}>{tSelf("name")}</label>
        <input
          id={`${id}-name`}
          className="field-text"
          maxLength={100}
          placeholder={role}
          value={user.name}
          onChange={(event) => setUser({ name: event.target.value })}
        />
        <label htmlFor={`${id}-persona`}>{tSelf("description")}</label>
        <textarea
          id={`${id}-persona`}
          className="field-text"
          rows={2}
          maxLength={8000}
          placeholder={tSelf("descriptionHint")}
          value={user.persona}
          onChange={(event) => setUser({ persona: event.target.value })}
        />
      </section>
      <LorebookField
        book={book}
        onChange={(next) => {
          setBook(next);
          setChanged(true);
        }}
        onDone={() => {}}
      />
      <div className="memory-actions sheet-actions">
        <button type="submit" className="button button--lit" disabled={!isChanged || isSaving}>
          {t("save")}
        </button>
        <span role="status">{isSaved && !isChanged ? t("saved") : ""}</span>
      </div>
    </form>
  );
}
