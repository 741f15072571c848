import { either, eventStream, plainJson } from "@/lib/contract/answers";
import { chatCompletion, chatCompletionChunk, chatCompletionRequest } from "@/lib/contract/openai";
import { chatCompletionStream, chatCompletion as completionOf } from "@/lib/http/chat-completion";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";

const completed = either(plainJson(chatCompletion), eventStream({ message: chatCompletionChunk }));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    POST: route(
      {
        access: "caller",
        summary: "OpenAI's chat completion; the model is a character's id. Nothing of it is kept.",
        body: chatCompletionRequest,
        answer: completed,
      },
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
        return Response.json(completionOf(model, answer, finishReason));
      },
    ),
  }),
);
