import { createOpenAiTranscription } from "@/lib/recognition";
import { startRecognition } from "@/tests/engines/recognition";
import { describeRecognizer } from "./recognizer";

for (const flavour of ["speaches", "whisper.cpp", "vllm"] as const) {
  describeRecognizer(`${flavour} on its simulator`, async () => {
    const simulator = await startRecognition({ flavour, speed: 100 });
    return { simulator, recognizer: createOpenAiTranscription({ baseUrl: `${simulator.url}/v1/` }) };
  });
}
