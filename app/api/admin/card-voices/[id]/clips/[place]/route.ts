import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "A clip of a card's voice, by its place in the list.",
      answer: bytes(["audio/wav"]),
    },
    async ({ services, params: { id = "", place = "" } }) => {
      if (!/^\d{1,2}$/.test(place)) throw new AppError("NOT_FOUND");
      const clip = await services.cardVoices.readClip(id, Number(place));
      return new Response(new Uint8Array(clip), {
        headers: { "Content-Type": "audio/wav", "Cache-Control": "private, no-store" },
      });
    },
  ),
});
