import { referenceProblem } from "./gpt-sovits/reference-clip";
import { silence, spokenSeconds, tone, toneFrequency, wavHeader } from "./gpt-sovits/sound";
import {
  crash,
  type DefaultReference,
  type RootCall,
  RootServer,
  type RootSimulator,
  referenceOf,
  refuseWithoutReference,
} from "./gpt-sovits-root/root-server";
import { drop } from "./socket-server";

export interface Api2Options {
  /** 0: any free port. */
  port: number;
  /** Divides every duration. */
  speed: number;
  /** `-dr`, `-dt`, `-dl`. */
  defaultReference: DefaultReference | null;
}

const LANGUAGES = ["zh", "ja", "en", "auto", "all_zh", "all_ja"];
const RATE = 32_000;
const FIRST_MS = 150;
const MS_PER_SECOND = 350;

/** `api2.py` with real sockets and no model: one v1 model, nothing but `/`, tones instead of voices. */
export function startGptSovitsApi2(given: Partial<Api2Options> = {}): Promise<RootSimulator> {
  const options: Api2Options = { port: 0, speed: 1, defaultReference: null, ...given };
  const server = new RootServer({ port: options.port, routes: { "/": speak } });

  async function speak({ fields, response, fault }: RootCall): Promise<void> {
    const reference = referenceOf(fields, options.defaultReference);
    if (!reference) return refuseWithoutReference(response);
    const { text, text_language: language } = fields;
    if (typeof text !== "string" || !LANGUAGES.includes(String(language))) return crash(response);
    if (!LANGUAGES.includes(reference.language)) return crash(response);
    if ([...`${text}.`.trim()].length <= 4) return crash(response);
    if ((await referenceProblem(reference.path, "zh")) !== null) return crash(response);
    const seconds = spokenSeconds(text);
    // The handler does it all itself: nothing else is answered, and a client that goes away does not stop it.
    await server.loop.block(() => server.work((FIRST_MS + MS_PER_SECOND * seconds) / options.speed));
    const total = Math.round(seconds * RATE);
    const pitch = toneFrequency({ refAudioPath: reference.path, gptWeights: "", sovitsWeights: "", text });
    const pcm = fault === "silence" ? silence(RATE) : tone(pitch, RATE, total);
    if (response.destroyed) return;
    response.writeHead(200, { "Content-Type": "audio/wav" });
    const file = Buffer.concat([wavHeader(RATE, pcm.length), pcm]);
    if (fault === "nothing") response.end();
    else if (fault === "abort") {
      response.write(file.subarray(0, 5_001));
      drop(response);
    } else {
      // Chunks do not end where samples do.
      for (let at = 0; at < file.length; at += 16_383) response.write(file.subarray(at, at + 16_383));
      response.end();
    }
  }

  return server.start();
}
