// A band around a line, on a canvas: the middle of many curves, and where half of them lie.

import type { Places } from "./places";

export interface Band {
  x: number[];
  low: (number | null)[];
  middle: (number | null)[];
  high: (number | null)[];
  colour: string;
}

/** Draws the band, and the line through its middle. */
export function drawBand(ink: CanvasRenderingContext2D, band: Band, place: Places, thick: number): void {
  const known = band.x.map((_, at) => at).filter((at) => band.middle[at] != null);
  if (known.length === 0) return;
  const line = (of: (number | null)[], places: number[]) => {
    for (const at of places) ink.lineTo(place.x(band.x[at] ?? 0), place.y(of[at] ?? 0));
  };
  ink.beginPath();
  line(band.high, known);
  line(band.low, [...known].reverse());
  ink.closePath();
  ink.globalAlpha = 0.22;
  ink.fillStyle = band.colour;
  ink.fill();
  ink.globalAlpha = 1;
  ink.beginPath();
  line(band.middle, known);
  ink.strokeStyle = band.colour;
  ink.lineWidth = thick;
  ink.stroke();
}
