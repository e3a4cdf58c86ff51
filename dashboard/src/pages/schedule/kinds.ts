// The schedules there are, with values to start from; the coordinator has the say on what they mean.

export type Parameters = Record<string, number | string>;

export const KINDS: Record<string, Parameters> = {
  constant: {},
  cosine: { t_max: 1000, eta_min: 0 },
  cosine_restarts: { t_0: 250, t_mult: 2 },
  one_cycle: { pct_start: 0.3, anneal: "cos", div_factor: 25, final_div_factor: 10000 },
  cyclic: { min_lr: 0.001, step_size_up: 250, mode: "triangular" },
  exponential: { gamma: 0.995 },
  step: { step_size: 300, gamma: 0.1 },
  polynomial: { total_iters: 1000, power: 2 },
  time_based: { decay_rate: 0.01 },
  inverse_sqrt: { timescale: 100 },
  wsd: { stable_steps: 700, decay_steps: 200, decay: "linear" },
};
