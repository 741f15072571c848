import { remake, remakeVoice } from "@/lib/contract/cache";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "How far making a voice's kept lines again is, or how it ended.",
      description:
        "Null where none was begun or went on since the server's start: it goes on after a restart.",
      answer: remake.nullable(),
    },
    async ({ services }) => services.remakes.state,
  ),
  POST: route(
    {
      access: "admin",
      summary: "Makes a voice's kept lines as it sounds now, in the background.",
      description: "What is made already is skipped, so that one that was stopped goes on where it was.",
      body: remakeVoice,
      answer: remake,
    },
    async ({ services, body }) => services.remakes.start(body.voice_id),
  ),
  DELETE: route(
    {
      access: "admin",
      summary: "Stops making lines again; what is made stays.",
      answer: remake.nullable(),
    },
    async ({ services }) => services.remakes.cancel(),
  ),
});
