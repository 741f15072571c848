import type { EngineContext } from "@/lib/upstream/engine-context";
import type { SpeechDirectory } from "./directory";
import type { SpeechAudio, SpeechRequest } from "./engine";
import type { SpeechInstance } from "./instance";
import type { SpeechRecipe } from "./recipe";
import { seenBy } from "./reference-path";
import type { VoiceSound, VoiceSource } from "./voice";

interface Deps {
  directory: SpeechDirectory;
  voices: VoiceSource;
}

/**
 * Has an engine ready for a recipe, in a slot of the caller's; answers with what then asks it for the sound. Rejects
 * where it cannot load or read what the recipe names.
 */
export async function readyEngine(
  { directory, voices }: Deps,
  instance: SpeechInstance,
  recipe: SpeechRecipe,
  context: EngineContext,
): Promise<() => Promise<SpeechAudio>> {
  const { engine } = instance;
  // A recipe without its sound is older than anybody's own voices.
  const sound = recipe.sound ?? (voices.find(recipe.voiceId, null) ?? voices.fallback()).sound;
  const limit = recipe.maxNewTokens ?? sound.maxNewTokens;
  const wishes = {
    controls: recipe.controls,
    scene: recipe.scene ?? sound.scene,
    ...(limit === undefined ? {} : { maxNewTokens: limit }),
  };

  async function known(voice: VoiceSound): Promise<Pick<SpeechRequest, "reference" | "engineVoice">> {
    const stored = recipe.reference ?? voice.reference;
    const reference = stored && voices.reference(stored);
    const model = { weights: voice.weights, reference: voice.engineVoice === null ? reference : null };
    const keptAs = await directory.makeReady(instance, model, context);
    return {
      reference: reference && seenBy(instance, reference),
      engineVoice: voice.engineVoice ?? keptAs,
    };
  }

  const { dialogue } = recipe;
  const { synthesizeDialogue } = engine;
  if (dialogue && synthesizeDialogue) {
    const speakers: Awaited<ReturnType<typeof known>>[] = [];
    for (const speaker of dialogue.speakers) speakers.push(await known(speaker.sound));
    return () => synthesizeDialogue({ ...wishes, speakers, lines: dialogue.lines }, context);
  }
  const speaker = await known(sound);
  const auxiliary = recipe.auxiliaryReferences ?? sound.auxiliaryReferences;
  return () =>
    engine.synthesize(
      {
        ...wishes,
        ...speaker,
        text: recipe.text,
        language: recipe.language,
        auxiliaryReferences: auxiliary.map((one) => seenBy(instance, voices.reference(one))),
        timbre: sound.timbre,
        streamingMode: recipe.streamingMode,
      },
      context,
    );
}
