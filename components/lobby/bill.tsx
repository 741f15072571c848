"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { LevelTrace } from "@/components/ui/level-trace";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastMember } from "@/lib/contract/character";

/** From this length on, a line at display size would push the buttons below the fold. */
const LONG_LINE = 34;

/** Today's character: the line is the headline, the voice one press away. */
export function Bill({
  member,
  sample,
  message,
  onSample,
  readLevel,
}: {
  member: CastMember;
  sample: SampleState;
  /** Why the sample is silent, in the server's words; "" where it said nothing. */
  message: string;
  onSample: () => void;
  readLevel: () => number;
}) {
  const t = useTranslations("lobby");
  const tSample = useTranslations("sample");
  const tRoom = useTranslations("room");
  const sounding = sample === "playing";
  return (
    <div className="bill-rule">
      <section className="bill" aria-label={t("today")}>
        <div className="bill-text">
          <p className="bill-what">{t("what")}</p>
          <p
            className="bill-line"
            data-sounding={sounding}
            data-length={member.sample_line.length > LONG_LINE ? "long" : "short"}
          >
            <span className="quoted">{t("quoted", { line: member.sample_line })}</span>
          </p>
          <div className="bill-by">
            <SampleButton name={member.name} state={sample} onPress={onSample} size="large" />
            <LevelTrace readLevel={readLevel} sounding={sounding} width={112} height={28} />
            <p className="bill-who">
              <b>{member.name}</b>
              {sample === "failed" ? (
                <span className="failed" role="alert">
                  {message || tSample("failed")}
                </span>
              ) : (
                <span>{member.source_work}</span>
              )}
            </p>
          </div>
          <div className="bill-go">
            <Link
              className="button button--lit"
              href={`/play?character=${encodeURIComponent(member.id)}`}
              prefetch={false}
            >
              {t("enter")}
            </Link>
            <a className="text-button" href="#cast">
              {t("others")}
            </a>
          </div>
        </div>
        <p className="spine" aria-hidden="true">
          <span>{t("today")}</span>
          <span>{member.source_work.split(" · ")[0]}</span>
          <i>{member.scene.title}</i>
        </p>
        <div className="bill-picture" style={{ "--gel": member.stage.gel }}>
          <Portrait src={member.image_url} alt={tRoom("portrait", { name: member.name })} eager />
        </div>
      </section>
    </div>
  );
}
