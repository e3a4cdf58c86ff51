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

/** Lanes that cannot be told apart on a screen help nobody. */
const LANES_MAX = 16;

/** A lane for each slot that was used. Trials leased ahead wait on their worker; only their training is drawn, up to
 * when the coordinator heard of its end, so that bars of one slot may lie on one another by a little. */
export function lanes(trials: Trial[], slots: (worker: string) => number, now = Date.now()): Lane[] {
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
    laid(stretches, Math.min(LANES_MAX, slots(worker))).map((it) => ({ worker, stretches: it })),
  );
}

function laid(stretches: Stretch[], most: number): Stretch[][] {
  const lanes: Stretch[][] = [];
  const end = (lane: Stretch[]) => lane.at(-1)?.to ?? 0;
  for (const it of [...stretches].sort((a, b) => a.from - b.from)) {
    const [first] = [...lanes].sort((a, b) => end(a) - end(b));
    if (first && (end(first) <= it.from || lanes.length >= most)) first.push(it);
    else lanes.push([it]);
  }
  return lanes;
}
