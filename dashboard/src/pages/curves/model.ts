// The curves of a sweep: as they were read, and what came in since.

import type { Curves, Points, Sweep, Trial } from "../../api/types";
import { type Domain, extent, padded, quantile } from "../../charts/scale";

/** The curve of one trial. */
export interface Run {
  id: string;
  number: number;
  configuration: number;
  lr: number | null;
  state: string;
  diverged: boolean;
  steps: number[];
  values: (number | null)[];
  /** The latest finite value. */
  last: number | undefined;
}

export function runsOf(curves: Curves): Run[] {
  return curves.trials.map((it) => ({
    id: it.id,
    number: it.number,
    configuration: it.configuration,
    lr: it.lr ?? null,
    state: it.state,
    diverged: it.diverged,
    steps: it.steps,
    values: it.values.map((value) => value ?? null),
    last: lastOf(it.values),
  }));
}

/** Adds what came in to `runs`; says whether any of it belonged there. */
export function extend(runs: Run[], metric: string, points: Points[], trials: Trial[], max: number): boolean {
  const known = new Map(runs.map((it) => [it.id, it]));
  let changed = false;
  for (const trial of trials) {
    const run = known.get(trial.id);
    if (run) [run.state, run.diverged] = [trial.state, trial.diverged];
    else if (runs.length < max && trial.state === "running") {
      const fresh = { steps: [], values: [], last: undefined };
      const { id, number, configuration, state, diverged } = trial;
      const begun: Run = { id, number, configuration, lr: trial.lr ?? null, state, diverged, ...fresh };
      known.set(trial.id, begun);
      runs.push(begun);
    }
    changed = true;
  }
  for (const { trial, series, first_seq } of points) {
    const run = known.get(trial);
    const fresh = series.find((it) => it.metric === metric);
    if (!run || !fresh) continue;
    // Another attempt begins from the start.
    if (first_seq === 0 && (fresh.steps[0] ?? 0) <= (run.steps[0] ?? 0)) [run.steps, run.values] = [[], []];
    const end = run.steps.at(-1) ?? -1;
    fresh.steps.forEach((step, at) => {
      if (step <= end) return;
      run.steps.push(step);
      run.values.push(fresh.values[at] ?? null);
    });
    run.last = lastOf(run.values);
    changed = true;
  }
  return changed;
}

/** Whether trial `a` did better than `b`; one that diverged is behind all. */
export function better(sweep: Sweep): (a: Run, b: Run) => number {
  const worst = Number.POSITIVE_INFINITY;
  const sign = sweep.metric.goal === "maximize" ? -1 : 1;
  const rank = (it: Run) => (it.diverged || it.last === undefined ? worst : it.last * sign);
  return (a, b) => (rank(a) === rank(b) ? a.number - b.number : rank(a) - rank(b));
}

/** How many updates an epoch has, by configuration: what runs that were trained to their end took, divided by the epochs
 * that the sweep asked for. Where none has ended, the first report is that of the first epoch. */
export function updatesAnEpoch(runs: Run[], epochs: number): (run: Run) => number | undefined {
  const known = new Map<number, number>();
  let any: number | undefined;
  for (const run of runs) {
    const end = run.steps.at(-1);
    // A range test has as many updates as its ramp, whatever the epochs.
    if (run.lr == null || run.state !== "completed" || run.diverged || !end) continue;
    known.set(run.configuration, end / epochs);
    any = any === undefined || any === end / epochs ? end / epochs : Number.NaN;
  }
  // All that have ended agree: then so do the others.
  const usual = any !== undefined && Number.isFinite(any) ? any : undefined;
  return (run) => known.get(run.configuration) ?? usual ?? (run.steps[0] === 0 ? run.steps[1] : run.steps[0]);
}

/** The epochs that a sweep asks for, where updates can be counted in them: all trials have as many, and equally long ones. */
export function epochsOf(sweep: Sweep): number | undefined {
  const spec = sweep.spec as { train?: { epochs?: unknown }; batch_schedule?: unknown; parameters?: object };
  const epochs = spec.train?.epochs;
  const isVaried = "train.epochs" in (spec.parameters ?? {});
  const isSteady = !spec.batch_schedule && !isVaried && sweep.method !== "range_test";
  return isSteady && typeof epochs === "number" && epochs > 0 ? epochs : undefined;
}

/** An exponential mean, corrected for its start; gaps stay gaps. */
export function smoothed(values: (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return values;
  let [sum, share] = [0, 1];
  return values.map((it) => {
    if (it === null) return null;
    sum = sum * weight + it * (1 - weight);
    share *= weight;
    return sum / (1 - share);
  });
}

/** A loss so many times above where runs begin has blown up; how far does not matter. */
const BLOWN = 4;

/** What to show of the values: all that runs which trained reach, and not where the others went. */
export function heights(runs: Run[], isLog: boolean): Domain {
  const trained = runs.filter((it) => !it.diverged && it.lr !== null);
  const shown = trained.length > 0 ? trained : runs;
  const every = Math.max(1, Math.floor(shown.reduce((sum, it) => sum + it.values.length, 0) / 20_000));
  const sample = shown.flatMap((it) =>
    it.values.filter((value, at) => at % every === 0 && (!isLog || (value ?? 0) > 0)),
  );
  const reach = extent(sample);
  if (!reach) return isLog ? [0.1, 10] : [0, 1];
  const [low, high] = [quantile(sample, 0.002) ?? reach[0], quantile(sample, 0.995) ?? reach[1]];
  if (!isLog) return padded([low, Math.min(reach[1], high + (high - low) * 0.2)], false);
  const begin = quantile(
    shown.map((it) => it.values[0] ?? null),
    0.5,
  );
  const top = Math.min(reach[1], high * 2, (begin ?? high) * BLOWN);
  return padded([low, Math.max(top, low * 1.1)], true, 0.05);
}

function lastOf(values: (number | null | undefined)[]): number | undefined {
  for (let at = values.length - 1; at >= 0; at--) if (values[at] != null) return values[at] as number;
  return undefined;
}
