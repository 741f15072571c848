import { describe, expect, it } from "vitest";
import { groupBySegment, scriptRuns } from "@/components/chat-room/script-runs";
import type { RoomSegment } from "@/lib/client/room-state";

function segment(index: number, content: string, text: string): RoomSegment {
  const start = content.indexOf(text);
  return { index, start, end: start + text.length, audioUrl: "/a.wav", emotion: null, state: "waiting" };
}

const shown = (content: string) =>
  scriptRuns(content, [], null).map((run) => (run.look === "direction" ? `(${run.text})` : run.text));

describe("scriptRuns", () => {
  it.each([
    ["늦었군, 왓슨.", ["늦었군, 왓슨."]],
    ["*돌아보지 않고* 늦었군.", ["(돌아보지 않고)", " 늦었군."]],
    ["늦었군. (문을 닫는다) 앉게.", ["늦었군. ", "(문을 닫는다)", " 앉게."]],
    ["你来了。（笑）坐吧。", ["你来了。", "(笑)", "坐吧。"]],
    ["[한숨] 그래.", ["(한숨)", " 그래."]],
    ["그건 **절대** 아니야.", ["그건 ", "절대", " 아니야."]],
    ["3 * 4 * 5 = 60", ["3 * 4 * 5 = 60"]],
    ["나는 *너*를 믿어.", ["나는 ", "너", "를 믿어."]],
    ["I did *not* say so.", ["I did ", "not", " say so."]],
    ["Hello *waves* there.", ["Hello ", "(waves)", " there."]],
    ["【沈黙】そうか。", ["(沈黙)", "そうか。"]],
    ["그래. *고개를 끄", ["그래. ", "(고개를 끄)"]],
    ["그래. *", ["그래. "]],
    ["<b>글</b>", ["<b>글</b>"]],
    ["", []],
  ])("sets %j", (content, expected) => {
    expect(shown(content)).toEqual(expected);
  });

  it.each([
    ["그건 **절대** 아니야.", ["plain", "strong", "plain"]],
    ["***절대*** 아니야.", ["strong", "plain"]],
    ["그건 **절", ["plain", "strong"]],
    ["나는 *너*를 믿어.", ["plain", "stressed", "plain"]],
    ["It is _so_ cold.", ["plain", "stressed", "plain"]],
    ["`npm *start*` 를 쳐 봐.", ["code", "plain"]],
    ["*웃으며* 어서 와.", ["direction", "plain"]],
    ["snake_case_name ^_^ 웃음 ^_^", ["plain"]],
    ["` 하나", ["plain"]],
  ])("gives %j its look", (content, looks) => {
    expect(scriptRuns(content, [], null).map((run) => run.look)).toEqual(looks);
  });

  it("keeps a segment together, with the direction inside it", () => {
    const content = "*웃으며* 어서 와. 기다렸*손짓한다*잖아.";
    const runs = scriptRuns(
      content,
      [segment(0, content, "어서 와."), segment(1, content, "기다렸*손짓한다*잖아.")],
      null,
    );
    const groups = groupBySegment(runs).map((group) => [
      group[0]?.segmentIndex,
      group.map((run) => run.text).join("|"),
    ]);
    expect(groups).toEqual([
      [null, "웃으며"],
      [null, " "],
      [0, "어서 와."],
      [null, " "],
      [1, "기다렸|손짓한다|잖아."],
    ]);
  });

  it("cuts a segment where the listener stopped hearing", () => {
    const content = "하나 둘 셋.";
    const runs = scriptRuns(content, [segment(0, content, content)], 3);
    expect(runs.map((run) => [run.text, run.cut, run.segmentIndex])).toEqual([
      ["하나 ", false, 0],
      ["둘 셋.", true, 0],
    ]);
    expect(groupBySegment(runs)).toHaveLength(2);
  });

  it("covers every character that is no marker, wherever a growing text stands", () => {
    const content = "*앉는다* 그래, **정말**? (웃음) 좋아. [끝]";
    for (let end = 0; end <= content.length; end++) {
      const part = content.slice(0, end);
      const text = scriptRuns(part, [], null)
        .map((run) => run.text)
        .join("");
      const letters = (value: string) => value.replace(/[^\p{L}]/gu, "");
      expect(letters(text)).toBe(letters(part));
    }
  });

  it("takes linear time on text full of opening marks", () => {
    const started = performance.now();
    scriptRuns("*(［[".repeat(10_000), [], null);
    scriptRuns("(".repeat(40_000), [], null);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
