import type { AnswerHeaders } from "./engine-context";
import { UpstreamError } from "./upstream-error";

/** An answer whose status is known and whose body is still on its way. Read `chunks` or call `close`. */
export interface UpstreamAnswer {
  status: number;
  headers: AnswerHeaders;
  /**
   * The body, once. Rejects with UpstreamError: `timeout` on a stall, `malformed` when the connection
   * breaks. Leaving the loop early closes the connection, unless the answer's end comes at once.
   */
  chunks: AsyncIterable<Uint8Array>;
  close(): void;
}

const MAX_JSON_BYTES = 8 * 1024 * 1024;

/** The whole body as UTF-8. A longer one is `malformed` and its connection closed. */
export async function readText(answer: UpstreamAnswer, maxBytes = MAX_JSON_BYTES): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of answer.chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new UpstreamError("malformed", `answer larger than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Lines of a UTF-8 body without their ends, the last one also when nothing ends it. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLength = 1024 * 1024,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxLength) throw new UpstreamError("malformed", "line without end");
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** JSON or `malformed`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UpstreamError("malformed", "answer is not JSON", { cause });
  }
}
