import "server-only";
import { AppError } from "@/lib/contract/app-error";
import { withoutNulls } from "@/lib/contract/fields";

const MAX_BODY_BYTES = 8 * 2 ** 20;
const MAX_DEPTH = 64;

/** The request's JSON with `null` members dropped, undefined where there is no body. Rejects with the public codes for size, kind and form. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type");
  if (type && !/^(application|text)\/([\w.+-]*\+)?json\b/i.test(type)) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  }
  const text = await readText(request);
  if (text.trim() === "") return undefined;
  if (isTooDeep(text)) throw new AppError("VALIDATION_ERROR", { key: "invalid_json" });
  try {
    return withoutNulls(JSON.parse(text));
  } catch (cause) {
    throw new AppError("VALIDATION_ERROR", { key: "invalid_json", cause });
  }
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () => new AppError("PAYLOAD_TOO_LARGE", { params: { limit: MAX_BODY_BYTES / 2 ** 20 } });
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  if (!request.body) return "";
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Nesting is judged before parsing: no recursion of ours ever meets a hostile depth. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
