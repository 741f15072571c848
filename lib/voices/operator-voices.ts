import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { optionalText } from "@/lib/contract/fields";
import { speechLanguage } from "@/lib/contract/speech";
import { type VoiceReferenceClip, voiceReference, voiceSettings, voiceTimbre } from "@/lib/contract/voices";
import { UNWRITTEN, type Voice } from "./voice";

const operatorVoice = z.object({
  id: z.string().regex(/^[\w.:-]{1,128}$/),
  name: z.string().min(1).max(80),
  language: speechLanguage.default("ko"),
  description: z.string().max(2000).default(""),
  ref_audio_path: optionalText(1000),
  prompt_text: z.string().max(1000).default(""),
  prompt_lang: speechLanguage.optional(),
  references: z.array(voiceReference).max(32).default([]),
  engine_id: optionalText(100),
  engine_voice: z.string().max(200).default(""),
  gpt_weights_path: z.string().max(1000).default(""),
  sovits_weights_path: z.string().max(1000).default(""),
  settings: voiceSettings.default({}),
  timbre: voiceTimbre.optional(),
});
const voicesFile = z.object({
  default_voice_id: optionalText(128),
  voices: z.array(operatorVoice).max(1000),
});

/** What is wrong with the file, for the operator: where in it, as far as that can be told. */
export interface VoicesFileProblem {
  /** A place such as `voices.2.name`, or `JSON`. */
  at: string;
}

interface Reading {
  voices: readonly Voice[];
  defaultVoiceId: string | null;
}

const NOTHING: Reading = { voices: [], defaultVoiceId: null };

/** The operator's voices.json, read again whenever it has changed; a broken one keeps the last good reading. */
export class OperatorVoices {
  #stamp = "";
  #reading = NOTHING;
  #problem: VoicesFileProblem | null = null;

  constructor(
    private readonly file: string | null,
    private readonly onProblem: (problem: VoicesFileProblem) => void = () => {},
  ) {}

  get problem(): VoicesFileProblem | null {
    this.read();
    return this.#problem;
  }

  read(): Reading {
    const stamp = this.file === null ? "" : stampOf(this.file);
    if (this.file === null || stamp === this.#stamp) return this.#reading;
    this.#stamp = stamp;
    this.#problem = null;
    if (stamp === "") {
      this.#reading = NOTHING;
      return this.#reading;
    }
    try {
      this.#reading = parse(readFileSync(this.file, "utf8"));
    } catch (error) {
      this.#problem = { at: placeOf(error) };
      this.onProblem(this.#problem);
    }
    return this.#reading;
  }
}

/** Another one for another content; empty where there is no file. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? `${found.mtimeMs} ${found.size} ${found.ino}` : "";
}

function placeOf(error: unknown): string {
  return error instanceof z.ZodError ? (error.issues[0]?.path.join(".") ?? "") : "JSON";
}

function parse(text: string): Reading {
  const { default_voice_id: named, voices } = voicesFile.parse(JSON.parse(text));
  return { voices: voices.map(toVoice), defaultVoiceId: named ?? null };
}

function toVoice(given: z.output<typeof operatorVoice>): Voice {
  const { id, name, description, language, engine_id: engineId, references, ...rest } = given;
  const {
    ref_audio_path: path,
    prompt_text: promptText,
    prompt_lang: promptLang = language,
    ...sound
  } = rest;
  const first: VoiceReferenceClip[] =
    path === undefined
      ? []
      : [
          {
            id: "first",
            ref_audio_path: path,
            prompt_text: promptText,
            prompt_lang: promptLang,
            emotion: "neutral",
          },
        ];
  return {
    ...UNWRITTEN,
    id,
    name: { ko: name, en: name, ja: name, zh: name },
    description: { ko: description, en: description, ja: description, zh: description },
    language,
    source: "file",
    engineId: engineId ?? null,
    spec: { ...sound, references: [...first, ...references] },
  };
}
