import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as room from "./room-fixture";
import { RoomServer } from "./room-server";
import { soon } from "./soon";
import { sineWav } from "./wav-fixture";

const { turn, text, segment, done, notice } = room;
const HALF_SECOND = sineWav({ sampleRate: 32_000, seconds: 0.5, frequency: 440 });

let server: RoomServer;
let opened: ReturnType<typeof room.openRoom>;

beforeEach(async () => {
  server = new RoomServer();
  await server.start();
  opened = room.openRoom(server);
});
afterEach(async () => {
  opened.end();
  await server.stop();
});

const states = () => opened.last()?.segments.map(({ state }) => state);
const speech = () => opened.last()?.speech;
const sound = async (index: number) => (await server.next("GET", `/api/audio/${index}.wav`)).response;

/** Sends a line and answers "하나. 둘." in two segments. */
async function answerWithTwo() {
  opened.session.send("안녕?");
  const asked = await server.next("POST", "/api/chat/stream");
  asked.tell(1, turn(), text("하나. 둘."), segment(0, 0, "하나."), segment(1, 4, "둘."));
  await soon(() => expect(states()).toHaveLength(2));
  return asked;
}

describe("the sound of a turn", () => {
  it("is read along, reported and played to its end", async () => {
    const asked = await answerWithTwo();
    expect(speech()).toBe("pending");
    (await sound(0)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.heard = 3200;
    await soon(() => expect(states()).toEqual(["playing", "waiting"]));
    expect(speech()).toBe("playing");
    const report = await server.next("POST", "/api/chat/turns/t1/playback");
    expect(report.body).toEqual({ segment_index: 0, position_ms: 100, buffered_ms: 400 });
    asked.tell(5, done("하나. 둘."));
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
    opened.output.stream.heard = 20_000;
    await soon(() => expect(states()).toEqual(["played", "playing"]));
    opened.output.stream.heard = 32_000;
    await soon(() => expect(states()).toEqual(["played", "played"]));
    expect(speech()).toBe("played");
    await soon(() =>
      expect(server.asked.at(-1)?.body).toEqual({ segment_index: 1, position_ms: 500, buffered_ms: 0 }),
    );
  });

  it("is cut by the next line, and the server hears how far it was heard before it hears the line", async () => {
    const asked = await answerWithTwo();
    asked.tell(5, done("하나. 둘."));
    (await sound(0)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.heard = 16_000 - 3200;
    await soon(() => expect(states()).toEqual(["playing", "waiting"]));
    opened.session.send("그만!");
    const cancel = await server.next("POST", "/api/chat/turns/t1/cancel");
    expect(cancel.body).toEqual({ segment_index: 0, position_ms: 400, buffered_ms: 100 });
    expect(server.count("POST", "/api/chat/stream")).toBe(1);
    expect(opened.lines()[1]).toMatchObject({ heardUntil: 2, state: "interrupted", speech: "played" });
    cancel.answer({});
    const next = await server.next("POST", "/api/chat/stream");
    expect(next.body).toMatchObject({ messages: [{ content: "그만!" }] });
  });

  it("that was heard to its end is not cut by the next line", async () => {
    const asked = await answerWithTwo();
    asked.tell(5, done("하나. 둘."));
    for (const index of [0, 1]) (await sound(index)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
    opened.output.stream.isInstant = true;
    await soon(() => expect(speech()).toBe("played"));
    opened.session.send("그리고?");
    await server.next("POST", "/api/chat/stream");
    expect(server.count("POST", "/api/chat/turns/t1/cancel")).toBe(0);
  });
});

describe("a doubtful sound", () => {
  const doubt = { code: "SPEECH_DOUBTFUL", message: "이상하게 들릴 수 있습니다.", segment_index: 0 };
  const notices = () => opened.session.getSnapshot().notices.map(({ code }) => code);

  it("that is known before it is heard is told while it is, and no more when it is heard again", async () => {
    const asked = await answerWithTwo();
    asked.tell(5, notice(doubt.code, 0), done("하나. 둘."));
    (await sound(0)).end(HALF_SECOND);
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
    opened.output.stream.isInstant = true;
    await soon(() => expect(speech()).toBe("played"));
    expect(notices()).toEqual(["SPEECH_DOUBTFUL"]);
    opened.session.replay(opened.last()?.key ?? "");
    (await sound(0)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.heard = 3200;
    await soon(() => expect(notices()).toEqual([]));
  });

  it("that is known after the turn's end is told by the answer to a report, once", async () => {
    const asked = await answerWithTwo();
    asked.tell(5, done("하나. 둘."));
    (await sound(0)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.heard = 3200;
    const report = { turn_id: "t1", notices: [doubt] };
    (await server.next("POST", "/api/chat/turns/t1/playback")).answer(report);
    await soon(() => expect(opened.session.getSnapshot().notices).toMatchObject([{ ...asNotice(doubt) }]));
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
    opened.output.stream.heard = 20_000;
    (await server.next("POST", "/api/chat/turns/t1/playback")).answer(report);
    await soon(() => expect(states()).toEqual(["played", "playing"]));
    expect(notices()).toEqual(["SPEECH_DOUBTFUL"]);
  });
});

const asNotice = ({ code, message, segment_index: segmentIndex }: Record<string, unknown>) => ({
  code,
  message,
  segmentIndex,
});

describe("the sound of a line that waits", () => {
  it("begins as long after the words as the person chose", async () => {
    opened.session.changeSpeech({ tts_mode: "delayed", tts_delay_ms: 2000 });
    await answerWithTwo();
    expect(server.asked.find(({ path }) => path === "/api/chat/stream")?.body).toMatchObject({
      tts_mode: "delayed",
      tts_delay_ms: 2000,
    });
    expect(speech()).toBe("played");
    expect(server.count("GET", "/api/audio/0.wav")).toBe(0);
    (await sound(0)).end(HALF_SECOND);
    expect(speech()).toBe("pending");
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
  });

  it("begins at once from where it is pressed, and no word of it comes twice", async () => {
    opened.session.changeSpeech({ tts_mode: "delayed", tts_delay_ms: 4000 });
    await answerWithTwo();
    opened.session.speakFrom(opened.last()?.key ?? "", 1);
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.isInstant = true;
    await soon(() => expect(speech()).toBe("played"));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(server.count("GET", "/api/audio/0.wav")).toBe(0);
  });

  it("comes only when it is pressed, and then with what is still written", async () => {
    opened.session.changeSpeech({ tts_mode: "on_click" });
    const asked = await answerWithTwo();
    expect(speech()).toBe("played");
    expect(server.count("GET", "/api/audio/0.wav")).toBe(0);
    opened.session.speakFrom(opened.last()?.key ?? "", 1);
    (await sound(1)).end(HALF_SECOND);
    asked.tell(5, text(" 셋."), segment(2, 7, "셋."), done("하나. 둘. 셋."));
    (await sound(2)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
    expect(server.count("GET", "/api/audio/0.wav")).toBe(0);
  });
});

describe("a segment that cannot be made", () => {
  it("is told and passed over", async () => {
    await answerWithTwo();
    const first = await server.next("GET", "/api/audio/0.wav");
    first.refuse(502, "ENGINE_ERROR");
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(states()).toEqual(["failed", "waiting"]));
    expect(opened.session.getSnapshot().notices).toMatchObject([
      { code: "SPEECH_FAILED", message: "said: ENGINE_ERROR", segmentIndex: 0 },
    ]);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.isInstant = true;
    await soon(() => expect(states()).toEqual(["failed", "played"]));
    expect(speech()).toBe("failed");
    opened.session.replay(opened.last()?.key ?? "");
    (await sound(0)).end(HALF_SECOND);
    (await sound(1)).end(HALF_SECOND);
    await soon(() => expect(opened.output.streams.at(-1)?.settled).toBe(32_000));
    opened.output.stream.isInstant = true;
    await soon(() => expect(speech()).toBe("played"));
    expect(opened.session.getSnapshot().notices).toEqual([]);
  });

  it("waits as text while the voice engine is away, and is spoken when it is back", async () => {
    const asked = await answerWithTwo();
    for (const index of [0, 1]) {
      (await server.next("GET", `/api/audio/${index}.wav`)).refuse(503, "SERVICE_UNAVAILABLE");
    }
    await soon(() => expect(opened.session.getSnapshot().notices).toHaveLength(2));
    asked.tell(5, notice("SPEECH_PENDING", 0), notice("SPEECH_PENDING", 1), done("하나. 둘."));
    await soon(() => expect(opened.session.getSnapshot().phase).toBe("ready"));
    expect(opened.session.getSnapshot().notices.map(({ id }) => id)).toEqual(["t1:5", "t1:6"]);
    expect(speech()).toBe("pending");
    expect(states()).toEqual(["waiting", "waiting"]);
    opened.session.speakPending();
    for (const index of [0, 1]) (await sound(index)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(32_000));
    opened.output.stream.isInstant = true;
    await soon(() => expect(speech()).toBe("played"));
    expect(opened.session.getSnapshot().notices).toEqual([]);
  });
});

describe("what the person may do with it", () => {
  it("switches the voice off: silence now, and no more of this line", async () => {
    const asked = await answerWithTwo();
    await sound(0);
    opened.session.changeSpeech({ tts_enabled: false, volume: 0.4 });
    expect(opened.output.volume).toBe(0.4);
    expect(speech()).toBe("played");
    asked.tell(5, text(" 셋."), segment(2, 8, "셋."), done("하나. 둘. 셋."));
    await soon(() => expect(states()).toHaveLength(3));
    expect(server.count("GET", "/api/audio/2.wav")).toBe(0);
  });

  it("plays from a sentence on, and silences it by pressing again", async () => {
    const asked = await answerWithTwo();
    asked.tell(5, done("하나. 둘."));
    await soon(() => expect(opened.session.getSnapshot().phase).toBe("ready"));
    const key = opened.last()?.key ?? "";
    opened.session.speakFrom(key, 1);
    await sound(0);
    await sound(1);
    await sound(1);
    expect(server.count("GET", "/api/audio/0.wav")).toBe(1);
    opened.session.replay(key);
    await soon(() => expect(speech()).toBe("played"));
    expect(server.count("POST", "/api/chat/turns/t1/cancel")).toBe(0);
  });

  it("hears on after a reload, from the segment it was in; a silencing ends that", async () => {
    const tab = room.storageOf();
    opened.end();
    opened = room.openRoom(server, [], tab);
    const asked = await answerWithTwo();
    (await sound(0)).end(HALF_SECOND);
    await soon(() => expect(opened.output.stream.settled).toBe(16_000));
    opened.output.stream.heard = 16_000;
    await soon(() => expect(states()?.[0]).toBe("played"));
    asked.tell(5, done("하나. 둘."));
    await soon(() => expect(opened.last()?.state).toBe("complete"));

    const segments = [0, 1].map((index) => ({
      index,
      start: index * 4,
      end: index * 4 + 3,
      text: "",
      voice_id: "default",
      audio_url: `/api/audio/${index}.wav`,
    }));
    const left = [room.storedMessage({ content: "하나. 둘.", segments })];
    const reloaded = room.openRoom(server, left, copyOf(tab));
    await soon(() => expect(server.count("GET", "/api/audio/1.wav")).toBe(2));
    expect(server.count("GET", "/api/audio/0.wav")).toBe(1);
    expect(reloaded.last()?.speech).toBe("pending");
    reloaded.end();

    opened.session.stop();
    const silenced = room.openRoom(server, left, copyOf(tab));
    expect(silenced.last()?.speech).toBe("played");
    silenced.end();
  });

  it("hears nothing of a turn the page only joined until it is touched", async () => {
    opened.end();
    const running = room.storedMessage({ content: "하나.", status: "streaming", turn_id: "t1" });
    opened = room.openRoom(server, [running]);
    const listed = await server.next("GET", "/api/sessions/play-1/messages?from=end&limit=100");
    listed.answer({ messages: [running], next_cursor: null, total: 1 });
    const asked = await server.next("GET", "/api/chat/stream/t1");
    asked.tell(1, turn(), text("하나. 둘."), segment(0, 0, "하나."), segment(1, 4, "둘."));
    await soon(() => expect(states()).toHaveLength(2));
    opened.player.unlock();
    asked.tell(5, text(" 셋."), segment(2, 8, "셋."), done("하나. 둘. 셋."));
    await sound(2);
    expect(server.count("GET", "/api/audio/1.wav")).toBe(0);
  });
});

/** What a browser gives the page that is loaded anew. */
function copyOf(tab: ReturnType<typeof room.storageOf>) {
  const copy = room.storageOf();
  const key = `avatar-forge.hearing.${room.PLAY.id}`;
  const value = tab.getItem(key);
  if (value !== null) copy.setItem(key, value);
  return copy;
}
