//! What is wrong with how the rate and the batch move.

use super::{
    Seen::{ByReaderAlone, BySchema},
    Wrong,
};

#[rustfmt::skip]
pub(super) const WRONG: &[Wrong] = &[
    // Schedules.
    ("a schedule that there is not", "schedule: { kind: plato }", BySchema, &[("schedule.kind", "unknown: `plato`")]),
    ("a plateau that never falls", "schedule: { kind: plateau, factor: 1, patience: -1, threshold: -1, threshold_mode: both, cooldown: 0.5, min_lr: -1, eps: -1 }", BySchema, &[
        ("schedule.factor", "below 1, not 1"), ("schedule.patience", "from 0"), ("schedule.threshold", "0 or above"), ("schedule.threshold_mode", "expected one of rel, abs"),
        ("schedule.cooldown", "must be a whole number"), ("schedule.min_lr", "0 or above"), ("schedule.eps", "0 or above"),
    ]),
    ("a plateau of a metric that there is not", "schedule: { kind: plateau, metric: val_acc }", ByReaderAlone, &[("schedule.metric", "no plateau can watch `val_acc`; it can watch: train_loss, train_accuracy, val_loss, val_accuracy")]),
    ("a plateau of the sweep's own metric, which is measured too seldom", "metric: { name: memorised }\nschedule: { kind: plateau }", ByReaderAlone, &[("schedule.metric", "no plateau can watch `memorised`")]),
    ("a plateau of an accuracy of numbers", "train: { builtin: { dataset: { kind: csv, path: a.csv, task: regression }, model: { kind: mlp } }, epochs: 2 }\nschedule: { kind: plateau, metric: val_accuracy }", ByReaderAlone, &[("schedule.metric", "it can watch: train_loss, val_loss, val_rmse, val_r2")]),
    ("plateaus among which one watches nothing", "parameters: { lr: 0.1, schedule.metric: { values: [val_loss, loss] } }\nschedule: { kind: plateau }", ByReaderAlone, &[("parameters.schedule.metric", "no plateau can watch `loss`")]),
    ("a plateau of nothing", "schedule: { kind: plateau, metric: '' }", BySchema, &[("schedule.metric", "1 to 100 letters")]),
    ("pieces without their rates", "schedule: { kind: piecewise, boundaries: [5] }", ByReaderAlone, &[("schedule.values", "is missing; list `values` or `scales`")]),
    ("pieces twice", "schedule: { kind: piecewise, boundaries: [5], scales: [0.1], values: [1, 0.1] }", ByReaderAlone, &[("schedule.values", "excludes `scales`")]),
    ("too few pieces", "schedule: { kind: piecewise, boundaries: [5, 9], values: [1, 0.1] }", ByReaderAlone, &[("schedule.values", "one more than the boundaries, 3")]),
    ("too many scales", "schedule: { kind: piecewise, boundaries: [5], scales: [1, 0.1] }", ByReaderAlone, &[("schedule.scales", "as many as the boundaries, 1")]),
    ("pieces of nothing", "schedule: { kind: piecewise, boundaries: [], scales: [0] }", BySchema, &[("schedule.boundaries", "is empty"), ("schedule.scales[0]", "above 0")]),
    ("no milestones", "schedule: { kind: multistep }", ByReaderAlone, &[("schedule.milestones", "is missing")]),
    ("an empty list of milestones", "schedule: { kind: multistep, milestones: [] }", BySchema, &[("schedule.milestones", "is empty; say when")]),
    ("milestones out of order", "schedule: { kind: multistep, milestones: [10, 5] }", ByReaderAlone, &[("schedule.milestones", "is out of order")]),
    ("a milestone for milestones", "schedule: { kind: multistep, milestones: 10 }", BySchema, &[("schedule.milestones", "expected a list, found a whole number")]),
    ("milestones that are no moments", "schedule: { kind: multistep, milestones: [-1, 0.5, 2] }", BySchema, &[("schedule.milestones[0]", "from 0 to"), ("schedule.milestones[1]", "must be a whole number")]),
    ("a milestone that does nothing but vanish", "schedule: { kind: multistep, milestones: [1], gamma: 0 }", BySchema, &[("schedule.gamma", "above 0, not 0")]),
    ("a gamma below nought", "schedule: { kind: exponential, gamma: -0.5 }", BySchema, &[("schedule.gamma", "above 0, not -0.5")]),
    ("a polynomial of no length", "schedule: { kind: polynomial, total_iters: 0, power: 0, end_lr: -1, cycle: 1 }", BySchema, &[("schedule.total_iters", "from 1"), ("schedule.power", "above 0"), ("schedule.end_lr", "0 or above"), ("schedule.cycle", "true or false")]),
    ("a cosine of no length", "schedule: { kind: cosine, t_max: 0, eta_min: -0.1, after: rise }", BySchema, &[("schedule.t_max", "from 1"), ("schedule.eta_min", "0 or above"), ("schedule.after", "expected one of flat, periodic")]),
    ("a cosine that is no power", "schedule: { kind: cosine, exponent: 0 }", BySchema, &[("schedule.exponent", "above 0")]),
    ("a decay that ends below nought", "schedule: { kind: exponential, gamma: 0.5, transition_begin: -1, end_lr: -1 }", BySchema, &[("schedule.transition_begin", "from 0"), ("schedule.end_lr", "0 or above")]),
    ("a cycle that is back before its peak", "schedule: { kind: one_cycle, pct_start: 0.5, pct_final: 0.4 }", ByReaderAlone, &[("schedule.pct_final", "lies below `pct_start`, which is 0.5")]),
    ("a cycle that is back twice", "schedule: { kind: one_cycle, pct_final: 0.8, three_phase: true }", ByReaderAlone, &[("schedule.pct_final", "excludes `three_phase`")]),
    ("a momentum to move that there is not", "schedule: { kind: one_cycle, cycle_momentum: true }", ByReaderAlone, &[("schedule.cycle_momentum", "the optimizer has no momentum to move")]),
    ("a momentum to move among those that there are not", "parameters: { lr: 0.1, optimizer.kind: { values: [adam, adagrad] } }\noptimizer: {}\nschedule: { kind: cyclic, min_lr: 0, cycle_momentum: true }", ByReaderAlone, &[("schedule.cycle_momentum", "the optimizer has no momentum to move")]),
    ("momenta out of bounds", "schedule: { kind: cyclic, min_lr: 0, cycle_momentum: 1, base_momentum: -0.1, max_momentum: 1 }", BySchema, &[("schedule.cycle_momentum", "true or false"), ("schedule.base_momentum", "at least 0"), ("schedule.max_momentum", "below 1, not 1")]),
    ("momenta out of order", "schedule: { kind: cyclic, min_lr: 0, base_momentum: 0.95 }", ByReaderAlone, &[("schedule.max_momentum", "lies below `base_momentum`, which is 0.95")]),
    ("PyTorch's capitals", "schedule: { kind: cosine, T_max: 10, t_max: 10 }", BySchema, &[("schedule.T_max", "did you mean `t_max`?")]),
    ("restarts of no length", "schedule: { kind: cosine_restarts, t_0: 0, t_mult: 0.5, m_mul: 0 }", BySchema, &[("schedule.t_0", "from 1"), ("schedule.t_mult", "must be a whole number from 1"), ("schedule.m_mul", "above 0")]),
    ("restarts without their length", "schedule: { kind: cosine_restarts }", ByReaderAlone, &[("schedule.t_0", "is missing")]),
    ("a cycle without bounds", "schedule: { kind: one_cycle, total_steps: 0, pct_start: 1.5, anneal: cosine, div_factor: 0, final_div_factor: -1, three_phase: 3 }", BySchema, &[
        ("schedule.total_steps", "from 1"), ("schedule.pct_start", "from 0 to 1, not 1.5"), ("schedule.anneal", "expected one of cos, linear"),
        ("schedule.div_factor", "above 0"), ("schedule.final_div_factor", "above 0"), ("schedule.three_phase", "true or false"),
    ]),
    ("one_cycle's peak under its own name", "schedule: { kind: one_cycle, max_lr: 0.1 }", BySchema, &[("schedule.max_lr", "unknown key")]),
    ("cycles without their lowest rate", "schedule: { kind: cyclic }", ByReaderAlone, &[("schedule.min_lr", "is missing")]),
    ("cycles of no length", "schedule: { kind: cyclic, min_lr: -1, step_size_up: 0, step_size_down: 0, mode: square, gamma: 0 }", BySchema, &[
        ("schedule.min_lr", "0 or above"), ("schedule.step_size_up", "from 1"), ("schedule.step_size_down", "from 1"),
        ("schedule.mode", "expected one of triangular, triangular2, exp_range"), ("schedule.gamma", "above 0"),
    ]),
    ("a decay of no length", "schedule: { kind: wsd, stable_steps: -1, decay_steps: 0, decay: 1-sqrt, min_lr_ratio: 2 }", BySchema, &[
        ("schedule.stable_steps", "from 0"), ("schedule.decay_steps", "from 1"), ("schedule.decay", "expected one of linear, cosine, sqrt, exponential"), ("schedule.min_lr_ratio", "from 0 to 1, not 2"),
    ]),
    ("a decay without its length", "schedule: { kind: wsd }", ByReaderAlone, &[("schedule.decay_steps", "is missing")]),
    ("a halving without its time", "schedule: { kind: wsd, decay_steps: 9, decay: exponential }", ByReaderAlone, &[("schedule.half_life", "is missing: after which time")]),
    ("no timescale", "schedule: { kind: inverse_sqrt, timescale: 0 }", BySchema, &[("schedule.timescale", "from 1")]),
    ("a warm-up without its length", "schedule: { kind: constant, warmup: {} }", ByReaderAlone, &[("schedule.warmup.steps", "is missing")]),
    ("a warm-up from above", "schedule: { kind: constant, warmup: { steps: 5, start_factor: 1.5 } }", BySchema, &[("schedule.warmup.start_factor", "from 0 to 1, not 1.5")]),
    ("a number for a warm-up", "schedule: { kind: wsd, stable_steps: 5, decay_steps: 5, warmup: 5 }", BySchema, &[("schedule.warmup", "expected a map, found a whole number")]),
    ("a warm-up along a cosine", "schedule: { kind: constant, warmup: { steps: 5, kind: cosine } }", BySchema, &[("schedule.warmup.kind", "known here: steps, start_factor, type")]),
    ("a warm-up before a range", "schedule: { kind: range, start: 0.1, end: 1, steps: 10, warmup: { steps: 5 } }", BySchema, &[("schedule.warmup", "a range rises by itself")]),
    ("a warm-up of another type", "schedule: { kind: constant, warmup: { steps: 5, type: 1-sqrt } }", BySchema, &[("schedule.warmup.type", "expected one of linear, cosine, sqrt, constant")]),

    // Batch schedules.
    ("an empty batch schedule", "batch_schedule: {}", ByReaderAlone, &[("batch_schedule.kind", "is missing"), ("batch_schedule.milestones", "is missing"), ("batch_schedule.factor", "is missing")]),
    ("a batch that shrinks", "batch_schedule: { kind: shrink, milestones: [], factor: 1, max_batch: 0, cap: cut, batch_steps: -1 }", BySchema, &[
        ("batch_schedule.kind", "expected one of grow"), ("batch_schedule.milestones", "is empty"), ("batch_schedule.factor", "above 1 and at most 1000000, not 1"),
        ("batch_schedule.max_batch", "from 1"), ("batch_schedule.cap", "expected one of fill, skip"), ("batch_schedule.batch_steps", "from 0"),
    ]),
    ("a largest batch below the first", "batch_schedule: { kind: grow, milestones: [1], factor: 2, max_batch: 32 }", ByReaderAlone, &[("batch_schedule.max_batch", "lies below the batch that it begins with, which is 64")]),
    ("a batch of a synthetic curve", "train: { synthetic: {} }\nbatch_schedule: { kind: grow, milestones: [1], factor: 2 }", ByReaderAlone, &[("batch_schedule", "a synthetic curve has no batches")]),
    ("a batch schedule of a range", "schedule: { kind: range, start: 0.1, end: 1, steps: 10 }\nbatch_schedule: { kind: grow, milestones: [1], factor: 2 }", ByReaderAlone, &[("batch_schedule", "a range test keeps its batch")]),
    ("a batch schedule of a range test", "method: range_test\ntrain: { builtin: { dataset: digits, model: { kind: mlp } }, steps: 20 }\nbatch_schedule: { kind: grow, milestones: [1], factor: 2 }", BySchema, &[("batch_schedule", "a range test keeps its batch")]),
    ("a list for a batch schedule", "batch_schedule: [grow]", BySchema, &[("batch_schedule", "expected a map, found a list")]),
    ("schedules among which one is wrong", "parameters: { lr: 0.1, schedule: { values: [{ kind: cosine }, { kind: step }] } }", ByReaderAlone, &[("parameters.schedule.step_size", "is missing")]),
    ("a schedule and its kind", "parameters: { lr: 0.1, schedule: { values: [{ kind: cosine }] }, schedule.kind: step }", ByReaderAlone, &[("parameters.schedule", "overlaps"), ("parameters.schedule.kind", "overlaps")]),
];
