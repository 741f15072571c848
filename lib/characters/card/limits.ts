const MIB = 1024 * 1024;

/** What a file that comes from outside may ask of us. */
export const CARD_LIMITS = {
  /** Of the file as it comes. */
  fileBytes: 48 * MIB,
  /** Of the card's JSON; a lorebook of a thousand entries is about one. */
  jsonBytes: 8 * MIB,
  /** Single values in that JSON: each costs a hundred times its bytes while it is read. */
  jsonValues: 400_000,
  /** Of one picture or sound in it. */
  assetBytes: 16 * MIB,
  /** Of one reference clip of a voice. */
  clipBytes: 8 * MIB,
  /** Of a voice's clips that leave with a card: as files of it, and within its JSON. */
  voiceBytes: 8 * MIB,
  inlineVoiceBytes: 3 * MIB,
  /** Of everything unpacked. */
  unpackedBytes: 64 * MIB,
  /** Files in a package, chunks in a picture. */
  entries: 2000,
  /** Cards in one picture that are looked at before it is given up. */
  tries: 4,
} as const;
