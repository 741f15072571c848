import { cardVoiceList } from "@/lib/contract/card-voices";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Voices that came in with cards and wait to be heard.",
      answer: cardVoiceList,
    },
    async ({ services }) => services.cardVoices.list(),
  ),
});
