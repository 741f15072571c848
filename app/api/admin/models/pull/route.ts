import { eventStream } from "@/lib/contract/answers";
import { MODEL_PULL_EVENTS, modelPull, pullModel } from "@/lib/contract/models";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { pullEvents } from "@/lib/http/model-views";
import { methods, route } from "@/lib/http/route";

const pullStream = eventStream(Object.fromEntries(MODEL_PULL_EVENTS.map((event) => [event, modelPull])));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "admin", summary: "Joins the download that runs. Leaving stops nothing.", answer: pullStream },
    async ({ services, locale }) =>
      eventStreamResponse(async (signal) => pullEvents(services.models.follow(signal), locale)),
  ),
  POST: route(
    {
      access: "admin",
      summary: "Downloads a model, or joins its download. Leaving stops nothing.",
      body: pullModel,
      answer: pullStream,
    },
    async ({ services, locale, body }) =>
      eventStreamResponse(async (signal) => pullEvents(services.models.pull(body.model, signal), locale)),
  ),
});
