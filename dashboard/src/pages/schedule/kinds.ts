// The schedules there are, with values to start from; the coordinator has the say on what they mean.

export type Parameters = Record<string, number | string | number[]>;

export const KINDS: Record<string, Parameters> = {
  constant: {},
  cosine: { t_max: 1000, eta_min: 0 },
  cosine_restarts: { t_0: 250, t_mult: 2 },
  one_cycle: { pct_start: 0.3, anneal: "cos", div_factor: 25, final_div_factor: 10000 },
  cyclic: { min_lr: 0.001, step_size_up: 250, mode: "triangular" },
  exponential: { gamma: 0.995 },
  step: { step_size: 300, gamma: 0.1 },
  multistep: { milestones: [300, 600, 900], gamma: 0.2 },
  polynomial: { total_iters: 1000, power: 2 },
  time_based: { decay_rate: 0.01 },
  inverse_sqrt: { timescale: 100 },
  wsd: { stable_steps: 700, decay_steps: 200, decay: "linear" },
  plateau: { factor: 0.1, patience: 3, unit: "epoch" },
};

/** A batch that grows where a rate would fall, and the data that it is drawn from. */
export const GROWTH: Parameters = { milestones: [60, 120, 160], factor: 5, max_batch: 5120 };
export const DATA: Parameters = { batch_size: 128, dataset_size: 50_000, epochs: 200 };

/** What a plateau is told in the preview: a loss an epoch that falls, and then no longer does. */
export const LOSSES = Array.from({ length: 40 }, (_, epoch) =>
  Number(Math.max(0.3, 2.3 * 0.82 ** epoch).toPrecision(3)),
);

/** A parameter as it was typed: a number, several, or a word. */
export function typed(text: string, fallback: Parameters[string]): Parameters[string] {
  if (Array.isArray(fallback))
    return text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number);
  return typeof fallback === "number" ? Number(text) : text;
}

export const written = (value: Parameters[string]): string =>
  Array.isArray(value) ? value.join(", ") : String(value);
