import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { referencePath } from "@/lib/speech/reference-path";
import { readWavHeader } from "@/lib/speech/wav";
import {
  createVoiceCatalog,
  DEFAULT_VOICE_ID,
  toSpeakingVoice,
  type Voice,
  type VoiceCatalog,
} from "@/lib/voices";
import { BUILTIN_VOICES } from "@/lib/voices/builtin-voices";
import { readClipFiles } from "@/lib/voices/reference-clips";

const PRESETS = [
  "hong-gildong",
  "chunhyang",
  "shim-cheong",
  "sherlock-holmes",
  "alice",
  "frankenstein-creature",
  "don-quixote",
  "scheherazade",
  "kaguya",
  "sun-wukong",
];

const speaking = (voice: Voice) => toSpeakingVoice(voice, (engineId) => engineId);
const revisionKey = (voice: Voice) => speaking(voice).revisionKey;

/** The voice's reference as engines get it. */
function referenceOf(catalog: VoiceCatalog, voice: Voice) {
  const { reference } = speaking(voice).sound;
  if (!reference) throw new Error(`voice ${voice.id} has no reference`);
  return catalog.reference(reference);
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "references-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the built-in voices", () => {
  it("are default and one for each preset, named in every language", () => {
    expect(BUILTIN_VOICES.map(({ id }) => id)).toEqual([DEFAULT_VOICE_ID, ...PRESETS]);
    for (const voice of BUILTIN_VOICES) {
      for (const locale of LOCALES) {
        expect(voice.name[locale]).not.toBe("");
        expect(voice.description[locale]).not.toBe("");
      }
    }
  });

  it("differ in their timbre, and their clips in every byte that matters", () => {
    expect(new Set(BUILTIN_VOICES.map(({ timbre }) => timbre.variant)).size).toBe(BUILTIN_VOICES.length);
    expect(new Set(readClipFiles(BUILTIN_VOICES).map(({ sha256 }) => sha256)).size).toBe(
      BUILTIN_VOICES.length,
    );
  });

  it.each(BUILTIN_VOICES.map((voice) => [voice.id, voice] as const))(
    "%s ships a 4 to 6 s mono clip with sound in it and its Korean words",
    async (_, { reference }) => {
      const bytes = await readFile(path.join("lib/voices/references", reference.file));
      const header = readWavHeader(bytes);
      expect(header).toMatchObject({ formatTag: 1, channels: 1, bitsPerSample: 16 });
      const pcm = bytes.subarray(header?.dataOffset);
      expect(header?.dataBytes).toBe(pcm.byteLength);
      const seconds = pcm.byteLength / 2 / (header?.sampleRate ?? 1);
      expect(seconds).toBeGreaterThanOrEqual(4);
      expect(seconds).toBeLessThanOrEqual(6);
      expect(bytes.byteLength).toBeLessThanOrEqual(260_000);
      let energy = 0;
      for (let i = 0; i < pcm.byteLength; i += 2) energy += (pcm.readInt16LE(i) / 32_768) ** 2;
      expect(Math.sqrt(energy / (pcm.byteLength / 2))).toBeGreaterThan(0.04);
      expect(reference.promptText).toMatch(/^[가-힣 .,?!]+$/);
      expect(reference.promptLang).toBe("ko");
    },
  );
});

describe("publishing", () => {
  const published = async () => (await readdir(folder)).sort();

  it("puts each clip under its hash, whole, and leaves what is there", async () => {
    const catalog = createVoiceCatalog({ referencesDir: folder });
    await catalog.publish();
    const names = await published();
    expect(names).toHaveLength(BUILTIN_VOICES.length);
    for (const name of names) {
      const content = await readFile(path.join(folder, name));
      expect(`${createHash("sha256").update(content).digest("hex")}.wav`).toBe(name);
    }
    const before = await Promise.all(
      names.map(async (name) => (await stat(path.join(folder, name))).mtimeMs),
    );
    await catalog.publish();
    const after = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).mtimeMs));
    expect(after).toEqual(before);
    for (const voice of catalog.list()) await stat(referenceOf(catalog, voice).path);
  });

  it("replaces a clip that was cut short", async () => {
    const catalog = createVoiceCatalog({ referencesDir: folder });
    const [voice] = catalog.list();
    const target = voice ? referenceOf(catalog, voice).path : "";
    await writeFile(target, "half");
    await catalog.publish();
    expect((await stat(target)).size).toBeGreaterThan(100_000);
    expect((await published()).every((name) => name.endsWith(".wav"))).toBe(true);
  });

  it("rejects where the folder cannot be made", async () => {
    const file = path.join(folder, "file");
    await writeFile(file, "");
    const catalog = createVoiceCatalog({ referencesDir: path.join(file, "references") });
    await expect(catalog.publish()).rejects.toMatchObject({ name: "StorageError" });
  });
});

describe("references as the engine sees them", () => {
  it.each([
    ["/data/references", "/data/references/a.wav"],
    ["/data/references//", "/data/references/a.wav"],
    ["D:\\refs", "D:\\refs\\a.wav"],
    ["D:\\refs\\", "D:\\refs\\a.wav"],
    ["D:/refs", "D:/refs/a.wav"],
    ["\\\\host\\refs", "\\\\host\\refs\\a.wav"],
    ["refs", "refs/a.wav"],
    ["/", "/a.wav"],
  ])("%s", (engineDir, joined) => {
    expect(referencePath(engineDir, "a.wav")).toBe(joined);
  });

  it("follow the engine's folder, and the operator's own for voice default alone", () => {
    const own = { path: "E:\\voice.wav", promptText: "안녕", promptLang: "ko" };
    const catalog = createVoiceCatalog({
      referencesDir: folder,
      engineReferenceDir: "D:\\refs",
      override: own,
    });
    const [first, second] = catalog.list();
    expect(first && referenceOf(catalog, first)).toEqual({ ...own, read: null });
    expect(second && referenceOf(catalog, second).path).toMatch(/^D:\\refs\\[0-9a-f]{64}\.wav$/);
  });

  it("an own clip without words is heard without words; words without a clip are nothing", () => {
    const wordless = createVoiceCatalog({ referencesDir: folder, override: { path: "/a.wav" } });
    const [voice] = wordless.list();
    expect(voice && referenceOf(wordless, voice)).toEqual({
      path: "/a.wav",
      promptText: "",
      promptLang: "ko",
      read: null,
    });
    const pathless = createVoiceCatalog({ referencesDir: folder, override: { promptText: "다른 말" } });
    const [plain] = pathless.list();
    expect(plain && referenceOf(pathless, plain).promptText).toBe(BUILTIN_VOICES[0]?.reference.promptText);
  });
});

describe("revisionKey", () => {
  it("is the same wherever the folder is, and differs between voices and with the operator's reference", () => {
    const here = createVoiceCatalog({ referencesDir: folder });
    const there = createVoiceCatalog({ referencesDir: folder, engineReferenceDir: "D:\\refs" });
    const keys = here.list().map(revisionKey);
    expect(there.list().map(revisionKey)).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    const changed = createVoiceCatalog({ referencesDir: folder, override: { path: "/a.wav" } });
    const [first] = changed.list();
    expect(first && revisionKey(first)).not.toBe(keys[0]);
  });

  it("unknown ids are null", () => {
    const catalog = createVoiceCatalog({ referencesDir: folder });
    expect(catalog.find("nobody", null)).toBeNull();
    expect(catalog.find("alice", null)?.name.en).toBe("Alice");
  });
});
