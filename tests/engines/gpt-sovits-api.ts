import { type GptSovitsVersion, languages, sampleRate } from "./gpt-sovits/options";
import { referenceProblem } from "./gpt-sovits/reference-clip";
import { silence, spokenSeconds, tone, toneFrequency } from "./gpt-sovits/sound";
import {
  type DefaultReference,
  type RootCall,
  RootServer,
  type RootSimulator,
  referenceOf,
  refuseWithoutReference,
} from "./gpt-sovits-root/root-server";
import { encodeWav } from "./higgs/wav";
import { drop, send } from "./socket-server";

export interface ApiOptions {
  /** 0: any free port. */
  port: number;
  /** Divides every duration. */
  speed: number;
  version: GptSovitsVersion;
  /** `-dr`, `-dt`, `-dl`. */
  defaultReference: DefaultReference | null;
  /** `-sm`; only `normal` streams, and cannot stream wav: it sends ogg unless `-mt` says aac. */
  streamMode: "close" | "normal" | "keepalive";
  /** `-mt`. */
  mediaType: "wav" | "ogg" | "aac";
  /** `-st`. */
  samples: "int16" | "int32";
  /** Weight files of the engine's machine. */
  weights: readonly string[];
}

export interface ApiSimulator extends RootSimulator {
  /** What it speaks with now. */
  readonly weights: { gpt: string; sovits: string };
}

const NAMES: Record<string, string> = {
  中文: "all_zh",
  粤语: "all_yue",
  英文: "en",
  日文: "all_ja",
  韩文: "all_ko",
};
const FIRST_MS = 150;
const MS_PER_SECOND = 350;

/** GPT-SoVITS's first `api.py` with real sockets and no model. What goes wrong after its 200 breaks the answer off. */
export async function startGptSovitsApi(given: Partial<ApiOptions> = {}): Promise<ApiSimulator> {
  const options: ApiOptions = {
    port: 0,
    speed: 1,
    version: "v2",
    defaultReference: null,
    streamMode: "close",
    mediaType: "wav",
    samples: "int16",
    weights: [],
    ...given,
  };
  const loaded = { gpt: "gpt.ckpt", sovits: "sovits.pth" };
  let preset = options.defaultReference;
  const server = new RootServer({
    port: options.port,
    routes: {
      "/set_model": async ({ fields, response }) => {
        const { gpt_model_path: gpt, sovits_model_path: sovits } = fields;
        for (const path of [gpt, sovits]) {
          if (typeof path === "string" && options.weights.includes(path)) continue;
          const message = `[Errno 2] No such file or directory: '${path}'`;
          return send(response, 400, { code: 400, message });
        }
        Object.assign(loaded, { gpt, sovits });
        send(response, 200, { code: 0, message: "Success" });
      },
      "/change_refer": async ({ fields, response }) => {
        const changed = referenceOf(fields, null);
        const message = '缺少任意一项以下参数: "path", "text", "language"';
        if (!changed) return send(response, 400, { code: 400, message });
        preset = changed;
        send(response, 200, { code: 0, message: "Success" });
      },
      "/control": async ({ fields, response }) => {
        if (["restart", "exit"].includes(String(fields.command))) drop(response);
        else send(response, 200, "null", "application/json");
      },
      "/": speak,
    },
  });

  async function speak({ fields, response, fault }: RootCall): Promise<void> {
    const reference = referenceOf(fields, preset);
    if (!reference) return refuseWithoutReference(response);
    const format = options.mediaType === "wav" && options.streamMode === "normal" ? "ogg" : options.mediaType;
    response.writeHead(200, { "Content-Type": `audio/${format}` });
    response.flushHeaders();
    const text = typeof fields.text === "string" ? fields.text : null;
    const codes = [fields.text_language, reference.language].map(
      (name) => NAMES[String(name)] ?? String(name),
    );
    const isKnown = codes.every((code) => languages(options.version).includes(code.toLowerCase()));
    const problem = await referenceProblem(reference.path, "zh");
    const isMissing = problem !== null && !problem.includes("3~10");
    if (text === null || !isKnown || isMissing) return drop(response);
    const seconds = spokenSeconds(text) / Number(fields.speed ?? 1);
    await server.work((FIRST_MS + MS_PER_SECOND * seconds) / options.speed);
    if (response.destroyed) return;
    const isFine = fields.if_sr === true && options.version === "v3";
    const rate = isFine ? 48_000 : sampleRate(options.version);
    const { gpt: gptWeights, sovits: sovitsWeights } = loaded;
    const pitch = toneFrequency({ refAudioPath: reference.path, gptWeights, sovitsWeights, text });
    const pcm = fault === "silence" ? silence(rate) : tone(pitch, rate, Math.round(seconds * rate));
    const file =
      format === "wav" ? encodeWav(pcm, rate, options.samples) : Buffer.concat([Buffer.from("OggS"), pcm]);
    if (fault === "nothing") response.end();
    else if (fault === "abort") {
      response.write(file.subarray(0, 5_001));
      drop(response);
    } else response.end(file);
  }

  return Object.assign(await server.start(), { weights: loaded });
}
