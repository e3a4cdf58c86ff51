// Configurations as dots: where each lies, which belong together, and how much of the heights to show.

import type { Configurations } from "../../api/types";
import { type Domain, extent, quantile } from "../../charts/scale";
import { leaf, value } from "../../numbers/format";

/** A dot, and what is known of it. */
export interface Dot {
  at: number;
  lr: number;
  mean: number;
  low: number;
  high: number;
  diverged: boolean;
  /** Every trial was stopped early: its height is that of a shorter run. */
  stopped: boolean;
}

/** Dots that differ in their rate alone, and what they have in common. */
export interface Family {
  name: string;
  dots: Dot[];
}

/** More families than this cannot be told apart by colour. */
const FAMILIES_MAX = 6;

/** The dots by what varies besides the rate; one nameless family where nothing does, or too much. */
export function families(dots: Dot[], all: Configurations, others: string[]): Family[] {
  const found = new Map<string, Dot[]>();
  for (const dot of dots) {
    const name = others.map((it) => `${leaf(it)} ${value(all.parameters[it]?.[dot.at])}`).join(", ");
    const kin = found.get(name);
    if (kin) kin.push(dot);
    else found.set(name, [dot]);
    if (found.size > FAMILIES_MAX) return [{ name: "", dots }];
  }
  return [...found].map(([name, dots]) => ({ name, dots }));
}

export function dotsOf(all: Configurations): Dot[] {
  const dots: Dot[] = [];
  all.lr.forEach((lr, at) => {
    if (lr == null) return;
    const stopped = (all.replicates[at] ?? 0) === 0 && all.stopped_mean[at] != null;
    const mean = (stopped ? all.stopped_mean[at] : all.mean[at]) ?? Number.NaN;
    const diverged = !stopped && (all.mean[at] == null || (all.diverged[at] ?? 0) > 0);
    dots.push({ at, lr, mean, low: all.low[at] ?? mean, high: all.high[at] ?? mean, diverged, stopped });
  });
  return dots;
}

/** Whether the values span so many sizes that a linear scale would hide the good ones. */
export function isWide(dots: Dot[]): boolean {
  const values = dots.map((it) => it.mean);
  const [low, high] = [quantile(values, 0.02) ?? 1, quantile(values, 0.98) ?? 1];
  return low > 0 && high / low > 30;
}

/** The heights to show: all but what one run in a hundred reaches by going astray. */
export function shownHeights(dots: Dot[]): Domain | undefined {
  const reach = extent(dots.flatMap((it) => [it.low, it.high]));
  if (!reach || dots.length < 20) return reach;
  const [low, high] = [
    quantile(
      dots.map((it) => it.mean),
      0.02,
    ) ?? 0,
    quantile(
      dots.map((it) => it.mean),
      0.98,
    ) ?? 0,
  ];
  const air = (high - low) * 0.6;
  return [Math.max(reach[0], low - air), Math.min(reach[1], high + air)];
}
