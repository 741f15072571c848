import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { download } from "@/lib/http/download";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "A voice with its clips and their transcripts as a file.",
      answer: bytes(["application/zip"]),
    },
    async ({ services, locale, params }) => {
      const file = await services.voiceFiles.export(params.id ?? "", locale);
      if (!file) throw new AppError("NOT_FOUND");
      const headers = { "Content-Type": "application/zip" };
      return download(new Response(new Uint8Array(file.bytes), { headers }), file.fileName);
    },
  ),
});
