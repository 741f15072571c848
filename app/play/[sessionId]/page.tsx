import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ChatRoom } from "@/components/chat-room/chat-room";
import { roomCharacter } from "@/components/chat-room/room-character";
import { loadRoom } from "@/lib/room";
import { getServices } from "@/lib/services";
import { requestMood } from "../../request-mood";

const room = cache(loadRoom);

export async function generateMetadata(props: PageProps<"/play/[sessionId]">): Promise<Metadata> {
  const found = await room((await props.params).sessionId);
  return { title: found?.session.title, robots: { index: false } };
}

export default async function RoomPage(props: PageProps<"/play/[sessionId]">) {
  const found = await room((await props.params).sessionId);
  if (!found) notFound();
  const { session, page, character } = found;
  const [mood, services] = await Promise.all([requestMood(), getServices()]);
  return (
    <ChatRoom
      key={session.id}
      initial={{ session, page, character: roomCharacter(session, character) }}
      mood={mood}
      maxTurns={services.settings.maxTurns}
    />
  );
}
