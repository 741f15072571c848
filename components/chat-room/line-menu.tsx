"use client";

import {
  AudioLines,
  Copy,
  Download,
  FileText,
  GitBranch,
  Pencil,
  Pin,
  RefreshCw,
  StepForward,
  Trash2,
} from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "@/lib/client/copy-text";
import type { RoomLine } from "@/lib/client/room-state";
import type { RoomActions } from "./room-actions";
import type { Desk } from "./use-room-desk";

const EDGE_PX = 12;

/** Everything that can be done with a line, at the button that asked; on a phone along the lower edge. */
export function LineMenu({
  line,
  isLast,
  button,
  actions,
  desk,
}: {
  line: RoomLine;
  isLast: boolean;
  button: HTMLElement;
  actions: RoomActions;
  desk: Desk;
}) {
  const t = useTranslations("line");
  const tApp = useTranslations("app");
  const tRoom = useTranslations("room");
  const menu = useRef<HTMLDivElement>(null);
  const isCharacter = line.role === "character";

  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    element.showPopover();
    const at = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = at.bottom + 4 + height + EDGE_PX <= window.innerHeight;
    element.style.setProperty(
      "--left",
      `${Math.max(EDGE_PX, Math.min(at.left, window.innerWidth - width - EDGE_PX))}px`,
    );
    element.style.setProperty("--top", `${Math.max(EDGE_PX, below ? at.bottom + 4 : at.top - 4 - height)}px`);
    element.querySelector("button")?.focus();
    const onToggle = (event: ToggleEvent) => {
      if (event.newState === "closed") desk.closeMenu();
    };
    element.addEventListener("toggle", onToggle);
    return () => element.removeEventListener("toggle", onToggle);
  }, [button, desk]);

  const close = () => {
    menu.current?.hidePopover();
    button.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    }
  };
  const item = (name: string, icon: ReactNode, act: () => void, tone?: "bad") => (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      data-tone={tone}
      onClick={() => {
        close();
        act();
      }}
    >
      {icon}
      {name}
    </button>
  );
  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;

  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      className="line-menu"
      aria-label={t("more")}
      onKeyDown={onKeyDown}
    >
      {isCharacter &&
        isLast &&
        item(tRoom("continue"), <StepForward {...icon} />, () => actions.continueLine(line.key))}
      {item(isCharacter ? t("retake") : t("answerAgain"), <RefreshCw {...icon} />, () =>
        actions.retake(line.key),
      )}
      {item(t("edit"), <Pencil {...icon} />, () => desk.edit(line.key))}
      {item(t("branch"), <GitBranch {...icon} />, () => actions.branch(line.key))}
      {item(t("pin"), <Pin {...icon} />, () =>
        desk.open({ kind: "memory", pin: { text: line.content.slice(0, 500), messageId: line.messageId } }),
      )}
      {item(
        tRoom("copy"),
        <Copy {...icon} />,
        () => void copyText(line.content).then((done) => desk.tell(tApp(done ? "copied" : "notCopied"))),
      )}
      {line.audioUrl && (
        <>
          {item(t("sound"), <AudioLines {...icon} />, () => desk.draw(line.key))}
          <a
            role="menuitem"
            tabIndex={-1}
            href={line.audioUrl}
            download={`${line.speaker || "line"}.wav`}
            onClick={close}
          >
            <Download {...icon} />
            {t("download")}
          </a>
        </>
      )}
      {isCharacter && item(t("prompt"), <FileText {...icon} />, () => desk.open({ kind: "prompt", line }))}
      {item(t("remove"), <Trash2 {...icon} />, () => actions.removeLine(line.key), "bad")}
    </div>
  );
}
