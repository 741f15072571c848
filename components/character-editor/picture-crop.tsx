"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type Crop, cropSquare, firstCrop, MAX_ZOOM, moved, zoomed } from "./crop-rect";

const STEP = 0.04;
const ZOOM_STEP = 0.15;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** Chooses the square of a picture that is kept: dragged, zoomed with the wheel or the slider, moved with the arrow keys. */
export function PictureCrop({
  bitmap,
  onTake,
  onCancel,
}: {
  bitmap: ImageBitmap;
  onTake: (crop: Crop) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("editor");
  const [crop, setCrop] = useState(() => firstCrop(bitmap));
  const frame = useRef<HTMLButtonElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const grip = useRef<{ x: number; y: number } | null>(null);

  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const side = Math.round(target.clientWidth * window.devicePixelRatio) || 512;
    target.width = side;
    target.height = side;
    const square = cropSquare(crop, bitmap);
    target
      .getContext("2d")
      ?.drawImage(bitmap, square.left, square.top, square.side, square.side, 0, 0, side, side);
  }, [bitmap, crop]);
  useEffect(() => {
    const target = frame.current;
    target?.focus();
    // React listens to the wheel passively: the page would scroll along.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      setCrop((before) => zoomed(before, before.zoom * (event.deltaY < 0 ? 1.08 : 1 / 1.08), bitmap));
    };
    target?.addEventListener("wheel", wheel, { passive: false });
    return () => target?.removeEventListener("wheel", wheel);
  }, [bitmap]);

  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    const from = grip.current;
    if (!from) return;
    const side = event.currentTarget.clientWidth || 1;
    grip.current = { x: event.clientX, y: event.clientY };
    setCrop((before) =>
      moved(before, (event.clientX - from.x) / side, (event.clientY - from.y) / side, bitmap),
    );
  };
  const letGo = () => {
    grip.current = null;
  };
  const press = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    if (step) setCrop((before) => moved(before, step[0], step[1], bitmap));
    else if (event.key === "+" || event.key === "=")
      setCrop((before) => zoomed(before, before.zoom + ZOOM_STEP, bitmap));
    else if (event.key === "-") setCrop((before) => zoomed(before, before.zoom - ZOOM_STEP, bitmap));
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) onTake(crop);
    else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
  };

  return (
    <div className="picture-crop">
      <button
        type="button"
        ref={frame}
        aria-label={t("crop.frame")}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          grip.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={drag}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onKeyDown={press}
      >
        <canvas ref={canvas} />
      </button>
      <label>
        <span>{t("crop.zoom")}</span>
        <input
          type="range"
          min={1}
          max={MAX_ZOOM}
          step={0.05}
          value={crop.zoom}
          onChange={(event) => setCrop(zoomed(crop, event.target.valueAsNumber, bitmap))}
        />
      </label>
      <p className="field-state">{t("crop.hint")}</p>
      <div className="field-actions">
        <button type="button" className="button button--lit" onClick={() => onTake(crop)}>
          {t("crop.take")}
        </button>
        <button type="button" className="text-button" onClick={onCancel}>
          {t("crop.cancel")}
        </button>
      </div>
    </div>
  );
}
