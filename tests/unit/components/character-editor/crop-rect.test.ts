import { expect, it } from "vitest";
import { cropSquare, firstCrop, MAX_ZOOM, moved, zoomed } from "@/components/character-editor/crop-rect";

const TALL = { width: 400, height: 1000 };
const WIDE = { width: 900, height: 300 };

it("begins with the top of a tall picture and the middle of a wide one", () => {
  expect(cropSquare(firstCrop(TALL), TALL)).toEqual({ left: 0, top: 0, side: 400 });
  expect(cropSquare(firstCrop(WIDE), WIDE)).toEqual({ left: 300, top: 0, side: 300 });
});

it("moves with the pointer: the whole frame to the left shows what was beyond its right edge", () => {
  const crop = moved(firstCrop(WIDE), -1, 0, WIDE);
  expect(cropSquare(crop, WIDE).left).toBeCloseTo(600);
});

it("never reaches beyond the picture, however it is moved or zoomed", () => {
  let crop = firstCrop(TALL);
  for (const [dx, dy, zoom] of [
    [9, 9, 3],
    [-9, -9, 0.1],
    [0.3, -0.2, 99],
    [-4, 0.01, 2],
  ] as const) {
    crop = zoomed(moved(crop, dx, dy, TALL), zoom, TALL);
    const { left, top, side } = cropSquare(crop, TALL);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(-1e-9);
    expect(left + side).toBeLessThanOrEqual(TALL.width + 1e-9);
    expect(top + side).toBeLessThanOrEqual(TALL.height + 1e-9);
    expect(side).toBeGreaterThanOrEqual(400 / MAX_ZOOM);
  }
});
