import "server-only";

/** An answer the browser keeps as a file of this name. */
export function download(response: Response, name: string): Response {
  const safe = name.replace(/[\p{Cc}"\\/:*?<>|]/gu, " ").trim();
  const ascii = safe.replace(/[^\x20-\x7e]/g, "_");
  const encoded = encodeURIComponent(safe.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  response.headers.set("Content-Disposition", `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`);
  response.headers.set("Cache-Control", "no-store");
  return response;
}
