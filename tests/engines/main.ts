import { parseArgs } from "node:util";
import { GEMINI_FAULTS, startGemini } from "./gemini";
import { GPT_SOVITS_FAULTS, type GptSovitsVersion, startGptSovits } from "./gpt-sovits";
import { startGptSovitsApi } from "./gpt-sovits-api";
import { startGptSovitsApi2 } from "./gpt-sovits-api2";
import { ROOT_FAULTS } from "./gpt-sovits-root/root-server";
import { HIGGS_FAULTS, startHiggs } from "./higgs";
import { OLLAMA_FAULTS, startOllama } from "./ollama";
import { OPENAI_SPEECH_FAULTS, startOpenAiSpeech } from "./openai-speech";
import { FLAVOURS, type FlavourName } from "./openai-speech/flavours";
import { RECOGNITION_FAULTS, startRecognition } from "./recognition";
import {
  FLAVOURS as RECOGNITION_FLAVOURS,
  type FlavourName as RecognitionFlavour,
} from "./recognition/flavours";
import { startVllm, VLLM_FAULTS, VLLM_FLAVOURS } from "./vllm";

const { values } = parseArgs({
  options: {
    speed: { type: "string", default: "1" },
    "ollama-port": { type: "string", default: "11434" },
    "gpt-sovits-port": { type: "string", default: "9880" },
    "gemini-port": { type: "string" },
    "higgs-port": { type: "string" },
    "higgs-revision": { type: "string", default: "A" },
    "api2-port": { type: "string" },
    "api-port": { type: "string" },
    "openai-speech-port": { type: "string" },
    flavour: { type: "string", default: "kokoro" },
    "vllm-port": { type: "string" },
    "vllm-flavour": { type: "string", default: "vllm" },
    "recognition-port": { type: "string" },
    "recognition-flavour": { type: "string", default: "speaches" },
    version: { type: "string", default: "v2" },
    fail: { type: "string", multiple: true, default: [] },
  },
});

const speed = Number(values.speed);
if (!(speed > 0)) {
  console.error(`--speed must be a number above 0, not "${values.speed}".`);
  process.exit(1);
}

const ollama = await start("Ollama", values["ollama-port"], (port) => startOllama({ port, speed }));
const gptSovits = await start("GPT-SoVITS", values["gpt-sovits-port"], (port) =>
  startGptSovits({ port, speed, version: values.version as GptSovitsVersion }),
);
/** These only where a port is named. */
const geminiPort = values["gemini-port"];
const gemini =
  geminiPort === undefined ? null : await start("Gemini", geminiPort, (port) => startGemini({ port, speed }));
const higgsPort = values["higgs-port"];
const revision = values["higgs-revision"] === "B" ? "B" : "A";
const higgs =
  higgsPort === undefined
    ? null
    : await start("Higgs Audio", higgsPort, (port) => startHiggs({ port, speed, revision }));
const api2Port = values["api2-port"];
const api2 =
  api2Port === undefined
    ? null
    : await start("GPT-SoVITS api2", api2Port, (port) => startGptSovitsApi2({ port, speed }));
const apiPort = values["api-port"];
const version = values.version as GptSovitsVersion;
const api =
  apiPort === undefined
    ? null
    : await start("GPT-SoVITS api", apiPort, (port) => startGptSovitsApi({ port, speed, version }));
const openAiPort = values["openai-speech-port"];
if (!Object.hasOwn(FLAVOURS, values.flavour)) {
  console.error(`--flavour is one of ${Object.keys(FLAVOURS).join(", ")}.`);
  process.exit(1);
}
const flavour = values.flavour as FlavourName;
const openAiSpeech =
  openAiPort === undefined
    ? null
    : await start("OpenAI speech", openAiPort, (port) => startOpenAiSpeech({ port, speed, flavour }));
const vllmFlavour = VLLM_FLAVOURS.find((name) => name === values["vllm-flavour"]);
if (!vllmFlavour) {
  console.error(`--vllm-flavour is one of ${VLLM_FLAVOURS.join(", ")}.`);
  process.exit(1);
}
const vllmPort = values["vllm-port"];
const vllm =
  vllmPort === undefined
    ? null
    : await start("vLLM", vllmPort, (port) => startVllm({ port, speed, flavour: vllmFlavour }));
const recognitionFlavour = values["recognition-flavour"];
if (!Object.hasOwn(RECOGNITION_FLAVOURS, recognitionFlavour)) {
  console.error(`--recognition-flavour is one of ${Object.keys(RECOGNITION_FLAVOURS).join(", ")}.`);
  process.exit(1);
}
const recognitionPort = values["recognition-port"];
const recognition =
  recognitionPort === undefined
    ? null
    : await start("Recognition", recognitionPort, (port) =>
        startRecognition({ port, speed, flavour: recognitionFlavour as RecognitionFlavour }),
      );

for (const fault of values.fail.flatMap((list) => list.split(","))) {
  const [engine, name = ""] = fault.split(":");
  if (engine === "ollama" && isFault(OLLAMA_FAULTS, name)) await ollama.behave(name);
  else if (engine === "vllm" && vllm && isFault(VLLM_FAULTS, name)) await vllm.behave(name);
  else if (engine === "gpt-sovits" && isFault(GPT_SOVITS_FAULTS, name)) await gptSovits.behave(name);
  else if (engine === "gemini" && gemini && isFault(GEMINI_FAULTS, name)) await gemini.behave(name);
  else if (engine === "higgs" && higgs && isFault(HIGGS_FAULTS, name)) higgs.behave(name);
  else if (engine === "api2" && api2 && isFault(ROOT_FAULTS, name)) api2.behave(name);
  else if (engine === "api" && api && isFault(ROOT_FAULTS, name)) api.behave(name);
  else if (engine === "openai" && openAiSpeech && isFault(OPENAI_SPEECH_FAULTS, name)) {
    openAiSpeech.behave(name);
  } else if (engine === "recognition" && recognition && isFault(RECOGNITION_FAULTS, name)) {
    recognition.behave(name);
  } else {
    console.error(`Unknown --fail=${fault}. There are:`);
    for (const [known, what] of Object.entries(OLLAMA_FAULTS)) console.error(`  ollama:${known}: ${what}`);
    for (const [known, what] of Object.entries(VLLM_FAULTS)) console.error(`  vllm:${known}: ${what}`);
    for (const [known, what] of Object.entries(GPT_SOVITS_FAULTS))
      console.error(`  gpt-sovits:${known}: ${what}`);
    for (const [known, what] of Object.entries(GEMINI_FAULTS)) console.error(`  gemini:${known}: ${what}`);
    for (const [known, what] of Object.entries(HIGGS_FAULTS)) console.error(`  higgs:${known}: ${what}`);
    for (const [known, what] of Object.entries(ROOT_FAULTS))
      console.error(`  api2:${known}, api:${known}: ${what}`);
    for (const [known, what] of Object.entries(OPENAI_SPEECH_FAULTS))
      console.error(`  openai:${known}: ${what}`);
    for (const [known, what] of Object.entries(RECOGNITION_FAULTS))
      console.error(`  recognition:${known}: ${what}`);
    process.exit(1);
  }
}

if (vllm) console.log(`OpenAI-compatible server (${vllm.options.flavour}) at ${vllm.url}`);
if (gemini) console.log(`Gemini at ${gemini.url}, with GOOGLE_API_KEY=${gemini.options.apiKey}`);
if (higgs) console.log(`Higgs Audio v2 ${revision} at ${higgs.url}`);
if (api2) console.log(`GPT-SoVITS api2.py at ${api2.url}`);
if (api) console.log(`GPT-SoVITS api.py at ${api.url}`);
if (openAiSpeech) console.log(`OpenAI speech (${flavour}) at ${openAiSpeech.url}`);
if (recognition) console.log(`Recognition (${recognitionFlavour}) at ${recognition.url}, as ASR_BASE_URL`);
console.log(`Two simulated engines are running. They hold no model: the language engine plays back scripted
role-play lines, the voice is a tone. Their wire behaviour and timing are the real ones'.

  Ollama        ${ollama.url}   ${ollama.options.models.map((model) => model.name).join(", ")}
  GPT-SoVITS    ${gptSovits.url}    api_v2, ${gptSovits.options.version}

${
  ollama.port === 11434 && gptSovits.port === 9880
    ? "These are the default addresses: npm start finds them by itself."
    : `Start the product with\n  OLLAMA_BASE_URL=${ollama.url} TTS_BASE_URL=${gptSovits.url} npm start`
}
Ctrl-C ends them.`);

process.once("SIGINT", end);
process.once("SIGTERM", end);

function isFault<Faults extends object>(faults: Faults, name: string): name is keyof Faults & string {
  return Object.hasOwn(faults, name);
}

async function end(): Promise<void> {
  await Promise.all([
    ollama.close(),
    vllm?.close(),
    gptSovits.close(),
    higgs?.close(),
    api2?.close(),
    api?.close(),
    gemini?.close(),
    openAiSpeech?.close(),
    recognition?.close(),
  ]);
}

async function start<T>(name: string, port: string, begin: (port: number) => Promise<T>): Promise<T> {
  try {
    return await begin(Number(port));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    console.error(
      code === "EADDRINUSE"
        ? `${name}: port ${port} is taken. Choose another one.`
        : `${name} did not start: ${error}`,
    );
    process.exit(1);
  }
}
