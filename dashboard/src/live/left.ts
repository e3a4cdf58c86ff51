// How long the rest of a sweep takes, at the pace since somebody looks.

import type { Sweep } from "../api/types";

/** An estimate from fewer trials would only be a guess. */
const OVER_MIN = 3;

/** A sweep as it stood at some time, in milliseconds. */
export interface Look {
  id: string;
  at: number;
  over: number;
}

/** How many trials are over. */
export const over = ({ trials, counts }: Sweep): number => trials - counts.queued - counts.running;

/** Whether `sweep` can be timed from that look on: while it runs, and nothing that was over is to be done again. */
export const isFrom = (look: Look | undefined, sweep: Sweep): look is Look =>
  look !== undefined && look.id === sweep.id && sweep.state === "running" && over(sweep) >= look.over;

/** How many milliseconds are left at the time `now`, at the pace since `first`. Nobody knows how many trials a search will have. */
export function left(first: Look, sweep: Sweep, now: number): number | undefined {
  const since = over(sweep) - first.over;
  if (sweep.method === "find" || since < OVER_MIN) return undefined;
  return ((now - first.at) * (sweep.trials - over(sweep))) / since;
}
