// Curves as lines on a canvas, and which of them the pointer is on.

import type { Places } from "./places";
import type { Domain } from "./scale";

export interface Curve {
  id: string;
  x: ArrayLike<number>;
  y: ArrayLike<number | null>;
  colour: string;
  /** Drawn faint, behind the others. */
  isDim: boolean;
  /** Left the plot for good; marked where it did. */
  isPinned: boolean;
}

const REACH_PX = 30;
/** The column of a value that is missing. */
const NOWHERE = Number.NEGATIVE_INFINITY;

/** Puts a curve into the path. Of the points within `grain` dots across, the lowest and the highest are kept, in their
 * order; only what is kept is placed, as this is done for every point of every curve. */
export function trace(ink: CanvasRenderingContext2D, { x, y }: Curve, place: Places, grain = 1): void {
  ink.beginPath();
  let isDown = false;
  let column = NOWHERE;
  let low = 0;
  let high = 0;
  let isRising = true;
  for (let at = 0; at < x.length; at++) {
    const value = y[at];
    const left = value == null ? NOWHERE : Math.round(place.x(x[at]!) / grain) * grain;
    if (value != null && left === column) {
      if (value < low) {
        low = value;
        isRising = false;
      } else if (value > high) {
        high = value;
        isRising = true;
      }
      continue;
    }
    if (column !== NOWHERE) put(ink, column, place, isDown, isRising ? low : high, isRising ? high : low);
    isDown = column !== NOWHERE && left !== NOWHERE;
    column = left;
    if (value != null) low = high = value;
  }
  if (column !== NOWHERE) put(ink, column, place, isDown, isRising ? low : high, isRising ? high : low);
}

/** Goes on to a column of a curve, or begins there, and along it. */
function put(
  ink: CanvasRenderingContext2D,
  x: number,
  place: Places,
  isDown: boolean,
  from: number,
  to: number,
) {
  if (isDown) ink.lineTo(x, place.y(from));
  else ink.moveTo(x, place.y(from));
  if (from !== to) ink.lineTo(x, place.y(to));
}

/** The curve nearest to the pointer, if one is near: each is looked at where the pointer stands. */
export function nearest(curves: Curve[], x: number, top: number, place: Places): string | undefined {
  let found: string | undefined;
  let least = REACH_PX;
  for (const curve of curves) {
    const at = before(curve.x, x);
    const [from, to] = [curve.y[at], curve.y[at + 1] ?? curve.y[at]];
    if (from == null || to == null || curve.x[0]! > x || curve.x[curve.x.length - 1]! < x) continue;
    const [start, end] = [curve.x[at]!, curve.x[at + 1] ?? curve.x[at]!];
    const share = end > start ? (x - start) / (end - start) : 0;
    const distance =
      Math.abs(place.y(from) + (place.y(to) - place.y(from)) * share - top) + (curve.isDim ? 6 : 0);
    if (distance < least) [found, least] = [curve.id, distance];
  }
  return found;
}

/** Whether a curve has a point in a box. */
export function touches(
  { x, y }: Curve,
  box: { left: number; top: number; width: number; height: number },
  place: Places,
): boolean {
  for (let at = 0; at < x.length; at++) {
    const [left, value] = [place.x(x[at]!), y[at]];
    if (value == null || left < box.left || left > box.left + box.width) continue;
    const top = place.y(value);
    if (top >= box.top && top <= box.top + box.height) return true;
  }
  return false;
}

/** The last place of `values`, which rise, that is not above `wanted`. */
function before(values: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a curve that blew up leaves the plot. */
export function leaves({ x, y }: Curve, [, peak]: Domain): number {
  for (let at = 0; at < x.length; at++) if (y[at] == null || y[at]! > peak) return x[at]!;
  return x[x.length - 1]!;
}

export function triangle(ink: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ink.beginPath();
  ink.moveTo(x - size, y + size);
  ink.lineTo(x, y - size);
  ink.lineTo(x + size, y + size);
  ink.fill();
}
