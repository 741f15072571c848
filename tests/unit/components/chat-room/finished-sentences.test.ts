import { describe, expect, it } from "vitest";
import { finishedSentences } from "@/components/chat-room/finished-sentences";

describe("finishedSentences", () => {
  it("holds the last sentence back while the line grows", () => {
    expect(finishedSentences("어서 와. 오래 기다렸", "ko", false)).toEqual(["어서 와."]);
    expect(finishedSentences("어서 와. 오래 기다렸어.", "ko", true)).toEqual(["어서 와.", "오래 기다렸어."]);
  });

  it("reads stage directions without their marks", () => {
    expect(finishedSentences("*웃으며* 어서 와.", "ko", true)).toEqual(["웃으며 어서 와."]);
  });

  it("says no sentence twice while a line grows letter by letter", () => {
    const whole = "Come in. *Smiles.* I have waited all night! Did you see it?";
    let told: string[] = [];
    for (let end = 1; end <= whole.length; end++) {
      const finished = finishedSentences(whole.slice(0, end), "en", end === whole.length);
      told = [...told, ...finished.slice(told.length)];
    }
    expect(told).toEqual(["Come in.", "Smiles.", "I have waited all night!", "Did you see it?"]);
  });
});
