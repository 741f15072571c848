/** Longest side that leaves the browser, px. */
const LONGEST = 1600;

/**
 * The picture cut to its upper square (where faces are) and made no larger than it will be shown, in this browser. What the
 * browser cannot read goes as it is: the server judges it.
 */
export async function cropToPortrait(file: File): Promise<File | Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return file;
  const side = Math.min(bitmap.width, bitmap.height);
  const drawn = Math.min(side, LONGEST);
  const canvas = document.createElement("canvas");
  canvas.width = drawn;
  canvas.height = drawn;
  const left = (bitmap.width - side) / 2;
  canvas.getContext("2d")?.drawImage(bitmap, left, 0, side, side, 0, 0, drawn, drawn);
  bitmap.close();
  const cut = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", 0.92));
  return cut ?? file;
}
