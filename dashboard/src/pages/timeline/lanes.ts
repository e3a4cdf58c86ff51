// Trials laid out in lanes: two that overlap on one worker lie in two of them.

import type { Trial } from "../../api/types";

/** The time that one trial took. */
export interface Stretch {
  trial: Trial;
  from: number;
  to: number;
  /** What became of it. */
  kind: string;
}

export interface Lane {
  worker: string;
  stretches: Stretch[];
}

/** Trials that were leased ahead wait on the worker; only their training is drawn, which ends when they end. */
export function lanes(trials: Trial[], now = Date.now()): Lane[] {
  const byWorker = new Map<string, Stretch[]>();
  for (const trial of trials) {
    if (!trial.worker || !trial.started_at) continue;
    const to = trial.ended_at ? Date.parse(trial.ended_at) : now;
    const leased = Date.parse(trial.started_at);
    const from = trial.train_ms == null ? leased : Math.max(leased, to - trial.train_ms);
    const kind = trial.diverged ? "diverged" : trial.state;
    const mine = byWorker.get(trial.worker) ?? [];
    mine.push({ trial, from, to, kind });
    byWorker.set(trial.worker, mine);
  }
  return [...byWorker].flatMap(([worker, stretches]) =>
    laid(stretches).map((it) => ({ worker, stretches: it })),
  );
}

/** Lanes that cannot be told apart on a screen help nobody. */
const LANES_MAX = 16;
/** Clocks are read in milliseconds, so neighbours may seem to overlap by a few. */
const SLACK_MS = 3;

function laid(stretches: Stretch[]): Stretch[][] {
  const lanes: Stretch[][] = [];
  for (const it of [...stretches].sort((a, b) => a.from - b.from)) {
    const free = lanes.find((lane) => (lane.at(-1)?.to ?? 0) <= it.from + SLACK_MS);
    if (free) free.push(it);
    else if (lanes.length < LANES_MAX) lanes.push([it]);
    else lanes.at(-1)?.push(it);
  }
  return lanes;
}
