// The thread sound is encoded in. Plain JavaScript because Node loads it by path, also from a built server.
// Messages in, one at a time for each stream: open, write, end, cancel. Each but cancel is answered with the
// bytes there are by then, or with what failed.
import { parentPort } from "node:worker_threads";
import { createSoundWriter } from "./sound-writer.mjs";

/** By the stream's id: its writer, and the bytes not handed out yet. */
const streams = new Map();

async function open({ id, ...wanted }) {
  const pieces = [];
  const writer = await createSoundWriter(wanted, (bytes) => void pieces.push(new Uint8Array(bytes)));
  streams.set(id, { writer, pieces });
}

async function cancel(id) {
  const { writer } = streams.get(id) ?? {};
  streams.delete(id);
  await writer?.cancel();
}

async function take(message) {
  const { id, op } = message;
  if (op === "cancel") return cancel(id);
  try {
    if (op === "open") await open(message);
    const { writer, pieces } = streams.get(id);
    if (op === "write") await writer.write(new Int16Array(message.pcm));
    if (op === "end") {
      await writer.finish();
      streams.delete(id);
    }
    const bytes = new Uint8Array(Buffer.concat(pieces.splice(0)));
    parentPort.postMessage({ id, bytes }, [bytes.buffer]);
  } catch (error) {
    await cancel(id).catch(() => undefined);
    parentPort.postMessage({ id, failure: String(error?.message ?? error).slice(0, 300) });
  }
}

parentPort.on("message", (message) => {
  take(message).catch(() => undefined);
});
