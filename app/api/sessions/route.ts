import { createSession, session, sessionPage, sessionQuery } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";
import { shelfPage } from "@/lib/services/shelf";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "One's plays, newest first.", query: sessionQuery, answer: sessionPage },
    ({ services, actor, query }) => shelfPage(services, actor, query),
  ),
  POST: route(
    {
      access: "caller",
      summary: "Opens a play with the character's greeting.",
      body: createSession,
      answer: session,
    },
    async ({ services, actor, locale, body }) =>
      services.conversation.createPlay(actor, {
        characterId: body.character_id,
        scenario: body.scenario,
        language: body.language ?? locale,
        voiceId: body.voice,
        greeting: body.greeting,
        user: await services.personas.forPlay(actor, body),
      }),
  ),
});
