import { toReadableStream } from "@/lib/async/readable-stream";
import { bytes } from "@/lib/contract/answers";
import { download } from "@/lib/http/download";
import { methods, route } from "@/lib/http/route";

const TYPE = "application/zip";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "caller",
      summary: "Everything of one's own as a zip: JSON, character cards, sounds.",
      description: "It is made while it is downloaded, one at a time for each person.",
      answer: bytes([TYPE]),
    },
    async ({ services, actor, locale, request }) => {
      const name = `avatar-forge-${new Date().toISOString().slice(0, 10)}.zip`;
      const zip = services.dataExport.open(actor, locale);
      const body = request.method === "HEAD" ? null : toReadableStream(zip);
      return download(new Response(body, { headers: { "Content-Type": TYPE } }), name);
    },
  ),
});
