import type { Message, MessageSegment } from "@/lib/contract/session";
import type { RoomLine, RoomSegment } from "./room-state";

/** A stored or announced segment as the room shows it, not yet heard. */
export function toRoomSegment(segment: Omit<MessageSegment, "voice_id">): RoomSegment {
  const { index, start, end, audio_url, emotion = null } = segment;
  return { index, start, end, audioUrl: audio_url, emotion, state: "waiting" };
}

/** Stored messages as lines of the play, oldest first; instructions (`system`) are not lines. */
export function toRoomLines(messages: readonly Message[]): RoomLine[] {
  return messages.filter((message) => message.role !== "system").map(toRoomLine);
}

/** A stored message as a line of the play. */
export function toRoomLine(message: Message): RoomLine {
  return {
    key: message.id,
    messageId: message.id,
    role: message.role === "user" ? "user" : "character",
    speaker: message.speaker,
    content: message.content,
    state: message.status,
    speech: message.segments.length > 0 ? "played" : "none",
    heardUntil: message.heard_until,
    segments: message.segments.map(toRoomSegment),
    take: message.take,
    version: message.version,
    audioUrl: message.audio_url,
  };
}
