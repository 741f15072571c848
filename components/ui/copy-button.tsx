"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./icon-button";

const unchanging = () => () => {};

/** Copies `text`. Absent where the browser gives no clipboard (plain http on a LAN address). */
export function CopyButton({ name, text }: { name: string; text: string }) {
  const t = useTranslations("app");
  const [copied, setCopied] = useState(false);
  const able = useSyncExternalStore(
    unchanging,
    () => Boolean(navigator.clipboard),
    () => false,
  );

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  if (!able) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <IconButton name={copied ? t("copied") : name} onClick={copy}>
      {copied ? <Check className="icon" strokeWidth={1.7} /> : <Copy className="icon" strokeWidth={1.7} />}
      <span className="visually-hidden" role="status">
        {copied ? t("copied") : ""}
      </span>
    </IconButton>
  );
}
