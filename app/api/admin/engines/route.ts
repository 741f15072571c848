import { adminEngines, createEngine, speechEngineView } from "@/lib/contract/engines";
import { engineView } from "@/lib/http/admin-views";
import { tellState } from "@/lib/http/health";
import { recognitionEngineView } from "@/lib/http/recognition-view";
import { methods, route } from "@/lib/http/route";
import { sentence } from "@/lib/i18n/sentences";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Every engine with its state and queue, and what writes transcripts.",
      answer: adminEngines,
    },
    async ({ services, locale }) => {
      const language = services.language
        .states()
        .map((state) => ({ role: "language" as const, ...tellState(state, locale) }));
      const speech = (await services.engines.list()).map((engine) => engineView(engine, locale));
      const broken = services.voices.fileProblem;
      return {
        engines: [...language, ...speech],
        recognition: recognitionEngineView(services, locale),
        voices_file: broken ? { problem: sentence(locale, "voices_file_broken", { at: broken.at }) } : null,
      };
    },
  ),
  POST: route(
    { access: "admin", summary: "A new speech engine.", body: createEngine, answer: speechEngineView },
    async ({ services, locale, body }) => engineView(await services.engines.create(body), locale),
  ),
});
