// Trials laid out in lanes: two that overlap on one worker lie in two of them.

import type { Timeline } from "../../api/types";

/** The time that one trial took, in milliseconds since the first began. */
export interface Stretch {
  id: string;
  number: number;
  lr: number | null;
  attempt: number;
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

/** A lane for each slot that was used. Only training is drawn, up to when the coordinator heard of its end, so that bars
 * of one slot may lie on one another by a little. */
export function lanes({ workers, stretches: all }: Timeline, slots: (worker: string) => number): Lane[] {
  if (!all) return [];
  const byWorker = new Map<number, Stretch[]>();
  all.trial.forEach((id, at) => {
    const worker = all.worker[at] ?? 0;
    const mine = byWorker.get(worker) ?? [];
    mine.push({
      id,
      number: all.number[at] ?? 0,
      lr: all.lr[at] ?? null,
      attempt: all.attempt[at] ?? 1,
      from: all.from_ms[at] ?? 0,
      to: all.to_ms[at] ?? 0,
      kind: all.state[at] ?? "",
    });
    byWorker.set(worker, mine);
  });
  return [...byWorker].flatMap(([at, stretches]) => {
    const worker = workers[at] ?? "";
    return laid(stretches, Math.min(LANES_MAX, slots(worker))).map((it) => ({ worker, stretches: it }));
  });
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

export const shortened = (name: string) => (name.length > 16 ? `${name.slice(0, 15)}…` : name);
