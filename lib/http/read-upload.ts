import "server-only";
import { AppError } from "@/lib/contract/app-error";

export interface Upload {
  bytes: Uint8Array;
  /** What the sender calls it; never a path of ours. */
  fileName: string;
  /** The form's other fields; empty ones are absent. */
  fields: Record<string, string>;
}

/**
 * The one file of a request: the first of a form's (`multipart/form-data`), or the body itself (its name in
 * `X-File-Name`, percent-encoded). Never reads on beyond `maxBytes`: PAYLOAD_TOO_LARGE. No file: VALIDATION_ERROR.
 */
export async function readUpload(request: Request, maxBytes: number): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  const isForm = /^multipart\/form-data\b/i.test(type);
  const body = await readLimited(request, isForm ? maxBytes + 64 * 1024 : maxBytes);
  if (!isForm) {
    const name = request.headers.get("x-file-name");
    // An empty file has a name; what is wrong with it is for its reader to say.
    if (body.byteLength === 0 && name === null) {
      throw new AppError("VALIDATION_ERROR", { key: "upload_missing" });
    }
    return { bytes: body, fileName: headerName(name), fields: {} };
  }
  const form = await new Response(body, { headers: { "Content-Type": type } })
    .formData()
    .catch((cause: unknown) => {
      throw new AppError("VALIDATION_ERROR", { key: "upload_unreadable", cause });
    });
  const entries = [...form.entries()];
  const file = entries.map(([, value]) => value).find((value) => value instanceof File);
  if (!file) throw new AppError("VALIDATION_ERROR", { key: "upload_missing" });
  if (file.size > maxBytes) throw tooLarge(maxBytes);
  const fields = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { bytes, fileName: file.name, fields: Object.fromEntries(fields) };
}

async function readLimited(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
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
