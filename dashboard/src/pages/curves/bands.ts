// Many curves as a few: for each decade of rates its median, in a band from the lower to the upper quartile.

import type { Band } from "../../charts/band";
import { quantile } from "../../charts/scale";
import { mark } from "../../numbers/format";
import type { Run } from "./model";

/** So many places along a curve are looked at; a band is smooth enough with them. */
const PLACES = 160;

export interface Decade {
  name: string;
  runs: Run[];
  /** The middle of its rates, by ratios. */
  lr: number;
}

/** Runs by the decade of their rates, the lowest first. Those that diverged have no say. */
export function decades(runs: Run[]): Decade[] {
  const found = new Map<number, Run[]>();
  for (const run of runs) {
    if (!run.lr || run.diverged || run.values.length < 2) continue;
    const power = Math.floor(Math.log10(run.lr) + 1e-9);
    found.set(power, [...(found.get(power) ?? []), run]);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([power, runs]) => ({
      name: `${mark(10 ** power)} – ${mark(10 ** (power + 1))}`,
      runs,
      lr: Math.exp(runs.reduce((sum, it) => sum + Math.log(it.lr ?? 1), 0) / runs.length),
    }));
}

/** The median and the quartiles of `runs`, as far as half of them reach. */
export function band({ runs }: Decade, colour: string): Band {
  const ends = runs.map((it) => it.steps.at(-1) ?? 0).sort((a, b) => a - b);
  const end = ends[Math.floor(ends.length / 2)] ?? 0;
  const all = [...new Set(runs.flatMap((it) => it.steps))].filter((it) => it <= end).sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(all.length / PLACES));
  const x = all.filter((_, at) => at % every === 0 || at === all.length - 1);
  const next = new Map(runs.map((it) => [it, 0]));
  const columns = x.map((step) =>
    runs.map((run) => {
      let at = next.get(run) ?? 0;
      while (at + 1 < run.steps.length && (run.steps[at + 1] ?? 0) <= step) at++;
      next.set(run, at);
      return (run.steps[at] ?? 0) <= step && (run.steps.at(-1) ?? 0) >= step
        ? (run.values[at] ?? null)
        : null;
    }),
  );
  const at = (share: number) => columns.map((it) => quantile(it, share) ?? null);
  return { x, low: at(0.25), middle: at(0.5), high: at(0.75), colour };
}
