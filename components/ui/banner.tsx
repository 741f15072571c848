"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./icon-button";

interface BannerProps {
  title: string;
  body: string;
  tone?: "lit" | "bad";
  icon?: ReactNode;
  /** Buttons: what to do. */
  children?: ReactNode;
  /** Stands below the row, over the whole width. */
  more?: ReactNode;
  onDismiss?: () => void;
  testId?: string;
}

/** A message to the person: what happened (title), what is kept (body), what to do (children). */
export function Banner({ title, body, tone = "lit", icon, children, more, onDismiss, testId }: BannerProps) {
  const t = useTranslations("app");
  return (
    <div
      className="banner"
      data-tone={tone}
      data-testid={testId ?? "notice"}
      role={tone === "bad" ? "alert" : "status"}
    >
      {icon}
      <p>
        <b>{title}</b> {body}
      </p>
      {children}
      {onDismiss && (
        <IconButton name={t("dismiss")} onClick={onDismiss}>
          <X className="icon" strokeWidth={1.7} />
        </IconButton>
      )}
      {more && <div className="banner-more">{more}</div>}
    </div>
  );
}
