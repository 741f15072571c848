import { z } from "zod";
import { optionalText } from "./fields";

/** What a scene is drafted from: a sentence or some keywords, and whoever plays in it. */
export const storyRequest = z.object({
  situation: z.string().trim().min(1).max(8000),
  background: optionalText(8000),
  character_id: optionalText(128),
  second_character_id: optionalText(128),
});
export type StoryRequest = z.infer<typeof storyRequest>;

/** A scene to begin from (`summary`), where and when it takes place (`background`). */
export const story = z.object({ summary: z.string(), background: z.string() });
export type Story = z.infer<typeof story>;
