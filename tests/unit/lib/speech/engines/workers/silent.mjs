// Stands in for an embedded worker that never gets ready.
import { parentPort } from "node:worker_threads";

parentPort.on("message", () => {});
