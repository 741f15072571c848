"use client";

import { Copy } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { apiPost } from "@/lib/client/api-client";
import { useRefreshVoices } from "@/lib/client/voice-queries";
import { type VoiceView, voiceView } from "@/lib/contract/voices";
import { BenchPanel } from "./bench-panel";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";
import { VoiceHead } from "./voice-head";
import { VoiceUsesPanel } from "./voice-uses-panel";

/** A voice that ships, or is the operator's file's: it is looked at here, and changed as a copy. */
export function VoiceKeptElsewhere({ voice }: { voice: VoiceView }) {
  const t = useTranslations("studio");
  const router = useRouter();
  const refresh = useRefreshVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const copy = () =>
    attempt(async () => {
      const { language, description, engine_id, references, engine_voice, settings, timbre } = voice;
      const { gpt_weights_path, sovits_weights_path } = voice;
      const sound = { references, engine_voice, gpt_weights_path, sovits_weights_path, settings, timbre };
      const wish = { name: t("copyName", { name: voice.name }), language, description, engine_id, ...sound };
      const made = await apiPost("/api/voices", wish, { schema: voiceView });
      await refresh();
      router.push(`/admin/voices?voice=${encodeURIComponent(made.id)}`);
    });
  return (
    <>
      <VoiceHead voice={voice} name={voice.name}>
        <button type="button" className="button" disabled={isBusy} onClick={() => void copy()}>
          <Copy className="icon" strokeWidth={1.7} aria-hidden="true" />
          {t("copy")}
        </button>
      </VoiceHead>
      <section className="studio-panel">
        <p>{voice.source === "shipped" ? t("shipped") : t("ofFile")}</p>
        <Trouble text={problem} />
      </section>
      <BenchPanel voice={voice} keep={null} />
      <VoiceUsesPanel voiceId={voice.id} />
    </>
  );
}
