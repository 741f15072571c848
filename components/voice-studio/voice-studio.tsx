"use client";

import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { CachePlace } from "./cache-place";
import { CardsPlace } from "./cards-place";
import { CastingPlace } from "./casting-place";
import { EnginesPlace } from "./engines-place";
import { ModelsPlace } from "./models-place";
import { NewVoicePlace } from "./new-voice-place";
import { PeoplesVoicesPlace } from "./peoples-voices-place";
import { StudioMenu, type StudioPlace } from "./studio-menu";
import { StudioWords, type StudioWordsProps } from "./studio-words";
import { VoicePlace } from "./voice-place";

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
          <Place place={place} />
        </main>
      </div>
    </StudioWords>
  );
}

function Place({ place }: { place: StudioPlace }) {
  if ("voice" in place) return <VoicePlace voiceId={place.voice} />;
  if (place.show === "new") return <NewVoicePlace />;
  if (place.show === "casting") return <CastingPlace />;
  if (place.show === "own") return <PeoplesVoicesPlace />;
  if (place.show === "models") return <ModelsPlace />;
  if (place.show === "cards") return <CardsPlace />;
  return place.show === "cache" ? <CachePlace /> : <EnginesPlace />;
}
