// How the best rate goes with something else that differs between sweeps, or within one: a size, a width, a batch.

import type { Best, Sweep } from "../../api/types";

/** One best rate, and the value that it belongs to. */
export interface Point {
  side: number;
  name: string;
  value: number;
  lr: number;
  interval: [low: number, high: number] | undefined;
}

/** A straight line through logarithms: rate ∝ value^exponent. */
export interface Law {
  exponent: number;
  at: (value: number) => number;
}

/** What differs without being a property of what is trained. */
const ASIDE =
  /^(name|seed|priority|replicates|trials|retry|resources|parameters|metric|find|early_stopping)\b/;

/** The paths of numbers above 0 that are not the same everywhere, those of sizes first. */
export function paths(sides: { sweep: Sweep; best: Best }[]): string[] {
  const found = new Map<string, Set<number>>();
  const add = (path: string, it: unknown) => {
    if (typeof it === "number" && it > 0) found.set(path, (found.get(path) ?? new Set()).add(it));
    else if (Array.isArray(it)) for (const [at, inner] of it.entries()) add(`${path}.${at}`, inner);
    else if (it && typeof it === "object")
      for (const [key, inner] of Object.entries(it)) add(path ? `${path}.${key}` : key, inner);
  };
  for (const { sweep, best } of sides) {
    add("", sweep.spec);
    for (const group of best.groups ?? [])
      for (const [path, it] of Object.entries(group.parameters as Record<string, unknown>)) add(path, it);
  }
  const differ = [...found].filter(([path, values]) => values.size > 1 && !ASIDE.test(path) && !isRate(path));
  return differ
    .map(([path]) => path)
    .filter((path) => points(sides, path).length > 1)
    .sort((a, b) => Number(b.endsWith("batch_size")) - Number(a.endsWith("batch_size")));
}

const isRate = (path: string) => /(^|\.)lr$/.test(path);

/** The best rates over the value at `path`: of each combination in a sweep that varies it, of the sweep where it does not. */
export function points(sides: { sweep: Sweep; best: Best }[], path: string): Point[] {
  return sides.flatMap(({ sweep, best }, side): Point[] => {
    const of = (value: unknown, lr: number | null | undefined, interval: Best["interval"]): Point[] =>
      typeof value === "number" && value > 0 && lr
        ? [
            {
              side,
              name: sweep.name,
              value,
              lr,
              interval: interval ? [interval.low, interval.high] : undefined,
            },
          ]
        : [];
    const groups = (best.groups ?? []).filter((it) => path in (it.parameters as object));
    if (groups.length > 0)
      return groups.flatMap((it) =>
        of((it.parameters as Record<string, unknown>)[path], it.best?.lr, it.interval ?? null),
      );
    return of(at(sweep.spec, path), best.best?.lr, best.interval ?? null);
  });
}

/** Plain least squares on logarithms; nothing below two different values. */
export function law(points: Point[]): Law | undefined {
  const places = points.map((it) => [Math.log(it.value), Math.log(it.lr)] as const);
  const mean = (of: 0 | 1) => places.reduce((sum, it) => sum + it[of], 0) / places.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = places.reduce((sum, it) => sum + (it[0] - x) ** 2, 0);
  if (!(spread > 1e-12)) return undefined;
  const exponent = places.reduce((sum, it) => sum + (it[0] - x) * (it[1] - y), 0) / spread;
  return { exponent, at: (value) => Math.exp(y + exponent * (Math.log(value) - x)) };
}

function at(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((it, key) => (it as Record<string, unknown> | undefined)?.[key], document);
}
