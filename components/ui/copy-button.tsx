"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "@/lib/client/copy-text";
import { IconButton } from "./icon-button";

const TOLD_MS = 2000;

/** Copies `text` and says so, or that the browser would not. */
export function CopyButton({ name, text }: { name: string; text: string }) {
  const t = useTranslations("app");
  const [told, setTold] = useState<"copied" | "notCopied" | null>(null);

  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);

  const copy = () => void copyText(text).then((done) => setTold(done ? "copied" : "notCopied"));
  return (
    <IconButton name={told ? t(told) : name} onClick={copy}>
      {told === "copied" ? (
        <Check className="icon" strokeWidth={1.7} />
      ) : (
        <Copy className="icon" strokeWidth={1.7} />
      )}
      <span className="visually-hidden" role="status">
        {told && t(told)}
      </span>
    </IconButton>
  );
}
