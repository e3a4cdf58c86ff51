// How to run one trial again.

import type { Sweep, TrialWithAttempts } from "../../api/types";
import { put } from "../new-sweep/document";
import { yaml } from "../new-sweep/yaml";

/** The command that submits this one trial as a sweep of its own. */
export function again(trial: TrialWithAttempts, sweep: Sweep): string {
  const { lr: _, ...rest } = trial.parameters as Record<string, unknown>;
  const fixed = Object.fromEntries(Object.entries(rest).map(([name, it]) => [name, { value: it }]));
  const isRange = sweep.method === "range_test";
  let spec = { ...(sweep.spec as Record<string, unknown>), name: `${sweep.name}-trial-${trial.number}` };
  spec = put(put(spec, "replicates", 1), "seed", trial.seed) as typeof spec;
  if (!isRange) {
    spec = put(spec, "method", "grid") as typeof spec;
    spec = put(put(spec, "trials", undefined), "parameters", {
      lr: { value: trial.lr },
      ...fixed,
    }) as typeof spec;
  }
  return `ratesmith submit - --watch --server ${location.origin} <<'SWEEP'\n${yaml(spec)}SWEEP`;
}
