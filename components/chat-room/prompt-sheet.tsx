"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Sheet } from "@/components/ui/sheet";
import { useSentPrompt } from "@/lib/client/memory-queries";
import type { RoomLine } from "@/lib/client/room-state";
import type { SentPromptView } from "@/lib/contract/memory";

/** What the model was sent for a line: how many tokens each part took, the words themselves, and the line's clock. */
export function PromptSheet({
  playId,
  line,
  onClose,
}: {
  playId: string;
  line: RoomLine;
  onClose: () => void;
}) {
  const t = useTranslations("prompt");
  const { data, error } = useSentPrompt(playId, line.messageId ?? "");
  return (
    <Sheet title={t("title")} onClose={onClose}>
      {data?.clock && <Clock clock={data.clock} />}
      {error && (
        <p className="trouble">{error.code === "NOT_FOUND" ? t("none") : error.message || t("failed")}</p>
      )}
      {data && <Sent sent={data} />}
    </Sheet>
  );
}

const STAGES = ["first_token", "first_segment", "first_audio", "done"] as const;

function Clock({ clock }: { clock: NonNullable<SentPromptView["clock"]> }) {
  const t = useTranslations("prompt");
  const format = useFormatter();
  const told = STAGES.flatMap((name) => {
    const ms = clock[name];
    if (ms === null) return [];
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return [{ name, seconds: format.number(ms / 1000, digits) }];
  });
  return (
    <dl className="clock">
      {told.map(({ name, seconds }) => (
        <div key={name}>
          <dt>{t(`clock.${name}`)}</dt>
          <dd className="numeric">{t("seconds", { seconds })}</dd>
        </div>
      ))}
    </dl>
  );
}

function Sent({ sent }: { sent: SentPromptView }) {
  const t = useTranslations("prompt");
  const format = useFormatter();
  const most = Math.max(1, ...sent.parts.map(({ tokens }) => tokens));
  return (
    <>
      <p className="hint">
        {t("sum", {
          model: sent.model,
          tokens: format.number(sent.tokens),
          budget: format.number(sent.budget),
        })}{" "}
        {sent.counted_by === "estimate" && t("estimate")}
      </p>
      <table className="prompt-parts">
        <thead className="visually-hidden">
          <tr>
            <th>{t("part")}</th>
            <th>{t("tokens")}</th>
          </tr>
        </thead>
        <tbody>
          {sent.parts.map(({ part, tokens }) => (
            <tr key={part}>
              <th scope="row">{t(`parts.${part}`)}</th>
              <td>
                <span className="amount numeric">
                  <span
                    className="measure"
                    style={{ width: `${(100 * tokens) / most}%` }}
                    aria-hidden="true"
                  />
                  {format.number(tokens)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ol className="prompt-messages">
        {sent.messages.map(({ role, content, tokens }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes
          <li key={at}>
            <h3>
              <span lang="en">{role}</span>{" "}
              <span className="numeric">{t("tokenCount", { count: tokens })}</span>
            </h3>
            <pre>{content}</pre>
          </li>
        ))}
      </ol>
    </>
  );
}
