import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { referenceFile } from "@/lib/contract/voices";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "A stored reference clip, by the name a voice has it under.",
      answer: bytes(["audio/wav"]),
    },
    async ({ services, params }) => {
      const file = referenceFile.safeParse(params.file);
      const bytes = file.success ? await services.voiceEditor.readReference(file.data) : null;
      if (!bytes) throw new AppError("NOT_FOUND");
      const headers = {
        "Content-Type": "audio/wav",
        "Cache-Control": "private, max-age=31536000, immutable",
      };
      return new Response(new Uint8Array(bytes), { headers });
    },
  ),
});
