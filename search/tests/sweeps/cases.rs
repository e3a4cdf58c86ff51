//! Sweeps, right ones and wrong ones, for the tests of the reader and of its schema.

use search::document::Node;

/// What each case is a change of, one line a key.
const BASE: &str = "\
name: digits
method: grid
metric: { name: val_loss, goal: minimize }
parameters: { lr: { min: 1e-4, max: 1.0, points: 3 } }
replicates: 2
train: { builtin: { dataset: digits, model: { kind: mlp, hidden: [32] } }, epochs: 2 }
optimizer: { kind: sgd }
";

/// The base with the lines of `change` in the place of those with the same key; `~key` takes one away.
pub(crate) fn sweep(change: &str) -> String {
    let key = |line: &str| line.trim_start_matches('~').split(':').next().map(str::to_owned);
    let changed: Vec<_> = change.lines().map(key).collect();
    let kept = BASE.lines().filter(|line| !changed.contains(&key(line)));
    let added = change.lines().filter(|line| !line.starts_with('~'));
    kept.chain(added).flat_map(|line| [line, "\n"]).collect()
}

/// The sweep as a document.
pub(crate) fn document(change: &str) -> Node {
    Node::from_text(&sweep(change)).unwrap_or_else(|error| panic!("{error} in\n{}", sweep(change)))
}

/// Whether the schema sees the mistake as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It lies in the shape of the document.
    BySchema,
    /// It lies in what several values mean together.
    ByReaderAlone,
}

/// A wrong sweep: what is wrong, the change, who sees it, and where and in which words it is told.
pub(crate) type Wrong = (&'static str, &'static str, Seen, &'static [(&'static str, &'static str)]);

use Seen::{ByReaderAlone, BySchema};

#[rustfmt::skip]
pub(crate) const WRONG: &[Wrong] = &[
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

    ("a number for batch norm", "train: { builtin: { dataset: digits, model: { kind: mlp, batch_norm: 1 } }, epochs: 2 }", BySchema, &[("train.builtin.model.batch_norm", "expected true or false")]),
    ("batch norm over single samples", "train: { builtin: { dataset: digits, model: { kind: mlp, batch_norm: true } }, epochs: 2, batch_size: 1 }", ByReaderAlone, &[("train.batch_size", "batches of 2 samples or more")]),
    ("first weights of ones", "train: { builtin: { dataset: digits, model: { kind: logistic, init: ones } }, epochs: 2 }", BySchema, &[("train.builtin.model.init", "expected one of random, zeros")]),
    ("text for shuffle", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 2, shuffle: never }", BySchema, &[("train.shuffle", "expected true or false")]),
    ("only wrong labels", "train: { builtin: { dataset: { kind: digits, label_noise: 1 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.label_noise", "must be at least 0 and below 1")]),
    ("wrong labels in files", "train: { builtin: { dataset: { kind: csv, path: a.csv, label_noise: 0.1 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.label_noise", "unknown key")]),
    ("no templates", "train: { builtin: { dataset: { kind: patterns, templates: 0 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.templates", "from 1 to 1000")]),
    ("a teacher of one class", "train: { builtin: { dataset: { kind: teacher, classes: 1 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.classes", "from 2 to 1000")]),

    ("several classes", "train: { builtin: { dataset: { kind: csv, path: a.csv, target: [a, b] }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.dataset.target", "several targets need `task: regression`")]),
    ("no target", "train: { builtin: { dataset: { kind: parquet, path: a, target: [] }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.target", "must name 1 to 1000 columns")]),
    ("a target twice", "train: { builtin: { dataset: { kind: parquet, path: a, target: [a, a] }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.target[1]", "stands in the list already")]),
    ("a number for a target", "train: { builtin: { dataset: { kind: csv, path: a, target: 3 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.target", "expected a column or a list of columns")]),
    ("an unknown task", "train: { builtin: { dataset: { kind: csv, path: a, task: ranking }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.task", "expected one of classification, regression")]),
    ("scaled classes", "train: { builtin: { dataset: { kind: npz, path: a, target_scale: standard }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.dataset.target_scale", "classes have no scale")]),
    ("a digest of another file", "train: { builtin: { dataset: { kind: csv, path: a.csv, sha256: { b.csv: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef } }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.dataset.sha256.b.csv", "it reads a.csv")]),
    ("a digest that is too short", "train: { builtin: { dataset: { kind: csv, path: a.csv, sha256: { a.csv: abc } }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.sha256.a.csv", "64 hexadecimal digits")]),
    ("a digest without its file", "train: { builtin: { dataset: { kind: csv, path: a.csv, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.sha256", "expected a map from paths to digests")]),
    ("images of no size", "train: { builtin: { dataset: { kind: images, folder: f, size: 0 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.size", "from 1 to 4096")]),
    ("images of one length in a list", "train: { builtin: { dataset: { kind: images, folder: f, size: [3] }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.size", "height and width")]),
    ("images outside the folder", "train: { builtin: { dataset: { kind: images, folder: ../f }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.folder", "below the worker's data folder")]),
    ("coarse digits", "train: { builtin: { dataset: { kind: cifar100, labels: rough }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.labels", "expected one of fine, coarse")]),
    ("text for a network", "train: { builtin: { dataset: { kind: text, path: t.txt }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "learns rows of numbers, not text")]),
    ("sequences of no length", "train: { builtin: { dataset: { kind: text, path: t.txt, length: 0 }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.length", "from 1 to 65536")]),

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

    // Bounds.
    ("bounds out of order", "parameters: { lr: { min: 1.0, max: 1e-4, points: 3 } }", ByReaderAlone, &[("parameters.lr.max", "lies below `min`, which is 1")]),
    ("bare bounds out of order", "parameters: { lr: [1.0, 0.1] }", ByReaderAlone, &[("parameters.lr", "out of order")]),
    ("three bare bounds", "parameters: { lr: [0.1, 0.2, 0.3] }", BySchema, &[("parameters.lr", "write { values: […] }")]),
    ("an exponent for a rate", "parameters: { lr: { min: -4, max: 0, points: 3 } }", BySchema, &[("parameters.lr.min", "above 0, not -4"), ("parameters.lr.max", "above 0, not 0")]),
    ("a rate of nought in a bare range", "parameters: { lr: [0, 1] }", BySchema, &[("parameters.lr[0]", "above 0")]),
    ("NaN for a bound", "parameters: { lr: { min: .nan, max: 1, points: 3 } }", BySchema, &[("parameters.lr.min", "must be a finite number")]),
    ("infinity for a bound", "parameters: { lr: { min: 0.1, max: .inf, points: 3 } }", BySchema, &[("parameters.lr.max", "must be a finite number")]),
    ("a number beyond all numbers", "parameters: { lr: { min: 0.1, max: 1e999, points: 3 } }", BySchema, &[("parameters.lr.max", "must be a finite number")]),
    ("a uniform rate below nought", "parameters: { lr: { distribution: uniform, min: -1, max: 1, points: 3 } }", BySchema, &[("parameters.lr", "above 0, not -1"), ("parameters.lr", "above 0, not 0")]),
    ("text for a bound", "parameters: { lr: { min: '0.1', max: 1, points: 3 } }", BySchema, &[("parameters.lr.min", "expected a number, found text")]),
    ("one point for two bounds", "parameters: { lr: { min: 0.1, max: 1, points: 1 } }", ByReaderAlone, &[("parameters.lr.points", "one point")]),
    ("three points between equal bounds", "parameters: { lr: { min: 0.1, max: 0.1, points: 3 } }", ByReaderAlone, &[("parameters.lr.points", "the same")]),
    ("no points", "parameters: { lr: { min: 0.1, max: 1, points: 0 } }", BySchema, &[("parameters.lr.points", "from 1 to 250000")]),
    ("half a point", "parameters: { lr: { min: 0.1, max: 1, points: 2.5 } }", BySchema, &[("parameters.lr.points", "must be a whole number")]),
    ("an unknown distribution", "parameters: { lr: { distribution: normal, min: 0.1, max: 1, points: 3 } }", BySchema, &[("parameters.lr.distribution", "unknown: `normal`; expected one of log_uniform, uniform")]),

    // Values.
    ("an empty list of values", "parameters: { lr: { values: [] } }", BySchema, &[("parameters.lr.values", "is empty")]),
    ("values that are no list", "parameters: { lr: { values: 0.1 } }", BySchema, &[("parameters.lr.values", "expected a list, found a number")]),
    ("the same value twice", "parameters: { lr: { values: [0.1, 0.2, 0.1] } }", BySchema, &[("parameters.lr.values[2]", "stands in the list twice")]),
    ("the same value in two spellings", "parameters: { lr: { values: [1, 1.0] } }", BySchema, &[("parameters.lr.values[1]", "stands in the list twice")]),
    ("an empty value", "parameters: { lr: { values: [0.1, ~] } }", BySchema, &[("parameters.lr.values[1]", "is empty")]),
    ("a value that is not finite", "parameters: { lr: { values: [0.1, .inf] } }", BySchema, &[("parameters.lr.values[1]", "must be a finite number")]),
    ("value and values", "parameters: { lr: { value: 0.1, values: [0.1] } }", BySchema, &[("parameters.lr.value", "excludes `values`")]),
    ("values and bounds", "parameters: { lr: { values: [0.1], min: 0.1 } }", BySchema, &[("parameters.lr.min", "unknown key")]),
    ("a null parameter", "parameters: { lr: }", BySchema, &[("parameters.lr", "needs values, a value or a distribution")]),
    ("a bare list for a setting", "parameters: { lr: 0.1, optimizer.momentum: [0, 0.9] }", BySchema, &[("parameters.optimizer.momentum", "write { values: […] }")]),
    ("text for a rate", "parameters: { lr: fast }", BySchema, &[("parameters.lr", "expected a number, found text")]),
    ("a rate of nought", "parameters: { lr: { values: [0.1, 0.0] } }", BySchema, &[("parameters.lr", "must be above 0, not 0")]),

    // Parameters.
    ("no parameter", "parameters: {}", BySchema, &[("parameters", "is empty; name at least one")]),
    ("the rate under two names", "parameters: { lr: 0.1, optimizer.lr: 0.2 }", ByReaderAlone, &[("parameters.lr", "overlaps"), ("parameters.optimizer.lr", "overlaps")]),
    ("a path inside another", "parameters: { lr: 0.1, train.builtin.model: { value: { kind: mlp } }, train.builtin.model.hidden: { value: [3] } }", ByReaderAlone, &[("parameters.train.builtin.model", "overlaps"), ("parameters.train.builtin.model.hidden", "overlaps")]),
    ("a path through a number", "parameters: { lr: 0.1, train.epochs.x: 3 }", ByReaderAlone, &[("parameters.train.epochs.x", "reaches into something that is not a map")]),
    ("a setting that there is not", "parameters: { lr: 0.1, optimizer.momentumm: { values: [0.5] } }", ByReaderAlone, &[("parameters.optimizer.momentumm", "did you mean `momentum`?")]),
    ("a parameter that is no path", "parameters: { learning_rate: 0.1 }", BySchema, &[("parameters.learning_rate", "not a parameter; write `lr`"), ("optimizer.lr", "is missing")]),
    ("a whole section", "parameters: { lr: 0.1, train: { value: 3 } }", BySchema, &[("parameters.train", "not a parameter")]),
    ("a path with a hole", "parameters: { lr: 0.1, optimizer..momentum: 0.5 }", BySchema, &[("parameters.optimizer..momentum", "not a parameter")]),
    ("a momentum that the optimizer refuses", "parameters: { lr: 0.1, optimizer.momentum: { values: [0.5, 1.5] } }", ByReaderAlone, &[("parameters.optimizer.momentum", "must be at least 0 and below 1, not 1.5")]),
    ("half a batch, far down a list", "parameters: { lr: { min: 0.1, max: 1, points: 60 }, optimizer.momentum: { distribution: uniform, min: 0, max: 0.5, points: 60 }, train.batch_size: { values: [1, 2, 3, 4, 0.5] } }", ByReaderAlone, &[("parameters.train.batch_size", "must be a whole number")]),
    ("batches between whole ones", "parameters: { lr: 0.1, train.batch_size: { distribution: uniform, min: 16, max: 33, points: 3 } }", ByReaderAlone, &[("parameters.train.batch_size", "must be a whole number")]),
    ("an unknown kind among values", "parameters: { lr: 0.1, schedule.kind: { values: [constant, cosin] } }", ByReaderAlone, &[("parameters.schedule.kind", "unknown: `cosin`")]),

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
    ("an unknown model", "train: { builtin: { dataset: digits, model: { kind: cnn } }, epochs: 2 }", BySchema, &[("train.builtin.model.kind", "expected one of logistic, mlp")]),
    ("an unknown optimizer", "optimizer: { kind: sdg }", BySchema, &[("optimizer.kind", "unknown: `sdg`; expected one of sgd, adagrad, adadelta, rmsprop, adam, adamw")]),
    ("an unknown schedule", "schedule: { kind: cosin }", BySchema, &[("schedule.kind", "unknown: `cosin`")]),
    ("an unknown device", "resources: { device: tpu }", BySchema, &[("resources.device", "expected one of any, cpu, cuda")]),
    ("a label that is no text", "resources: { labels: { gpu: 1 } }", BySchema, &[("resources.labels.gpu", "expected text")]),
    ("an unknown kind of early stopping", "early_stopping: { kind: hyperband }", BySchema, &[("early_stopping.kind", "unknown: `hyperband`; expected one of none, median, asha")]),
    ("early stopping without its kind", "early_stopping: {}", BySchema, &[("early_stopping.kind", "is missing")]),

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

    // What is trained.
    ("epochs and steps", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 2, steps: 9 }", BySchema, &[("train", "`epochs` and `steps` exclude each other")]),
    ("builtin and synthetic", "train: { builtin: { dataset: digits, model: { kind: mlp } }, synthetic: {} }", BySchema, &[("train", "`builtin` and `synthetic` exclude each other")]),
    ("epochs of a synthetic curve", "train: { synthetic: {}, epochs: 3 }", BySchema, &[("train", "`synthetic.steps`")]),
    ("a command", "train: { command: [python, train.py], epochs: 2 }", BySchema, &[("train.command", "this version trains its own models only")]),
    ("an edge below the optimum", "train: { synthetic: { optimum: 2, edge: 1 } }", ByReaderAlone, &[("train.synthetic", "`edge` lies below `optimum`")]),
    ("no epochs", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 0 }", BySchema, &[("train.epochs", "from 1 to")]),
    ("half a batch", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 2, batch_size: 0.5 }", BySchema, &[("train.batch_size", "must be a whole number")]),
    ("a layer of nothing", "train: { builtin: { dataset: digits, model: { kind: mlp, hidden: [3, 0] } }, epochs: 2 }", BySchema, &[("train.builtin.model.hidden[1]", "from 1 to 65536")]),
    ("a file above the data folder", "train: { builtin: { dataset: { kind: csv, path: a/../../secret }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.path", "below the worker's data folder")]),
    ("a file from the root", "train: { builtin: { dataset: { kind: npz, path: /etc/passwd }, model: { kind: mlp } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.path", "below the worker's data folder")]),
    ("half a validation part", "train: { builtin: { dataset: { kind: idx, images: a, labels: b, validation_images: c }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.dataset.validation_labels", "is missing")]),
    ("a momentum of one and a half", "optimizer: { kind: sgd, momentum: 1.5 }", BySchema, &[("optimizer.momentum", "not 1.5")]),
    ("nesterov without momentum", "optimizer: { kind: sgd, nesterov: true }", ByReaderAlone, &[("optimizer.nesterov", "needs `momentum` above 0")]),
    ("yes for true", "optimizer: { kind: sgd, nesterov: yes, momentum: 0.9 }", BySchema, &[("optimizer.nesterov", "expected true or false, found text")]),
    ("one beta", "optimizer: { kind: adam, betas: [0.9] }", BySchema, &[("optimizer.betas", "expected two numbers")]),
    ("an optimizer that forgets too much", "optimizer: { kind: adadelta, rho: 1, eps: 0 }", BySchema, &[("optimizer.rho", "below 1, not 1"), ("optimizer.eps", "above 0")]),
    ("sums that begin below nought", "optimizer: { kind: adagrad, initial_accumulator_value: -1, lr_decay: -0.1 }", BySchema, &[("optimizer.initial_accumulator_value", "0 or above"), ("optimizer.lr_decay", "0 or above")]),
    ("rmsprop in Keras' words", "optimizer: { kind: rmsprop, rho: 0.9, centered: 1 }", BySchema, &[("optimizer.rho", "unknown key"), ("optimizer.centered", "true or false")]),
    ("rmsprop out of bounds", "optimizer: { kind: rmsprop, alpha: 1.5, momentum: 1, weight_decay: -1 }", BySchema, &[("optimizer.alpha", "not 1.5"), ("optimizer.momentum", "below 1, not 1"), ("optimizer.weight_decay", "0 or above")]),
    ("adamw with text for a switch", "optimizer: { kind: adamw, amsgrad: 'yes', betas: [0.9, 1] }", BySchema, &[("optimizer.amsgrad", "true or false"), ("optimizer.betas[1]", "below 1")]),
    ("a range that falls", "schedule: { kind: range, start: 1, end: 0.1, steps: 10 }", ByReaderAlone, &[("schedule.end", "must lie above `start`")]),

    // Schedules.
    ("a schedule that there is not", "schedule: { kind: plato }", BySchema, &[("schedule.kind", "unknown: `plato`")]),
    ("a plateau that never falls", "schedule: { kind: plateau, factor: 1, patience: -1, threshold: -1, threshold_mode: both, cooldown: 0.5, min_lr: -1, eps: -1 }", BySchema, &[
        ("schedule.factor", "below 1, not 1"), ("schedule.patience", "from 0"), ("schedule.threshold", "0 or above"), ("schedule.threshold_mode", "expected one of rel, abs"),
        ("schedule.cooldown", "must be a whole number"), ("schedule.min_lr", "0 or above"), ("schedule.eps", "0 or above"),
    ]),
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

/// Right sweeps, as changes of the base.
#[rustfmt::skip]
pub(crate) const RIGHT: &[&str] = &[
    "",
    "~name\n~metric\n~replicates\n~optimizer",
    "name:\nmetric: null\nreplicates: ~\noptimizer:\nschedule:\nseed:\nresources:\nretry:\npriority:\nearly_stopping:\ntrials:",
    "trials: 32\nseed: 9223372036854775807\npriority: -1e3\nretry: { max_attempts: 1e2 }\nearly_stopping: { kind: none }",
    "early_stopping: { kind: asha }",
    "early_stopping: { kind: median }",
    "train: { synthetic: {} }\nearly_stopping: { kind: asha, reduction_factor: 4, min_resource: 5, min_survivors: 1 }",
    "train: { synthetic: { steps: 50 } }\nearly_stopping: { kind: median, warmup_steps: 10, interval_steps: 10, min_trials: 3 }\nmetric: { summary: mean_of_last_100 }",
    "method: range_test\ntrain: { synthetic: {} }\nearly_stopping: { kind: none }",
    "resources: { device: cuda, labels: { zone: a } }\nmetric: { name: val_acc, summary: mean_of_last_5 }",
    "parameters: { lr: 0.1 }",
    "parameters: { optimizer.lr: { value: 0.1 } }",
    "parameters: { lr: { values: [0.1, 1] }, optimizer.momentum: { values: [0, 0.9] } }",
    "parameters: { lr: { distribution: uniform, min: 0.1, max: 1, points: 3 } }",
    "parameters: { lr: { distribution: log_uniform, min: 0.1, max: 0.1, points: 1 } }",
    "method: random\ntrials: 5\nparameters: { lr: [1e-4, 1.0] }",
    "method: sobol\ntrials: 5\nparameters: { lr: [1e-4, 1.0], optimizer.weight_decay: { distribution: log_uniform, min: 1e-6, max: 1e-2 } }",
    "method: range_test\nparameters: { lr: [1e-6, 10] }\ntrain: { builtin: { dataset: digits, model: { kind: logistic } } }",
    "method: range_test\nparameters: { lr: [1e-6, 10], train.batch_size: { values: [32, 64] } }\ntrain: { builtin: { dataset: digits, model: { kind: logistic } }, steps: 50 }\nschedule: { kind: constant }",
    "method: find\nparameters: { lr: [1e-6, 10] }",
    "method: find\nparameters: { lr: [1e-6, 10] }\nfind: null",
    "method: find\nparameters: { lr: { distribution: log_uniform, min: 1e-4, max: 10 }, optimizer.momentum: { values: [0.0, 0.9] } }\nschedule: { kind: cosine, t_max: 32 }\nfind: { budget: 30, interval: 1.5, points: 7, range_test: { steps: 50, replicates: 2 } }",
    "method: range_test\nparameters: { lr: { distribution: uniform, min: 0.1, max: 1 } }\ntrain: { synthetic: { steps: 10 } }",
    "parameters: { lr: 0.1, train.batch_size: { distribution: uniform, min: 8, max: 64, points: 8 } }",
    "parameters: { lr: 0.1, train.builtin.model: { values: [{ kind: logistic }, { kind: mlp }] } }\ntrain: { builtin: { dataset: moons }, steps: 9 }",
    "parameters: { lr: 0.1, schedule.gamma: { values: [0.5, 0.9] } }\nschedule: { kind: exponential, unit: epoch }",
    "parameters: { lr: 0.1, schedule.kind: step }\nschedule: { step_size: 2 }",
    "schedule: { kind: time_based, decay_rate: 0.1, decay_steps: 10, staircase: true }",
    "schedule: { kind: multistep, milestones: [5, 5, 9], unit: epoch }",
    "schedule: { kind: multistep, milestones: [0], gamma: 2, warmup: }",
    "parameters: { lr: 0.1, schedule.milestones: { values: [[3], [3, 6]] } }\nschedule: { kind: multistep }",
    "schedule: { kind: polynomial, total_iters: 1e3, power: 2, end_lr: 1e-4, cycle: true }",
    "schedule: { kind: plateau }",
    "schedule: { kind: plateau, metric: train_loss, factor: 0.5, patience: 0, threshold: 0, threshold_mode: abs, cooldown: 2, min_lr: 1e-4, eps: 0 }",
    "schedule: { kind: piecewise, boundaries: [20, 40], values: [0.1, 0.05, 0.01], unit: epoch }",
    "schedule: { kind: piecewise, boundaries: [20, 40], scales: [0.5, 0.1] }",
    "schedule: { kind: exponential, gamma: 0.5, decay_steps: 10, transition_begin: 5, end_lr: 0.01 }",
    "schedule: { kind: one_cycle, anneal: linear, pct_final: 0.85, cycle_momentum: false, base_momentum: 0, max_momentum: 0.9 }",
    "schedule: { kind: wsd, decay_steps: 10, decay: exponential, half_life: 2.5, warmup: { steps: 5, type: cosine } }",
    "schedule: { kind: one_cycle, cycle_momentum: true }\noptimizer: { kind: adamw }",
    "parameters: { lr: 0.1, schedule.kind: { values: [constant, cosine, polynomial, one_cycle, plateau, inverse_sqrt] } }",
    "parameters: { lr: 0.1, schedule: { values: [{ kind: cosine }, { kind: step, step_size: 10 }, { kind: plateau, patience: 3 }] } }",
    "batch_schedule: { kind: grow, milestones: [1, 2], factor: 2, max_batch: 64, cap: skip, batch_steps: 0 }",
    "batch_schedule: { kind: grow, milestones: [99], factor: 1.5 }",
    "batch_schedule:",
    "parameters: { lr: 0.1, batch_schedule.factor: { values: [2, 4] } }\nbatch_schedule: { kind: grow, milestones: [1] }",
    "parameters: { lr: 0.1, batch_schedule: { values: [{ kind: grow, milestones: [1], factor: 2 }, { kind: grow, milestones: [1], factor: 4, batch_steps: 0 }] } }",
    "schedule: { kind: cosine, t_max: 50, eta_min: 0, after: periodic, warmup: { steps: 5, start_factor: 0.1 } }",
    "schedule: { kind: cosine_restarts, t_0: 10, t_mult: 2, m_mul: 0.5, eta_min: 1e-5 }",
    "schedule: { kind: one_cycle }",
    "schedule: { kind: one_cycle, total_steps: 60, pct_start: 0.4, anneal: linear, div_factor: 10, final_div_factor: 100, three_phase: true }",
    "schedule: { kind: cyclic, min_lr: 0, step_size_up: 10, step_size_down: 30, mode: exp_range, gamma: 0.99 }",
    "schedule: { kind: wsd, stable_steps: 0, decay_steps: 20, decay: sqrt, min_lr_ratio: 0.1, warmup: { steps: 0 } }",
    "schedule: { kind: inverse_sqrt }",
    "schedule: { kind: inverse_sqrt, timescale: 100, warmup: { steps: 16, start_factor: 1 } }",
    "parameters: { lr: 0.1, schedule.warmup.steps: { values: [0, 10, 100] } }\nschedule: { kind: cosine, t_max: 100 }",
    "schedule: { kind: range, start: 0.1, end: 1, steps: 20, mode: linear }",
    "optimizer: { kind: adam, betas: [0.9, 0.99], eps: 1e-7, weight_decay: 0.1 }",
    "optimizer: { kind: adam, amsgrad: true }",
    "optimizer: { kind: adamw, betas: [0.9, 0.99], eps: 1e-7, weight_decay: 0, amsgrad: false }",
    "optimizer: { kind: adagrad, lr_decay: 0.01, initial_accumulator_value: 0.1, eps: 1e-10, weight_decay: 1e-4 }",
    "optimizer: { kind: adadelta, rho: 0.95, eps: 1e-6, weight_decay: 0 }",
    "optimizer: { kind: rmsprop, alpha: 0.9, eps: 1e-8, centered: true, momentum: 0.9, weight_decay: 1e-4 }",
    "parameters: { lr: 0.1, optimizer.kind: { values: [sgd, adagrad, adadelta, rmsprop, adam, adamw] } }\n~optimizer",
    "optimizer: { kind: sgd, momentum: 0.9, nesterov: true, dampening: 0 }",
    "train: { builtin: { dataset: { kind: digits }, model: { kind: mlp, hidden: [], activation: gelu } }, steps: 1e3, batch_size: 8, report_every: 10 }",
    "train: { builtin: { dataset: { kind: blobs, classes: 4, features: 3, spread: 0.5, samples: 100, seed: 3, validation: 0.5 }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: moons, noise: 0 }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: spirals, classes: 2, noise: 0.2 }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: digits, label_noise: 0.2, seed: 3 }, model: { kind: mlp, batch_norm: true } }, epochs: 1, batch_size: 2 }",
    "train: { builtin: { dataset: { kind: teacher, classes: 3, features: 4, samples: 100, seed: 3, validation: 0.2, label_noise: 0.15 }, model: { kind: logistic, init: zeros } }, epochs: 1, shuffle: false, score_training: true, batch_size: 1 }",
    "train: { builtin: { dataset: { kind: patterns, classes: 3, simple_features: 4, complex_features: 8, templates: 5, noise: 0, label_noise: 0 }, model: { kind: mlp, hidden: [], batch_norm: true, init: random } }, epochs: 1, batch_size: 1 }",
    "train: { builtin: { dataset: patterns, model: { kind: mlp } }, epochs: 1 }",
    "parameters: { lr: 0.1, train.builtin.model.batch_norm: { values: [true, false] }, train.builtin.dataset.label_noise: { values: [0, 0.2] } }\ntrain: { builtin: { dataset: { kind: moons }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: spirals, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: csv, path: a/b.csv, target: class, scale: none }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: npy, features: x.npy, labels: y.npy }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: npz, path: a..b.npz, features: f, labels: l }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: idx, images: a, labels: b, validation_images: c, validation_labels: d, scale: minmax }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: csv, path: a/b.csv, task: regression, target: [price, rent], target_scale: standard, sha256: { a/b.csv: 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF } }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: csv, path: a.csv, task: classification, target: [kind], target_scale: , sha256: }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: parquet, path: a.parquet, target: kind, validation: 0.3, seed: 4 }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: npy, features: x.npy, labels: y.npy, task: regression, target_scale: minmax }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: npz, path: a.npz, task: regression, sha256: { a.npz: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef } }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: cifar10, sha256: { cifar-10-batches-bin: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef } }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: cifar100, folder: c, labels: coarse, scale: standard }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: images, folder: f, validation_folder: v, size: [24, 32], colour: false }, model: { kind: mlp } }, epochs: 1 }",
    "train: { builtin: { dataset: { kind: images, folder: f, size: 32 }, model: { kind: mlp } }, epochs: 1 }",
    "train: { synthetic: { optimum: 0.2, edge: 2, steps: 10, noise: 0.1, step_ms: 5 } }",
    "train: { synthetic: {}, command: }",
];
