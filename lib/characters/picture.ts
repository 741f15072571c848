import "server-only";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { AppError } from "@/lib/contract/app-error";

/** Sides of the squares a picture is kept in, px: the lobby's cards, the stage. */
export const PICTURE_SIZES = { list: 320, stage: 1024 } as const;
export type PictureSize = keyof typeof PICTURE_SIZES;

export const MAX_PICTURE_BYTES = 12 * 1024 * 1024;
const MAX_PIXELS = 50_000_000;
const FORMATS = ["png", "jpeg", "webp", "gif", "heif"];

export interface Picture {
  /** Names the picture: another picture has another key. */
  key: string;
  /** WebP without any metadata. */
  files: Record<PictureSize, Buffer>;
}

/**
 * A person's picture in the sizes we show, judged and drawn again from its pixels: nothing else of the file is kept. A
 * picture that is no square is cut to its upper middle, where faces are.
 * Throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE.
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  if (bytes.byteLength > MAX_PICTURE_BYTES) {
    throw new AppError("PAYLOAD_TOO_LARGE", { params: { limit: MAX_PICTURE_BYTES / 2 ** 20 } });
  }
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" }).autoOrient();
    const { format } = await image.metadata();
    if (!FORMATS.includes(format ?? "")) throw new Error("not a picture we take");
    const draw = (side: number) =>
      image
        .clone()
        .resize(side, side, { fit: "cover", position: "top", withoutEnlargement: false })
        .webp({ quality: 86 })
        .toBuffer();
    const [list, stage] = await Promise.all([draw(PICTURE_SIZES.list), draw(PICTURE_SIZES.stage)]);
    return { key: createHash("sha256").update(stage).digest("hex"), files: { list, stage } };
  } catch (cause) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", { key: "picture_unreadable", cause });
  }
}

/** Any picture of ours (SVG of the presets too) as PNG, for a card. */
export function toPng(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { density: 144 })
    .resize(PICTURE_SIZES.stage, PICTURE_SIZES.stage, { fit: "inside" })
    .png()
    .toBuffer();
}
