/** Which square of a picture is kept: its middle as parts of the picture (0..1), and how much nearer than the whole. */
export interface Crop {
  x: number;
  y: number;
  zoom: number;
}

export const MAX_ZOOM = 5;

interface Size {
  width: number;
  height: number;
}

/** The whole width or height; of a tall picture its top, where faces are. */
export function firstCrop({ width, height }: Size): Crop {
  return held({ x: 0.5, y: width < height ? 0 : 0.5, zoom: 1 }, { width, height });
}

/** The square in the picture's own pixels. */
export function cropSquare(crop: Crop, size: Size): { left: number; top: number; side: number } {
  const { x, y, zoom } = held(crop, size);
  const side = Math.min(size.width, size.height) / zoom;
  return { left: x * size.width - side / 2, top: y * size.height - side / 2, side };
}

/** Moves the picture under the frame by parts of the frame's side: to the right and down are positive. */
export function moved(crop: Crop, dx: number, dy: number, size: Size): Crop {
  const side = Math.min(size.width, size.height) / crop.zoom;
  const next = { ...crop, x: crop.x - (dx * side) / size.width, y: crop.y - (dy * side) / size.height };
  return held(next, size);
}

export function zoomed(crop: Crop, zoom: number, size: Size): Crop {
  return held({ ...crop, zoom }, size);
}

/** The nearest crop that does not reach beyond the picture. */
function held({ x, y, zoom }: Crop, { width, height }: Size): Crop {
  const near = Math.min(MAX_ZOOM, Math.max(1, zoom));
  const side = Math.min(width, height) / near;
  const within = (part: number, length: number) => {
    const half = side / length / 2;
    return Math.min(1 - half, Math.max(half, part));
  };
  return { x: within(x, width), y: within(y, height), zoom: near };
}
