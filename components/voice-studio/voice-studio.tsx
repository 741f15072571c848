"use client";

import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { EnginesPlace } from "./engines-place";
import { StudioMenu, type StudioPlace } from "./studio-menu";
import { StudioWords, type StudioWordsProps } from "./studio-words";

/** The room behind the stage: voices are made, tried and given away here, and the engines looked after. */
export function VoiceStudio({
  mood,
  place,
  ...words
}: StudioWordsProps & { mood: Mood; place: StudioPlace }) {
  return (
    <StudioWords {...words}>
      <SiteBar mood={mood} />
      <div className="studio">
        <StudioMenu place={place} />
        <main id="main">
          <EnginesPlace />
        </main>
      </div>
    </StudioWords>
  );
}
