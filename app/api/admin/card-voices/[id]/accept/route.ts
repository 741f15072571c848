import { acceptCardVoice, cardVoiceAccepted } from "@/lib/contract/card-voices";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "Makes a card's voice one of the server's, and gives it to the character it came with.",
      body: acceptCardVoice,
      answer: cardVoiceAccepted,
    },
    async ({ services, params, body }) => {
      const { id = "" } = params;
      const { voiceId, assigned } = await services.cardVoices.accept(id, body);
      return { id, voice_id: voiceId, assigned };
    },
  ),
});
