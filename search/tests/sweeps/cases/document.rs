//! What is wrong with a document as such: keys, what is missing, names, sizes, choices, shapes.

use super::{
    Seen::{ByReaderAlone, BySchema},
    Wrong,
};

#[rustfmt::skip]
pub(super) const WRONG: &[Wrong] = &[
    // Keys.
    ("an unknown key", "sedd: 1", BySchema, &[("sedd", "did you mean `seed`?")]),
    ("an unknown key like nothing", "colour: red", BySchema, &[("colour", "known here: name, method")]),
    ("an unknown key of the metric", "metric: { nmae: x }", BySchema, &[("metric.nmae", "did you mean `name`?")]),
    ("an unknown key of train", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epoch: 2, epochs: 2 }", BySchema, &[("train.epoch", "did you mean `epochs`?")]),
    ("an unknown key of builtin", "train: { builtin: { dataset: digits, model: { kind: mlp }, modle: 1 }, epochs: 2 }", BySchema, &[("train.builtin.modle", "did you mean `model`?")]),
    ("an unknown key of the model", "train: { builtin: { dataset: digits, model: { kind: mlp, hiden: [3] } }, epochs: 2 }", BySchema, &[("train.builtin.model.hiden", "did you mean `hidden`?")]),
    ("a key of another model", "train: { builtin: { dataset: digits, model: { kind: logistic, hidden: [3] } }, epochs: 2 }", BySchema, &[("train.builtin.model.hidden", "unknown key")]),
    ("an unknown key of the data set", "train: { builtin: { dataset: { kind: moons, noize: 1 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.noize", "did you mean `noise`?")]),
    ("an unknown key of the optimizer", "optimizer: { kind: sgd, momentun: 0.9 }", BySchema, &[("optimizer.momentun", "did you mean `momentum`?")]),
    ("a key of another optimizer", "optimizer: { kind: adam, momentum: 0.9 }", BySchema, &[("optimizer.momentum", "known here: kind, lr, betas")]),
    ("an unknown key of the schedule", "schedule: { kind: step, step_size: 3, gama: 0.5 }", BySchema, &[("schedule.gama", "did you mean `gamma`?")]),
    ("a key of another schedule", "schedule: { kind: constant, gamma: 0.5 }", BySchema, &[("schedule.gamma", "known here: kind, unit")]),
    ("an unknown key of a range", "parameters: { lr: { min: 0.1, max: 1, point: 3, points: 3 } }", BySchema, &[("parameters.lr.point", "did you mean `points`?")]),
    ("an unknown key of resources", "resources: { devise: cpu }", BySchema, &[("resources.devise", "did you mean `device`?")]),
    ("an unknown key of retry", "retry: { attempts: 3 }", BySchema, &[("retry.attempts", "known here: max_attempts")]),
    ("an unknown key of early stopping", "early_stopping: { kind: none, eta: 3 }", BySchema, &[("early_stopping.eta", "known here: kind")]),
    ("an unknown key of a synthetic curve", "train: { synthetic: { optimun: 0.1 } }", BySchema, &[("train.synthetic.optimun", "did you mean `optimum`?")]),

    // What is missing.
    ("no method", "~method", BySchema, &[("method", "is missing")]),
    ("no parameters", "~parameters", BySchema, &[("parameters", "is missing")]),
    ("no train", "~train", BySchema, &[("train", "is missing")]),
    ("a null method", "method:", BySchema, &[("method", "is missing")]),
    ("null parameters", "parameters:", BySchema, &[("parameters", "is missing")]),
    ("a null train", "train: null", BySchema, &[("train", "is missing")]),
    ("no lr anywhere", "parameters: { optimizer.momentum: { values: [0.5] } }", ByReaderAlone, &[("optimizer.lr", "is missing")]),
    ("neither builtin nor synthetic", "train: { epochs: 2 }", ByReaderAlone, &[("train", "needs `builtin`")]),
    ("neither epochs nor steps", "train: { builtin: { dataset: digits, model: { kind: mlp } } }", ByReaderAlone, &[("train", "needs `epochs` or `steps`")]),
    ("no model", "train: { builtin: { dataset: digits }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "is missing")]),
    ("no data set", "train: { builtin: { model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.dataset", "is missing")]),
    ("a schedule without its kind", "schedule: { step_size: 3 }", ByReaderAlone, &[("schedule.kind", "is missing")]),
    ("a step without its size", "schedule: { kind: step }", ByReaderAlone, &[("schedule.step_size", "is missing")]),
    ("a csv without its file", "train: { builtin: { dataset: { kind: csv }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.dataset.path", "is missing")]),
    ("a csv by its name alone", "train: { builtin: { dataset: csv, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset", "needs to be told its files")]),
    ("random without trials", "method: random", BySchema, &[("trials", "how many configurations does `random` draw?")]),
    ("sobol with null trials", "method: sobol\ntrials: null", BySchema, &[("trials", "is missing")]),
    ("a grid without points", "parameters: { lr: [1e-4, 1.0] }", ByReaderAlone, &[("parameters.lr", "how many `points`")]),
    ("no max", "parameters: { lr: { min: 0.1, points: 3 } }", BySchema, &[("parameters.lr.max", "is missing")]),
    ("a setting's range without its shape", "parameters: { lr: 0.1, optimizer.momentum: { min: 0.1, max: 0.9, points: 2 } }", BySchema, &[("parameters.optimizer.momentum.distribution", "is missing")]),

    // Sizes.
    ("too many trials", "parameters: { lr: { min: 0.1, max: 1, points: 200000 } }", ByReaderAlone, &[("parameters", "200000 configurations × 2 replicates")]),
    ("more trials than can be counted", "parameters: { lr: { min: 0.1, max: 1, points: 250000 }, optimizer.momentum: { distribution: uniform, min: 0, max: 0.5, points: 250000 }, optimizer.dampening: { distribution: uniform, min: 0, max: 0.5, points: 250000 }, optimizer.weight_decay: { distribution: uniform, min: 0, max: 0.5, points: 250000 } }", ByReaderAlone, &[("parameters", "a sweep has at most 250000 trials")]),
    ("too many random trials", "method: random\ntrials: 250001", BySchema, &[("trials", "from 1 to 250000")]),
    ("too many random trials with their replicates", "method: random\ntrials: 250000", ByReaderAlone, &[("parameters", "250000 configurations × 2 replicates")]),
    ("no replicates", "replicates: 0", BySchema, &[("replicates", "from 1 to 10000")]),
    ("a seed below nought", "seed: -1", BySchema, &[("seed", "must be a whole number from 0")]),
    ("text for a number", "replicates: three", BySchema, &[("replicates", "expected a whole number, found text")]),
    ("a number for text", "name: 3", BySchema, &[("name", "expected text, found a whole number")]),
    ("an urgent priority", "priority: urgent", BySchema, &[("priority", "expected a number, found text")]),
    ("a priority above all", "priority: 1001", BySchema, &[("priority", "from -1000 to 1000")]),
    ("a priority between two", "priority: 0.5", BySchema, &[("priority", "must be a whole number")]),
    ("no attempts", "retry: { max_attempts: 0 }", BySchema, &[("retry.max_attempts", "from 1 to 100")]),
    ("no trials", "trials: 0", BySchema, &[("trials", "from 1 to 250000")]),

    // Names.
    ("an empty name", "name: ''", BySchema, &[("name", "1 to 200 letters")]),
    ("a blank name", "name: '  '", BySchema, &[("name", "1 to 200 letters")]),
    ("a name with a control character", "name: \"a\\x07b\"", BySchema, &[("name", "without control characters")]),
    ("a metric without a letter", "metric: { name: '' }", BySchema, &[("metric.name", "1 to 100 letters")]),
    ("a metric with a line break", "metric: { name: \"a\\nb\" }", BySchema, &[("metric.name", "1 to 100 letters")]),

    // Choices.
    ("an unknown method", "method: gird", BySchema, &[("method", "unknown: `gird`; expected one of grid, random, sobol, range_test, find")]),
    ("a method that is no text", "method: [grid]", BySchema, &[("method", "expected one of grid, random, sobol, range_test, find, found a list")]),
    ("an unknown goal", "metric: { goal: up }", BySchema, &[("metric.goal", "expected one of minimize, maximize")]),
    ("an unknown summary", "metric: { summary: median }", BySchema, &[("metric.summary", "expected last, best or mean_of_last_k")]),
    ("a mean of nothing", "metric: { summary: mean_of_last_0 }", BySchema, &[("metric.summary", "mean_of_last_5")]),
    ("an unknown data set", "train: { builtin: { dataset: mnist, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset", "unknown: `mnist`; expected one of digits")]),
    ("an unknown model", "train: { builtin: { dataset: digits, model: { kind: rnn } }, epochs: 2 }", BySchema, &[("train.builtin.model.kind", "expected one of logistic, mlp, cnn, resnet, transformer")]),
    ("an unknown optimizer", "optimizer: { kind: sdg }", BySchema, &[("optimizer.kind", "unknown: `sdg`; expected one of sgd, adagrad, adadelta, rmsprop, adam, adamw")]),
    ("an unknown schedule", "schedule: { kind: cosin }", BySchema, &[("schedule.kind", "unknown: `cosin`")]),
    ("an unknown device", "resources: { device: tpu }", BySchema, &[("resources.device", "expected one of any, cpu, cuda")]),
    ("a label that is no text", "resources: { labels: { gpu: 1 } }", BySchema, &[("resources.labels.gpu", "expected text")]),
    ("an unknown kind of early stopping", "early_stopping: { kind: hyperband }", BySchema, &[("early_stopping.kind", "unknown: `hyperband`; expected one of none, median, asha")]),
    ("early stopping without its kind", "early_stopping: {}", BySchema, &[("early_stopping.kind", "is missing")]),

    // Lists for maps, and other things.
    ("a list for a metric", "metric: [val_loss]", BySchema, &[("metric", "expected a map, found a list")]),
    ("a list for parameters", "parameters: [lr]", BySchema, &[("parameters", "expected a map of what varies, found a list")]),
    ("a list for train", "train: [builtin]", BySchema, &[("train", "expected a map, found a list")]),
    ("text for an optimizer", "optimizer: sgd", BySchema, &[("optimizer", "expected a map, found text")]),
    ("a list for a schedule", "schedule: [constant]", BySchema, &[("schedule", "expected a map, found a list")]),
    ("a list for builtin", "train: { builtin: [digits], epochs: 2 }", BySchema, &[("train.builtin", "expected a map, found a list")]),
    ("a list for a data set", "train: { builtin: { dataset: [digits], model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset", "expected a map, found a list")]),
    ("text for a model", "train: { builtin: { dataset: digits, model: mlp }, epochs: 2 }", BySchema, &[("train.builtin.model", "expected a map, found text")]),
    ("a list for resources", "resources: [cpu]", BySchema, &[("resources", "expected a map, found a list")]),
    ("a list for labels", "resources: { labels: [gpu] }", BySchema, &[("resources.labels", "expected a map of labels")]),
    ("a number for retry", "retry: 3", BySchema, &[("retry", "expected a map, found a whole number")]),

    // Several at once.
    ("mistakes everywhere", "method: gird\nparameters: { lr: { min: 1, max: 0.1, points: 3 }, momentum: 0.9 }\nreplicates: 0\noptimizer: { kind: sgd, momentum: 2 }\nsede: 1", BySchema, &[
        ("method", "unknown"), ("parameters.lr.max", "below"), ("parameters.momentum", "not a parameter"),
        ("replicates", "from 1"), ("optimizer.momentum", "not 2"), ("sede", "did you mean `seed`?"),
    ]),
    ("mistakes in many places of one section", "train: { builtin: { dataset: { kind: blobs, classes: 1, spread: 0 }, model: { kind: mlp, activation: relo } }, epochs: -1, batch_size: 0 }", BySchema, &[
        ("train.builtin.dataset.classes", "from 2"), ("train.builtin.dataset.spread", "above 0"), ("train.builtin.model.activation", "relu, tanh, gelu"),
        ("train.epochs", "from 1"), ("train.batch_size", "from 1"),
    ]),
    ("everything missing", "~method\n~parameters\n~train", BySchema, &[("method", "is missing"), ("parameters", "is missing"), ("train", "is missing")]),
];
