//! What is wrong with how a sweep searches and stops.

use super::{
    Seen::{ByReaderAlone, BySchema},
    Wrong,
};

#[rustfmt::skip]
pub(super) const WRONG: &[Wrong] = &[
    // Early stopping.
    ("early stopping of a range test", "method: range_test\ntrain: { synthetic: {} }\nearly_stopping: { kind: asha }", BySchema, &[("early_stopping", "a range test is read to its end")]),
    ("early stopping of a search", "method: find\nparameters: { lr: [0.1, 1] }\nearly_stopping: { kind: asha }", BySchema, &[("early_stopping", "a search chooses its trials by how others ended")]),
    ("a factor that stops nobody", "early_stopping: { kind: asha, reduction_factor: 1 }", BySchema, &[("early_stopping.reduction_factor", "from 2 to 100")]),
    ("a factor between whole numbers", "early_stopping: { kind: asha, reduction_factor: 2.5 }", BySchema, &[("early_stopping.reduction_factor", "from 2 to 100")]),
    ("early stopping without survivors", "early_stopping: { kind: asha, min_survivors: 0 }", BySchema, &[("early_stopping.min_survivors", "from 1 to 10000")]),
    ("a rung before the beginning", "early_stopping: { kind: asha, min_resource: 0 }", BySchema, &[("early_stopping.min_resource", "from 1 to")]),
    ("a rung at the end", "early_stopping: { kind: asha, min_resource: 2 }", ByReaderAlone, &[("early_stopping.min_resource", "must lie below the length of the run, which is 2")]),
    ("a warm-up past the end of a curve", "train: { synthetic: {} }\nearly_stopping: { kind: median, warmup_steps: 100 }", ByReaderAlone, &[("early_stopping.warmup_steps", "below the length of the run, which is 100")]),
    ("more rungs than anybody looks at", "train: { synthetic: { steps: 5000 } }\nearly_stopping: { kind: median, interval_steps: 1 }", ByReaderAlone, &[("early_stopping.interval_steps", "makes more than 1000 rungs")]),
    ("a median of nothing", "early_stopping: { kind: median, min_trials: 0 }", BySchema, &[("early_stopping.min_trials", "from 1 to 10000")]),
    ("a key of another rule", "early_stopping: { kind: median, reduction_factor: 3 }", BySchema, &[("early_stopping.reduction_factor", "known here: kind, warmup_steps")]),
    ("a run too short to stop in", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 1 }\nearly_stopping: { kind: asha }", ByReaderAlone, &[("early_stopping", "at least two epochs or updates")]),
    ("early stopping over lengths", "parameters: { lr: 0.1, train.epochs: { values: [10, 20] } }\nearly_stopping: { kind: asha }", ByReaderAlone, &[("parameters.train.epochs", "must not vary")]),
    ("early stopping over synthetic curves", "parameters: { lr: 0.1, train.synthetic: { values: [{ steps: 10 }, { steps: 20 }] } }\ntrain: {}\nearly_stopping: { kind: asha }", ByReaderAlone, &[("parameters.train.synthetic", "must not vary")]),
    ("epochs that cannot be counted", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 20, report_every: 5 }\nearly_stopping: { kind: asha }", ByReaderAlone, &[("early_stopping", "leave `train.report_every` out")]),
    ("early stopping by a long mean", "metric: { summary: mean_of_last_101 }\nearly_stopping: { kind: asha }", ByReaderAlone, &[("early_stopping", "no more than 100 values")]),

    // Range tests.
    ("a range test without a range", "method: range_test\nparameters: { lr: 0.1 }\ntrain: { synthetic: {} }", ByReaderAlone, &[("parameters", "a range test needs `lr` with `min` below `max`")]),
    ("a range test of something else", "method: range_test\nparameters: { optimizer.momentum: { values: [0.5] } }\ntrain: { synthetic: {} }", ByReaderAlone, &[("parameters", "a range test needs `lr`")]),
    ("a range test in epochs", "method: range_test", BySchema, &[("train.epochs", "write `steps: 100`")]),
    ("a range test with a schedule", "method: range_test\ntrain: { synthetic: {} }\nschedule: { kind: step, step_size: 3 }", BySchema, &[("schedule", "a range test has its own")]),
    ("a range test over schedules", "method: range_test\nparameters: { lr: [0.1, 1], schedule.kind: { values: [constant] } }\ntrain: { synthetic: {} }", ByReaderAlone, &[("parameters.schedule.kind", "a range test has its own")]),
    ("a range test of one update", "method: range_test\ntrain: { builtin: { dataset: digits, model: { kind: mlp } }, steps: 1 }", ByReaderAlone, &[("train.steps", "must be a whole number from 2")]),
    ("a range test with too short ones among its steps", "method: range_test\nparameters: { lr: [0.1, 1], train.synthetic.steps: { values: [100, 1] } }\ntrain: { synthetic: {} }", ByReaderAlone, &[("parameters.train.synthetic.steps", "must be a whole number from 2")]),
    ("a range test without an end", "method: range_test\ntrain: { synthetic: { steps: 100001 } }", ByReaderAlone, &[("train.synthetic.steps", "must be a whole number from 2 to 100000")]),

    // Searches.
    ("a search without a range", "method: find\nparameters: { lr: 0.1 }", ByReaderAlone, &[("parameters", "find needs `lr`, log-uniform with `min` below `max`")]),
    ("a search between even rates", "method: find\nparameters: { lr: { distribution: uniform, min: 0.1, max: 1 } }", ByReaderAlone, &[("parameters", "find needs `lr`, log-uniform")]),
    ("a search of something else", "method: find\nparameters: { optimizer.momentum: { values: [0.5] } }\noptimizer: { lr: 0.1 }", ByReaderAlone, &[("parameters", "find needs `lr`")]),
    ("a search over an endless parameter", "method: find\nparameters: { lr: [0.1, 1], optimizer.momentum: { distribution: uniform, min: 0, max: 0.9 } }", ByReaderAlone, &[("parameters.optimizer.momentum", "has no end of values")]),
    ("a search among too many trials", "method: find\nparameters: { lr: [1e-6, 10] }\nreplicates: 5000", ByReaderAlone, &[("parameters", "a sweep has at most 250000 trials")]),
    ("a budget for less than a trial", "method: find\nparameters: { lr: [0.1, 1] }\nfind: { budget: 0 }", BySchema, &[("find.budget", "must be a number from 1 to 10000, not 0")]),
    ("an interval that is none", "method: find\nparameters: { lr: [0.1, 1] }\nfind: { interval: 1 }", BySchema, &[("find.interval", "must be a ratio from 1.1 to 100, not 1")]),
    ("a search that begins with too few rates", "method: find\nparameters: { lr: [0.1, 1] }\nfind: { points: 2 }", BySchema, &[("find.points", "must be a whole number from 3 to 50")]),
    ("a search with a range test of nothing", "method: find\nparameters: { lr: [0.1, 1] }\nfind: { range_test: { steps: 0, replicates: 0 } }", BySchema, &[("find.range_test.steps", "from 20"), ("find.range_test.replicates", "from 1 to 20")]),
    ("more range tests than seeds", "method: find\nparameters: { lr: [0.1, 1] }\nreplicates: 2\nfind: { range_test: { replicates: 3 } }", ByReaderAlone, &[("find.range_test.replicates", "no more than `replicates`, which is 2")]),
    ("a grid with the options of a search", "find: { budget: 10 }", BySchema, &[("find", "belongs to `method: find`")]),
    ("an unknown option of a search", "method: find\nparameters: { lr: [0.1, 1] }\nfind: { bugdet: 10 }", BySchema, &[("find.bugdet", "did you mean `budget`?")]),
];
