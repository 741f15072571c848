import type { EngineView } from "@/components/engine-status/engine-summary";
import type { PlayerSnapshot, RoomLine, RoomSegment, RoomSnapshot } from "@/lib/client/room-state";
import type { EngineState } from "@/lib/contract/health";
import type { SummaryView } from "@/lib/contract/memory";
import type { Session } from "@/lib/contract/session";

const ANSWER =
  "*파이프를 입에서 떼며* 입은 다물었지만 소매는 떠들고 있다네. 왼쪽 소매에만 빗물이 튀었어. 강을 오른편에 두고 걸었다는 뜻이지. 그러니 이제 말해 보게. 그 편지를 누가 자네 손에 쥐여 주었나?";
const MARKED =
  "*편지를 내려놓으며* 그건 **절대** 사고가 아니야. 나는 *너*를 믿네.\n\n> 오지 마라.\n> 이미 늦었다.\n\n봉투에는 `1887`, 그리고 셋.\n\n- 진흙\n- 젖은 소매\n- 담뱃재\n\n```\n강 -> 부두\n```";
const CUT =
  "*돌아보지 않고* 늦었군, 왓슨. 자네 구두에 묻은 진흙은 이 동네 것이 아니야. 강 건너, 그것도 새로 판 부두의 흙이지.";

function segmentsOf(content: string, playing: number | null): RoomSegment[] {
  return [...content.matchAll(/[^*.?]*(?:\*[^*]*\*)?[^*.?]+[.?]/g)].map((match, index) => {
    const directionEnd = match[0].lastIndexOf("*") + 1;
    const lead = directionEnd + (/^\s*/.exec(match[0].slice(directionEnd))?.[0].length ?? 0);
    return {
      index,
      start: match.index + lead,
      end: match.index + match[0].length,
      audioUrl: "/api/audio/none.wav",
      emotion: playing !== null && index > 1 ? "serious" : null,
      state: playing === null || index < playing ? "played" : index === playing ? "playing" : "waiting",
    };
  });
}

function line(key: string, change: Partial<RoomLine>): RoomLine {
  return {
    key,
    messageId: `message-${key}`,
    role: "character",
    speaker: "",
    content: ANSWER,
    state: "complete",
    speech: "played",
    heardUntil: null,
    segments: segmentsOf(change.content ?? ANSWER, null),
    take: { index: 0, count: 1 },
    version: 1,
    audioUrl: null,
    ...change,
  };
}

const PAST: RoomLine[] = [
  line("1", {
    content: CUT,
    state: "interrupted",
    segments: segmentsOf(CUT, null),
    heardUntil: CUT.indexOf(" 강 건너"),
  }),
  line("2", {
    role: "user",
    content: "어떻게 알았나? 마차에서 내릴 때까지 아무 말도 하지 않았는데.",
    segments: [],
    speech: "none",
  }),
];

export const SESSION: Session = {
  id: "00000000-0000-4000-8000-000000000000",
  title: "안개 낀 베이커가",
  character_id: "sherlock-holmes",
  character_name: "셜록 홈즈",
  language: "ko",
  scenario: null,
  engines: { llm: "engine", speech: "engine" },
  turn_count: 12,
  last_line: ANSWER,
  created_at: "2026-11-16T10:00:00.000Z",
  updated_at: "2026-11-16T10:00:00.000Z",
};

const OLLAMA: EngineState = { kind: "ollama", name: "Ollama · qwen3:8b", state: "up", embedded: false };
const SOVITS: EngineState = { kind: "gpt-sovits", name: "GPT-SoVITS", state: "up", embedded: false };
const GEMINI: EngineState = {
  kind: "gemini",
  name: "Gemini",
  state: "up",
  embedded: false,
  on_request: true,
};
const DEMO: EngineState = { kind: "demo", name: "demo-cast", state: "up", embedded: true };
const ESPEAK: EngineState = { kind: "embedded", name: "eSpeak NG", state: "up", embedded: true };
const down = (engine: EngineState): EngineState => ({
  ...engine,
  state: "down",
  reason: "이 주소에서 아무것도 답하지 않습니다. 엔진을 켜 주세요.",
});

function view(llm: EngineState, tts: EngineState): EngineView {
  return {
    unreachable: false,
    health: {
      backend: "healthy",
      llm: llm.state === "down" ? "unhealthy" : "healthy",
      tts: tts.state === "down" ? "unhealthy" : "healthy",
      gen3d: "unhealthy",
      style: "unhealthy",
      timestamp: "2026-11-16T10:00:00.000Z",
      details: {
        llm: [llm, GEMINI, DEMO],
        tts: [tts, ESPEAK],
        new_play: {
          llm: llm.state === "down" ? "demo" : "engine",
          tts: (tts.state === "down" ? ESPEAK : tts).kind,
        },
      },
    },
  };
}

const SILENT: PlayerSnapshot = { audible: false, blocked: false, current: null };
const LIVE = view(OLLAMA, SOVITS);

export interface RoomFixture {
  snapshot: RoomSnapshot;
  player: PlayerSnapshot;
  engines: EngineView;
  summary?: SummaryView;
}

function fixture(
  snapshot: Partial<RoomSnapshot>,
  player: Partial<PlayerSnapshot> = {},
  engines: EngineView = LIVE,
): RoomFixture {
  return {
    snapshot: {
      session: SESSION,
      lines: [...PAST, line("3", {})],
      older: null,
      linesBefore: 0,
      removed: null,
      model: null,
      phase: "ready",
      problem: null,
      notices: [],
      resumed: false,
      ...snapshot,
    },
    player: { ...SILENT, ...player },
    engines,
  };
}

const asked = PAST;
const demoSession: Session = { ...SESSION, engines: { llm: "demo", speech: "embedded" } };

/** Every state of the room, by name. */
export const ROOM_FIXTURES: Record<string, RoomFixture> = {
  ready: fixture({}),
  marked: fixture({ lines: [...PAST, line("3", { content: MARKED, segments: [] })] }),
  google: fixture({ model: "gemini/gemini-2.5-flash" }),
  takes: fixture({ lines: [...PAST, line("3", { take: { index: 1, count: 3 } })] }),
  removed: fixture({ lines: PAST.slice(0, 1), removed: { key: "2" } }),
  folded: {
    ...fixture({ older: "message-0", linesBefore: 240 }),
    summary: {
      text: "왓슨은 새로 판 부두에서 왔고, 홈즈는 그의 구두를 보고 그것을 알았다.",
      folded_until: "message-2",
      tokens_before: 1840,
      tokens_after: 212,
      can_undo: true,
    },
  },
  opened: fixture({ lines: [line("1", { speech: "none" })], session: { ...SESSION, turn_count: 0 } }),
  connecting: fixture({ lines: asked, phase: "connecting" }),
  thinking: fixture({
    lines: [...asked, line("3", { content: "", segments: [], state: "streaming", speech: "none" })],
    phase: "thinking",
  }),
  speaking: fixture(
    {
      lines: [
        ...asked,
        line("3", { state: "streaming", speech: "playing", segments: segmentsOf(ANSWER, 2).slice(0, 4) }),
      ],
      phase: "answering",
    },
    { audible: true, current: { lineKey: "3", segmentIndex: 2 } },
  ),
  "speech-failed": fixture({ lines: [...asked, line("3", { speech: "failed" })] }),
  broken: fixture({
    lines: [
      ...asked,
      line("3", { state: "failed", content: "입은 다물었지만 소매는", segments: [], speech: "none" }),
    ],
    problem: {
      code: "ENGINE_ERROR",
      message: "엔진이 답을 끝내지 못했습니다. 지금까지의 대사는 그대로 있습니다. 다시 시도해 주세요.",
      action: "continue",
    },
  }),
  paused: fixture({ lines: asked, phase: "paused" }, {}, view(down(OLLAMA), SOVITS)),
  "voice-offline": fixture(
    { lines: [...asked, line("3", { speech: "pending" })] },
    {},
    view(OLLAMA, down(SOVITS)),
  ),
  reconnecting: fixture({
    lines: [...asked, line("3", { state: "streaming", content: ANSWER.slice(0, 40), segments: [] })],
    phase: "reconnecting",
  }),
  resumed: fixture({ resumed: true }),
  demo: fixture({ session: demoSession }, {}, view(down(OLLAMA), down(SOVITS))),
  available: fixture({ session: demoSession }),
  blocked: fixture({ lines: [...asked, line("3", { speech: "pending" })] }, { blocked: true }),
  storage: fixture({
    lines: asked,
    problem: { code: "INSUFFICIENT_STORAGE", message: "", action: "retry" },
  }),
  "turn-limit": fixture({ session: { ...SESSION, turn_count: 30 } }),
  gone: fixture({ lines: asked, problem: { code: "SESSION_GONE", message: "", action: null } }),
  offline: fixture(
    { lines: asked, problem: { code: "OFFLINE", message: "", action: "retry" } },
    {},
    {
      ...LIVE,
      unreachable: true,
    },
  ),
  seats: fixture({
    lines: asked,
    problem: {
      code: "CAPACITY_REACHED",
      message: "자리가 모두 찼습니다. 잠시 뒤에 다시 해 주세요.",
      action: "retry",
      place: 3,
    },
  }),
};
