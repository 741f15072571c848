import { existsSync } from "node:fs";
import { now, sleepUntil } from "../clock";
import { send } from "../socket-server";
import { type Exchange, forgetState } from "./engine-state";
import { referenceProblem } from "./reference-clip";

export async function answerControl({ engine, server, response, url, entry }: Exchange): Promise<void> {
  const command = url.searchParams.get("command");
  if (!command) return send(response, 400, { message: "command is required" });
  if (command === "restart") {
    entry.dropped = true;
    await server.stop();
    await sleepUntil(now() + engine.options.restartMs / engine.options.speed);
    forgetState(engine);
    return server.start();
  }
  if (command !== "exit") return send(response, 200, "null", "application/json");
  send(response, 500, "Internal Server Error");
  response.once("finish", () => void server.stop());
}

/** Weights are loaded on the event loop, also in the middle of a streaming synthesis. */
export async function answerWeights(
  { engine, response, url, server }: Exchange,
  kind: "gpt" | "sovits",
): Promise<void> {
  const path = url.searchParams.get("weights_path");
  if (!path) return send(response, 400, { message: `${kind} weight path is required` });
  const { life } = server;
  await engine.loop.block(() => sleepUntil(now() + engine.options.weightsMs / engine.options.speed, life));
  const loadsVersion = engine.options.weights[path];
  if (loadsVersion === undefined && !existsSync(path)) {
    const Exception = `[Errno 2] No such file or directory: '${path}'`;
    return send(response, 400, { message: `change ${kind} weight failed`, Exception });
  }
  if (kind === "gpt") engine.gptWeights = path;
  else {
    engine.sovitsWeights = path;
    engine.version = loadsVersion ?? engine.version;
  }
  engine.log.weightsChanged();
  send(response, 200, { message: "success" });
}

export async function answerReference({ engine, response, url }: Exchange): Promise<void> {
  const path = url.searchParams.get("refer_audio_path") ?? "None";
  const problem = await referenceProblem(path, engine.options.locale);
  if (problem === null) {
    engine.references.set(path, engine.sovitsWeights);
    return send(response, 200, { message: "success" });
  }
  send(response, 400, { message: "set refer audio failed", Exception: problem });
}
