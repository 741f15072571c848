import { readBody, send } from "../socket-server";
import { type Exchange, type GptSovitsFault, misbehave } from "./engine-state";
import { synthesise } from "./synthesis";
import { parameterProblem } from "./tts-checks";
import { parseBody, parseQuery } from "./tts-parameters";

/** `POST /tts` and `GET /tts`. */
export async function answerTts(exchange: Exchange): Promise<void> {
  const { engine, request, response, url, entry, server } = exchange;
  const life = server.life;
  const isPost = request.method === "POST";
  const raw = isPost ? await readBody(request) : "";
  const parsed = isPost
    ? parseBody(raw, request.headers["content-type"] ?? "")
    : parseQuery(url.searchParams);
  entry.body = isPost ? readable(raw) : Object.fromEntries(url.searchParams);
  if ("errors" in parsed) return send(response, 422, { detail: parsed.errors });
  const { parameters } = parsed;
  if (!isPost) {
    if (!url.searchParams.has("text_lang") || !url.searchParams.has("prompt_lang")) {
      return send(response, 500, "Internal Server Error");
    }
    parameters.text_lang = parameters.text_lang.toLowerCase();
    parameters.prompt_lang = parameters.prompt_lang.toLowerCase();
  }
  entry.text = parameters.text;
  entry.textLang = parameters.text_lang;
  entry.refAudioPath = parameters.ref_audio_path;
  entry.promptText = parameters.prompt_text;
  entry.mode = parameters.streaming_mode;
  entry.seed = parameters.seed;
  const fault = engine.faults.take(parameters.text);
  entry.fault = fault?.name ?? null;
  if (misbehave(exchange, entry.fault as GptSovitsFault | null)) return;
  if (fault?.name === "serverError") return send(response, 500, "Internal Server Error");
  if (fault?.name === "noModes23" && parameters.streaming_mode >= 2) {
    const error = { type: "bool_parsing", loc: ["body", "streaming_mode"], input: parameters.streaming_mode };
    return send(response, 422, {
      detail: [{ ...error, msg: "Input should be a valid boolean, unable to interpret input" }],
    });
  }
  const problem = parameterProblem(parameters, engine.version);
  if (problem !== null) return send(response, 400, { message: problem });
  if (fault?.name === "refuse")
    return send(response, 400, { message: "tts failed", Exception: "CUDA out of memory." });
  if (fault?.name === "nothing") {
    response.writeHead(200, { "Content-Type": `audio/${parameters.media_type}` });
    response.end();
    return;
  }
  await synthesise({ engine, entry, parameters, fault, response, life });
}

function readable(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
