// Stands in for the embedded worker: answers "good" and dies on everything else.
import { parentPort } from "node:worker_threads";

parentPort.postMessage({ type: "ready" });
parentPort.on("message", ({ id, text }) => {
  if (text !== "good") throw new Error("died");
  parentPort.postMessage({ type: "chunk", id, pcm: new Int16Array(2000).fill(5).buffer });
  parentPort.postMessage({ type: "end", id });
});
