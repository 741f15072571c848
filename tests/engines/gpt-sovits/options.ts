export type GptSovitsVersion = "v1" | "v2" | "v2Pro" | "v2ProPlus" | "v3" | "v4";

export interface GptSovitsOptions {
  /** 0 = any free one. */
  port: number;
  /** The loaded SoVITS model; decides sample rate, languages and whether modes 2/3 exist. */
  version: GptSovitsVersion;
  /** Language of the engine's own error texts. */
  locale: "en" | "ko" | "ja" | "zh";
  /** Milliseconds before the first sound, whatever the length. */
  firstMs: number;
  /** Seconds of work for each spoken second. */
  perSecond: number;
  /** Length of a piece in modes 2/3 at the default `min_chunk_length` of 16, in seconds. */
  chunkSeconds: number;
  /** Milliseconds a change of weights blocks the engine. */
  weightsMs: number;
  /** Milliseconds `/control?command=restart` takes. */
  restartMs: number;
  /** Divides every duration. */
  speed: number;
  /** Weight files of the engine's machine besides those that exist on this one, with the version they load. */
  weights: Record<string, GptSovitsVersion>;
  /** What a streaming synthesis does when its client has gone: the real one finishes the text segment. */
  disconnect: "finish-segment" | "stop";
}

export const DEFAULT_OPTIONS: GptSovitsOptions = {
  port: 0,
  version: "v2",
  locale: "en",
  firstMs: 150,
  perSecond: 0.35,
  chunkSeconds: 0.64,
  weightsMs: 300,
  restartMs: 500,
  speed: 1,
  weights: {},
  disconnect: "finish-segment",
};

const SAMPLE_RATES: Record<GptSovitsVersion, number> = {
  v1: 32_000,
  v2: 32_000,
  v2Pro: 32_000,
  v2ProPlus: 32_000,
  v3: 24_000,
  v4: 48_000,
};
export const sampleRate = (version: GptSovitsVersion): number => SAMPLE_RATES[version];

const FIRST_LANGUAGES = ["auto", "en", "zh", "ja", "all_zh", "all_ja"];
const LATER_LANGUAGES = ["auto_yue", "yue", "ko", "all_yue", "all_ko"];
/** What `text_lang` and `prompt_lang` may be, lower-case. */
export const languages = (version: GptSovitsVersion): string[] =>
  version === "v1" ? FIRST_LANGUAGES : [...FIRST_LANGUAGES, ...LATER_LANGUAGES];

/** v3 and v4 cannot speak without the reference's transcript and know no token streaming. */
export const isDiffusion = (version: GptSovitsVersion): boolean => version === "v3" || version === "v4";

export const ERROR_TEXTS = {
  referenceLength: {
    zh: "参考音频在3~10秒范围外，请更换！",
    en: "Reference audio is outside the 3-10 second range, please choose another one!",
    ko: "참고 오디오가 3~10초 범위를 벗어났습니다. 다른 것으로 바꾸십시오!",
    ja: "参照音声が3～10秒の範囲外です。別の音声に変更してください！",
  },
  invalidText: {
    zh: "请输入有效文本",
    en: "Please enter valid text.",
    ko: "유효한 텍스트를 입력하세요",
    ja: "有効なテキストを入力してください",
  },
} as const;
