import { ownVoicesTotals } from "@/lib/contract/own-voices";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "How many private voices there are, of how many people, in how many bytes.",
      answer: ownVoicesTotals,
    },
    ({ services }) => services.ownVoices.totals(),
  ),
});
