import { parseArgs } from "node:util";
import { GPT_SOVITS_FAULTS, type GptSovitsVersion, startGptSovits } from "./gpt-sovits";
import { OLLAMA_FAULTS, startOllama } from "./ollama";

const { values } = parseArgs({
  options: {
    speed: { type: "string", default: "1" },
    "ollama-port": { type: "string", default: "11434" },
    "gpt-sovits-port": { type: "string", default: "9880" },
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

for (const fault of values.fail.flatMap((list) => list.split(","))) {
  const [engine, name = ""] = fault.split(":");
  if (engine === "ollama" && isFault(OLLAMA_FAULTS, name)) await ollama.behave(name);
  else if (engine === "gpt-sovits" && isFault(GPT_SOVITS_FAULTS, name)) await gptSovits.behave(name);
  else {
    console.error(`Unknown --fail=${fault}. There are:`);
    for (const [known, what] of Object.entries(OLLAMA_FAULTS)) console.error(`  ollama:${known}: ${what}`);
    for (const [known, what] of Object.entries(GPT_SOVITS_FAULTS))
      console.error(`  gpt-sovits:${known}: ${what}`);
    process.exit(1);
  }
}

console.log(`Two simulated engines are running. They hold no model: the language engine plays back scripted
role-play lines, the voice is a tone. Their wire behaviour and timing are the real ones'.

  Ollama        ${ollama.url}   ${ollama.options.models.map((model) => model.name).join(", ")}
  GPT-SoVITS    ${gptSovits.url}    api_v2, ${gptSovits.options.version}

${
  ollama.port === 11434 && gptSovits.port === 9880
    ? "These are the default addresses: npm start finds them by itself."
    : `Start the product with\n  OLLAMA_BASE_URL=${ollama.url} TTS_BASE_URL=${gptSovits.url} npm start`
}
Ctrl-C ends both.`);

process.once("SIGINT", end);
process.once("SIGTERM", end);

function isFault<Faults extends object>(faults: Faults, name: string): name is keyof Faults & string {
  return Object.hasOwn(faults, name);
}

async function end(): Promise<void> {
  await Promise.all([ollama.close(), gptSovits.close()]);
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
