import { chatCompletionRequest } from "@/lib/contract/openai";
import { chatCompletion, chatCompletionStream } from "@/lib/http/chat-completion";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";

/** POST /v1/chat/completions — OpenAI's shape, a character's id as the model. Nothing of it is kept. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    POST: route(
      { access: "caller", body: chatCompletionRequest },
      async ({ services, actor, locale, body, request }) => {
        const left = new AbortController();
        const signal = AbortSignal.any([request.signal, left.signal]);
        const { model, stream, stream_options } = body;
        const passing = await services.conversation.passing(actor, locale, body, signal);
        if (stream) {
          const includesUsage = stream_options?.include_usage ?? false;
          return chatCompletionStream(model, passing.events, { includesUsage, onLeave: () => left.abort() });
        }
        const { answer, finishReason } = await passing.whole();
        return Response.json(chatCompletion(model, answer, finishReason));
      },
    ),
  }),
);
