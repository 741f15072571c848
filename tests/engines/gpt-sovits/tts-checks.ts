import { ERROR_TEXTS, type GptSovitsOptions, type GptSovitsVersion, isDiffusion, languages } from "./options";
import { referenceProblem } from "./reference-clip";
import { splitText } from "./text-segments";
import type { TtsParameters } from "./tts-parameters";

const MEDIA_TYPES = ["wav", "raw", "ogg", "aac"];
const SPLIT_METHODS = ["cut0", "cut1", "cut2", "cut3", "cut4", "cut5"];

/** The first of the checks the engine makes before it answers anything; null when all pass. */
export function parameterProblem(parameters: TtsParameters, version: GptSovitsVersion): string | null {
  const { ref_audio_path, text, text_lang, prompt_lang, media_type, text_split_method } = parameters;
  const known = languages(version);
  if (ref_audio_path === "") return "ref_audio_path is required";
  if (text === "") return "text is required";
  if (text_lang === "") return "text_lang is required";
  if (!known.includes(text_lang.toLowerCase()))
    return `text_lang: ${text_lang} is not supported in version ${version}`;
  if (prompt_lang === "") return "prompt_lang is required";
  if (!known.includes(prompt_lang.toLowerCase())) {
    return `prompt_lang: ${prompt_lang} is not supported in version ${version}`;
  }
  if (!MEDIA_TYPES.includes(media_type)) return `media_type: ${media_type} is not supported`;
  if (!SPLIT_METHODS.includes(text_split_method))
    return `text_split_method:${text_split_method} is not supported`;
  if (![0, 1, 2, 3].includes(parameters.streaming_mode)) {
    return "the value of streaming_mode must be 0, 1, 2, 3(int) or true/false(bool)";
  }
  return null;
}

/** What the pipeline makes of a request that passed the checks: segments to speak, or why it breaks off. */
export type Plan = { segments: string[] } | { exception: string };

/** The checks inside the pipeline; a streaming client has its 200 already when they fail. */
export async function planSpeech(
  parameters: TtsParameters,
  version: GptSovitsVersion,
  locale: GptSovitsOptions["locale"],
): Promise<Plan> {
  const { text_lang, prompt_lang, prompt_text, ref_audio_path, media_type } = parameters;
  if (text_lang !== text_lang.toLowerCase() || prompt_lang !== prompt_lang.toLowerCase())
    return { exception: "" };
  if (media_type === "ogg" || media_type === "aac")
    return { exception: `the simulator has no ${media_type} encoder` };
  if (isDiffusion(version) && prompt_text === "") {
    return { exception: "prompt_text cannot be empty when using SoVITS_V3" };
  }
  const problem = await referenceProblem(ref_audio_path, locale);
  if (problem !== null) return { exception: problem };
  const segments = splitText(parameters.text, parameters.text_split_method);
  return segments === "invalid" ? { exception: ERROR_TEXTS.invalidText[locale] } : { segments };
}
