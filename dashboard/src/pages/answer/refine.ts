// The next sweep, from what this one has shown: closer around the best rate, or over a range that somebody chose.

import type { Best, Sweep } from "../../api/types";
import { edgeOf } from "./edge";

/** How far beyond its neighbours a refined sweep reaches where no interval is known. */
const FACTOR = 3;

/** Where to write the sweep that looks closer around the best rate; nothing where there is none. */
export function refined(sweep: Sweep, answer: Best): string | undefined {
  const lr = answer.best?.lr;
  if (!lr) return undefined;
  const around = answer.interval ?? answer.basin ?? { low: lr / FACTOR, high: lr * FACTOR };
  const edge = edgeOf(answer) ?? Number.POSITIVE_INFINITY;
  const low = Math.min(around.low, lr) / 1.2;
  return sweepOver(sweep, low, Math.max(Math.min(around.high * 1.2, edge), lr * 1.2));
}

/** Where to write a sweep like this one over the rates from `low` to `high`. */
export const sweepOver = (sweep: Sweep, low: number, high: number): string =>
  `/sweeps/new?from=${sweep.id}&min=${low.toPrecision(2)}&max=${high.toPrecision(2)}`;
