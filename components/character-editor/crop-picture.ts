import { type Crop, cropSquare } from "./crop-rect";

/** Longest side that leaves the browser, px. */
const LONGEST = 1600;

/** The chosen square of a picture, no larger than it will be shown, as WebP. Null where this browser cannot make one. */
export async function cropPicture(bitmap: ImageBitmap, crop: Crop): Promise<Blob | null> {
  const { left, top, side } = cropSquare(crop, bitmap);
  const drawn = Math.max(1, Math.round(Math.min(side, LONGEST)));
  const canvas = document.createElement("canvas");
  canvas.width = drawn;
  canvas.height = drawn;
  canvas.getContext("2d")?.drawImage(bitmap, left, top, side, side, 0, 0, drawn, drawn);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.92));
}
