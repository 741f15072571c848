"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import type { Mood } from "@/components/ui/mood-toggle";
import { useForgetPlays, useHealth } from "@/lib/client/queries";
import type { RoomInitial } from "@/lib/client/room-state";
import { useChatSession } from "@/lib/client/use-chat-session";
import { usePlayer } from "@/lib/client/use-player";
import { useSpeechPreferences } from "@/lib/client/use-speech-preferences";
import { useSummary } from "@/lib/client/use-summary";
import type { CastMember } from "@/lib/contract/character";
import type { RoomActions } from "./room-actions";
import { RoomView } from "./room-view";

interface ChatRoomProps {
  initial: RoomInitial & { character: CastMember };
  mood: Mood;
  /** 0 = a play has no end. */
  maxTurns: number;
}

/** The room alive: joins the play in the browser, the one player and the engines' health to what is drawn. */
export function ChatRoom({ initial, mood, maxTurns }: ChatRoomProps) {
  const tStates = useTranslations("states");
  const tRoom = useTranslations("room");
  const sentences = { offline: tStates("offlineTitle"), speechFailed: tRoom("speechFailed") };
  const { session, snapshot } = useChatSession(initial, sentences);
  const { player, snapshot: playing } = usePlayer();
  const [preferences, changeSpeech] = useSpeechPreferences();
  const router = useRouter();
  const forgetPlays = useForgetPlays();
  const { health, unreachable, recheck } = useHealth();
  const { summary } = useSummary(initial.session.id, snapshot.session.turn_count);
  const recheckNow = useRef(recheck);
  useEffect(() => {
    recheckNow.current = recheck;
  }, [recheck]);

  const actions = useMemo<RoomActions>(
    () => ({
      send: (text) => session.send(text),
      stop: () => session.stop(),
      retry: () => session.retry(),
      continueLine: (lineKey) => session.continueLine(lineKey),
      retake: (lineKey) => void session.changes.retake(lineKey),
      selectTake: (lineKey, index) => void session.changes.select(lineKey, index),
      readLine: (lineKey) => session.changes.read(lineKey),
      editLine: (line, content) => session.changes.edit(line, content),
      takeTheirs: (line) => session.changes.takeTheirs(line),
      removeLine: (lineKey) => void session.changes.remove(lineKey),
      undoRemove: () => session.changes.undo(),
      branch: (lineKey) =>
        void session.changes.branch(lineKey).then((made) => made && router.push(`/play/${made.id}`)),
      readOlder: () => void session.readOlder(),
      silence: () => session.silence(),
      changeVoice: (change) => session.changeVoice(change),
      callPerson: (name) => session.callPerson(name),
      renamePlay: async (title) => {
        await session.rename(title);
        forgetPlays();
      },
      deletePlay: async () => {
        await session.deletePlay();
        forgetPlays();
        router.replace("/plays");
      },
      loadModel: () => session.getModel(),
      saveModel: (model) => session.setModel(model),
      replay: (lineKey) => session.replay(lineKey),
      speakFrom: (lineKey, segmentIndex) => session.speakFrom(lineKey, segmentIndex),
      changeSpeech,
      unlockSound: () => player.unlock(),
      speakEmbedded: () => session.chooseEmbeddedVoice(),
      recheckEngines: () => recheckNow.current(),
      dismissNotice: (id) => session.dismissNotice(id),
      dismissResumed: () => session.dismissResumed(),
      askHints: (signal) => session.askHints(signal),
      loadDraft: () => session.getDraft(),
      saveDraft: (text) => session.setDraft(text),
    }),
    [session, player, changeSpeech, router, forgetPlays],
  );
  return (
    <RoomView
      character={initial.character}
      snapshot={snapshot}
      player={playing}
      engines={{ health, unreachable }}
      preferences={preferences}
      mood={mood}
      maxTurns={maxTurns}
      summary={summary}
      readLevel={useCallback(() => player.level(), [player])}
      actions={actions}
    />
  );
}
