"use client";

import { useTranslations } from "use-intl";
import { Command } from "@/components/ui/command";

export const CONNECT_COMMANDS = {
  llm: "ollama pull qwen3:8b",
  tts: "python api_v2.py -a 127.0.0.1 -p 9880 -c GPT_SoVITS/configs/tts_infer.yaml",
} as const;

/** How to connect an engine of this kind, as the exact command. */
export function ConnectCommands({ kinds }: { kinds: readonly ("llm" | "tts")[] }) {
  const t = useTranslations("engines");
  return (
    <div className="connect">
      {kinds.map((kind) => (
        <div key={kind}>
          <p>{kind === "llm" ? t("connectLlm") : t("connectTts")}</p>
          <Command text={CONNECT_COMMANDS[kind]} />
        </div>
      ))}
      <p>{t("auto")}</p>
    </div>
  );
}
