import { z } from "zod";
import { AppError } from "@/lib/contract/app-error";
import type { ImportReport } from "@/lib/contract/import-report";
import { speechLanguage } from "@/lib/contract/speech";
import {
  type CreateVoice,
  createVoice,
  MAX_REFERENCE_UPLOAD_BYTES,
  MAX_REFERENCES,
  VOICE_FILE_LIMITS,
  voiceSettings,
} from "@/lib/contract/voices";
import { isPackage, readPackage, writePackage } from "@/lib/storage/package";
import { referenceClip } from "./reference-wav";

const FORMAT = "avatar-forge-voice";
const JSON_NAME = "voice.json";

/** A clip of a voice's file, judged: its bytes, or a path on the machine of the engine it was made for. */
export type FileClip = {
  prompt_text: string;
  prompt_lang: string;
  emotion: string;
  consent?: string | undefined;
} & ({ bytes: Uint8Array } | { ref_audio_path: string });

/** What of a file becomes a voice. */
export interface VoiceFile {
  wish: CreateVoice;
  clips: FileClip[];
}

const file = z.object({ format: z.literal(FORMAT), version: z.number(), name: z.string().trim().min(1) });
const record = z.record(z.string(), z.unknown());
const clipFields = z.object({
  file: z.string().max(300).optional(),
  ref_audio_path: z.string().min(1).max(1000).optional(),
  prompt_text: z.string().max(1000).catch(""),
  prompt_lang: speechLanguage.catch("ko"),
  emotion: z.string().trim().toLowerCase().min(1).max(40).catch("neutral"),
  consent: z.string().min(1).max(500).optional().catch(undefined),
});

/** A voice with its clips as a zip; `json.references[].file` are paths in it. */
export function writeVoiceFile(
  json: Record<string, unknown>,
  clips: readonly { path: string; content: Uint8Array }[],
): Uint8Array {
  const told = { format: FORMAT, version: 1, ...json };
  return writePackage([{ path: JSON_NAME, content: `${JSON.stringify(told, null, 2)}\n` }, ...clips]);
}

/**
 * A voice's file, judged by its bytes, part by part; what does not fit is left out and told. Nothing is written anywhere.
 * Throws VALIDATION_ERROR for what is no such file.
 */
export function readVoiceFile(bytes: Uint8Array, report: ImportReport): VoiceFile {
  const opened = isPackage(bytes)
    ? readPackage(bytes, { ...VOICE_FILE_LIMITS, fileBytes: MAX_REFERENCE_UPLOAD_BYTES })
    : null;
  const files = new Map(opened?.files.map((one) => [one.path, one.bytes]));
  const json = parsed(files.get(JSON_NAME));
  const named = file.safeParse(json);
  if (!opened || !json || !named.success)
    throw new AppError("VALIDATION_ERROR", { key: "voice_file_unknown" });
  for (const { path, reason } of opened.passedOver) report.add("dropped", path, reason);
  const clips = readClips(json.references, files, report);
  for (const path of files.keys()) if (path !== JSON_NAME) report.add("dropped", path, "not_run");
  return { wish: { ...readFields(json, report), name: named.data.name.slice(0, 80) }, clips };
}

function parsed(bytes: Uint8Array | undefined): Record<string, unknown> | null {
  if (!bytes || bytes.byteLength > VOICE_FILE_LIMITS.jsonBytes) return null;
  try {
    return record.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))).data ?? null;
  } catch {
    return null;
  }
}

const PARTS = ["language", "description", "engine_id", "engine_voice", "timbre"] as const;
const PATHS = ["gpt_weights_path", "sovits_weights_path"] as const;

function readFields(json: Record<string, unknown>, report: ImportReport): Partial<CreateVoice> {
  const taken: Record<string, unknown> = {};
  for (const part of [...PARTS, ...PATHS]) {
    const told = json[part];
    if (told === undefined || told === null || told === "") continue;
    const fits = createVoice.shape[part].safeParse(told);
    if (fits.success) taken[part] = fits.data;
    const isPath = PATHS.some((path) => path === part);
    if (!fits.success) report.add("dropped", part, "out_of_bounds");
    else report.add("kept", part, isPath ? "engine_path" : null);
  }
  return { ...createVoice.partial().parse(taken), settings: readSettings(json.settings, report) };
}

function readSettings(told: unknown, report: ImportReport): z.infer<typeof voiceSettings> {
  const taken: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record.safeParse(told).data ?? {})) {
    const shape = Object.hasOwn(voiceSettings.shape, name)
      ? voiceSettings.shape[name as keyof typeof voiceSettings.shape]
      : null;
    const fits = shape?.safeParse(value);
    if (fits?.success) taken[name] = fits.data;
    report.add(
      fits?.success ? "kept" : "dropped",
      `settings.${name}`,
      fits?.success ? null : "out_of_bounds",
    );
  }
  return voiceSettings.parse(taken);
}

/** Takes the files of the clips out of `files`. */
function readClips(told: unknown, files: Map<string, Uint8Array>, report: ImportReport): FileClip[] {
  const clips: FileClip[] = [];
  for (const [at, each] of (Array.isArray(told) ? told : []).entries()) {
    const clip = clipFields.safeParse(each).data;
    const part = clip?.file ?? clip?.ref_audio_path ?? `references.${at}`;
    if (!clip || clips.length >= MAX_REFERENCES) {
      report.add("dropped", part, clip ? "too_large" : "out_of_bounds");
      continue;
    }
    const { file: path, ref_audio_path, ...words } = clip;
    const bytes = path === undefined ? undefined : files.get(path);
    if (path !== undefined) files.delete(path);
    if (path === undefined && ref_audio_path !== undefined) {
      clips.push({ ...words, ref_audio_path });
      report.add("kept", part, "engine_path");
    } else if (bytes && isReference(bytes)) {
      clips.push({ ...words, bytes });
      report.add("kept", part);
    } else {
      report.add("dropped", part, "no_reference_clip");
    }
  }
  return clips;
}

function isReference(bytes: Uint8Array): boolean {
  try {
    referenceClip(bytes, { trim_silence: false, loudness: false });
    return true;
  } catch {
    return false;
  }
}
