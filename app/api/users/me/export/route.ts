import { toReadableStream } from "@/lib/async/readable-stream";
import { download } from "@/lib/http/download";
import { methods, route } from "@/lib/http/route";

/** GET /api/users/me/export — everything of one's own as a zip, made while it is downloaded. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "caller" }, async ({ services, actor, locale, request }) => {
    const headers = { "Content-Type": "application/zip" };
    const name = `avatar-forge-${new Date().toISOString().slice(0, 10)}.zip`;
    const bytes = services.dataExport.open(actor, locale);
    const body = request.method === "HEAD" ? null : toReadableStream(bytes);
    return download(new Response(body, { headers }), name);
  }),
});
