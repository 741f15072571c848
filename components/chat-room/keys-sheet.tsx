"use client";

import { useTranslations } from "use-intl";
import { Sheet } from "@/components/ui/sheet";

const KEYS = [
  { keys: ["Enter"], what: "send" },
  { keys: ["Shift", "Enter"], what: "newline" },
  { keys: ["Esc"], what: "stop" },
  { keys: ["↑"], what: "editLast" },
  { keys: ["↓"], what: "hints" },
  { keys: ["Tab"], what: "lines" },
  { keys: ["←", "→"], what: "sentences" },
  { keys: ["Page Up", "Page Down"], what: "scroll" },
  { keys: ["?"], what: "help" },
] as const;

/** What the keyboard does in the room. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keys");
  return (
    <Sheet title={t("title")} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
