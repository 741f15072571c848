"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { usePersonas } from "@/lib/client/persona-queries";
import type { PersonaView } from "@/lib/contract/personas";
import { PersonaForm } from "./persona-form";

/** Who the person is in their plays: several, and which one new plays take. */
export function Personas({ initial }: { initial: PersonaView[] }) {
  const t = useTranslations("personas");
  const group = useId();
  const { personas, create, change, remove } = usePersonas(initial);
  const [open, setOpen] = useState<string | null>(null);
  const error = create.error ?? change.error ?? remove.error;
  const close = () => setOpen(null);
  const icon = { className: "icon", strokeWidth: 1.7 } as const;

  return (
    <div className="settings-body">
      <p>{t("hint")}</p>
      {personas.length > 0 && (
        <ul className="personas">
          {personas.map((each) => (
            <li key={each.id} data-testid="persona">
              {open === each.id ? (
                <PersonaForm
                  initial={each}
                  isBusy={change.isPending}
                  onCancel={close}
                  onSave={(draft) => change.mutate({ id: each.id, ...draft }, { onSuccess: close })}
                />
              ) : (
                <>
                  <label className="choice">
                    <input
                      type="radio"
                      name={group}
                      checked={each.is_default}
                      onChange={() => change.mutate({ id: each.id, is_default: true })}
                    />
                    <span>{each.name}</span>
                    <small>{each.description}</small>
                  </label>
                  <IconButton name={t("edit", { name: each.name })} onClick={() => setOpen(each.id)}>
                    <Pencil {...icon} />
                  </IconButton>
                  <IconButton name={t("remove", { name: each.name })} onClick={() => remove.mutate(each.id)}>
                    <Trash2 {...icon} />
                  </IconButton>
                </>
              )}
            </li>
          ))}
          <li>
            <label className="choice">
              <input
                type="radio"
                name={group}
                checked={!personas.some((each) => each.is_default)}
                onChange={() => {
                  const before = personas.find((each) => each.is_default);
                  if (before) change.mutate({ id: before.id, is_default: false });
                }}
              />
              <span>{t("asTheScene")}</span>
            </label>
          </li>
        </ul>
      )}
      {open === "new" ? (
        <PersonaForm
          isBusy={create.isPending}
          onCancel={close}
          onSave={(draft) => create.mutate(draft, { onSuccess: close })}
        />
      ) : (
        <button type="button" className="button" onClick={() => setOpen("new")}>
          {t("add")}
        </button>
      )}
      <p className="trouble" role="alert">
        {error && (error.message || t("failed"))}
      </p>
    </div>
  );
}
