export interface Part {
  filename: string | undefined;
  bytes: Buffer;
}

/** The parts of a multipart body by their name. */
export function readMultipart(contentType: string, body: Buffer): Map<string, Part> {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  const parts = new Map<string, Part>();
  if (!boundary) return parts;
  for (const part of body.toString("latin1").split(`--${boundary}`)) {
    const border = part.indexOf("\r\n\r\n");
    const name = /name="([^"]*)"/.exec(part.slice(0, border))?.[1];
    if (border < 0 || name === undefined) continue;
    const filename = /filename="([^"]*)"/.exec(part.slice(0, border))?.[1];
    parts.set(name, { filename, bytes: Buffer.from(part.slice(border + 4, -2), "latin1") });
  }
  return parts;
}
