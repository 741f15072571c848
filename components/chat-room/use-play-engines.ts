"use client";

import { useQuery } from "@tanstack/react-query";
import { apiGet } from "@/lib/client/api-client";
import type { RoomSnapshot } from "@/lib/client/room-state";
import { session as sessionSchema } from "@/lib/contract/session";
import type { PlayBegan } from "./room-conditions";

/** What the play began on. It is settled by the first turn, so it is asked for once that is over. */
export function usePlayEngines({ session, phase }: RoomSnapshot): PlayBegan {
  const unsettled = session.engines.llm === null && session.turn_count > 0;
  const { data } = useQuery({
    queryKey: ["session", session.id, session.turn_count],
    queryFn: ({ signal }) =>
      apiGet(`/api/sessions/${encodeURIComponent(session.id)}`, { schema: sessionSchema, signal }),
    enabled: unsettled && phase === "ready",
  });
  return {
    llm: session.engines.llm ?? data?.engines.llm ?? null,
    speech: session.engines.speech ?? data?.engines.speech ?? null,
  };
}
