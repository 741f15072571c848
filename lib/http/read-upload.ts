import "server-only";
import { AppError } from "@/lib/contract/app-error";

export interface Upload {
  bytes: Uint8Array;
  /** What the sender calls it; never a path of ours. */
  fileName: string;
}

/**
 * The one file of a request: the first of a form's (`multipart/form-data`), or the body itself (its name in
 * `X-File-Name`, percent-encoded). Never reads on beyond `maxBytes`: PAYLOAD_TOO_LARGE. No file: VALIDATION_ERROR.
 */
export async function readUpload(request: Request, maxBytes: number): Promise<Upload> {
  const isForm = /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "");
  const body = await readLimited(request, isForm ? maxBytes + 64 * 1024 : maxBytes);
  if (!isForm) return { bytes: body, fileName: headerName(request.headers.get("x-file-name")) };
  const form = await new Response(body, {
    headers: { "Content-Type": request.headers.get("content-type") ?? "" },
  })
    .formData()
    .catch((cause: unknown) => {
      throw new AppError("VALIDATION_ERROR", { key: "upload_unreadable", cause });
    });
  const file = [...form.values()].find((value) => value instanceof File);
  if (!file) throw new AppError("VALIDATION_ERROR", { key: "upload_missing" });
  if (file.size > maxBytes) throw tooLarge(maxBytes);
  return { bytes: new Uint8Array(await file.arrayBuffer()), fileName: file.name };
}

async function readLimited(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader?.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(part.value);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function headerName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? "");
  } catch {
    return "";
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("PAYLOAD_TOO_LARGE", { params: { limit: Math.round(maxBytes / 2 ** 20) } });
}
