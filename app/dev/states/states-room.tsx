"use client";

import type { RoomActions } from "@/components/chat-room/room-actions";
import { RoomView } from "@/components/chat-room/room-view";
import type { Mood } from "@/components/ui/mood-toggle";
import { DEFAULT_SPEECH_PREFERENCES } from "@/lib/client/speech-preferences";
import type { CastMember } from "@/lib/contract/character";
import { ROOM_FIXTURES } from "./fixtures";

const nothing = () => {};
const SHOWN = Object.values(ROOM_FIXTURES).flatMap(({ snapshot }) => snapshot.lines);
const ACTIONS: RoomActions = {
  send: nothing,
  stop: nothing,
  retry: nothing,
  continueLine: nothing,
  retake: nothing,
  selectTake: nothing,
  readLine: async (lineKey) => SHOWN.find((line) => line.key === lineKey) ?? null,
  editLine: async (line) => ({
    done: false,
    now: { ...line, content: "그사이 다른 창에서 고친 말." },
    message: "",
  }),
  takeTheirs: nothing,
  removeLine: nothing,
  undoRemove: nothing,
  branch: nothing,
  readOlder: nothing,
  silence: nothing,
  changeVoice: async () => {},
  callPerson: nothing,
  renamePlay: async () => {},
  deletePlay: async () => {},
  loadModel: () => "",
  saveModel: nothing,
  replay: nothing,
  speakFrom: nothing,
  changeSpeech: nothing,
  unlockSound: nothing,
  speakEmbedded: async () => {},
  recheckEngines: nothing,
  dismissNotice: nothing,
  dismissResumed: nothing,
  askHints: async () => [
    "편지라니, 무슨 편지 말인가?",
    "자네가 먼저 말하게.",
    "*주머니를 뒤지며* 이것 말인가.",
  ],
  loadDraft: () => "",
  saveDraft: nothing,
};
const readLevel = () =>
  0.2 + 0.3 * Math.abs(Math.sin(Date.now() / 210)) * Math.abs(Math.cos(Date.now() / 570));

export function StatesRoom({ name, character, mood }: { name: string; character: CastMember; mood: Mood }) {
  const fixture = ROOM_FIXTURES[name];
  if (!fixture) return null;
  return (
    <RoomView
      {...fixture}
      character={character}
      preferences={DEFAULT_SPEECH_PREFERENCES}
      mood={mood}
      maxTurns={30}
      summary={fixture.summary}
      readLevel={readLevel}
      actions={ACTIONS}
    />
  );
}
