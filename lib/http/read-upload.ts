import "server-only";
import { AppError } from "@/lib/contract/app-error";

export interface Upload {
  bytes: Uint8Array;
  /** The form's other fields; empty ones are absent. */
  fields: Record<string, string>;
}

/**
 * A multipart body with one file, under whatever name. Rejects with UNSUPPORTED_MEDIA_TYPE where it is none,
 * PAYLOAD_TOO_LARGE beyond `maxBytes`, VALIDATION_ERROR where the file is missing.
 */
export async function readUpload(request: Request, maxBytes: number): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", { key: "upload_expected" });
  }
  const form = await parseForm(await readBytes(request, maxBytes), type);
  const entries = [...form.entries()];
  const file = entries.map(([, value]) => value).find((value) => typeof value !== "string");
  if (file === undefined || typeof file === "string") {
    throw new AppError("VALIDATION_ERROR", { key: "upload_missing" });
  }
  const fields = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
  return { bytes: new Uint8Array(await file.arrayBuffer()), fields: Object.fromEntries(fields) };
}

async function parseForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch (cause) {
    throw new AppError("VALIDATION_ERROR", { key: "upload_missing", cause });
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new AppError("PAYLOAD_TOO_LARGE", { params: { limit: maxBytes / 2 ** 20 } });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
