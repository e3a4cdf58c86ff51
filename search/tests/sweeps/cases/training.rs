//! What is wrong with what is trained: models, data sets, optimizers.

use super::{
    Seen::{ByReaderAlone, BySchema},
    Wrong,
};

#[rustfmt::skip]
pub(super) const WRONG: &[Wrong] = &[
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
    ("a grammar of too few words", "train: { builtin: { dataset: { kind: grammar, words: 4, samples: 9 }, model: { kind: transformer } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.words", "from 8 to 1000"), ("train.builtin.dataset.samples", "from 10 to 10000000")]),
    ("a grammar for a network", "train: { builtin: { dataset: grammar, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "learns rows of numbers, not text")]),
    ("wrong labels in a text", "train: { builtin: { dataset: { kind: grammar, label_noise: 0.1 }, model: { kind: transformer } }, epochs: 2 }", BySchema, &[("train.builtin.dataset.label_noise", "unknown key")]),

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

    ("an accuracy of numbers", "metric: { name: val_accuracy }\ntrain: { builtin: { dataset: { kind: csv, path: a.csv, task: regression }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("metric.name", "is not measured where numbers are to be told; there are: train_loss, val_loss, val_rmse, val_r2")]),
    ("a metric that no run measures", "metric: { name: accurcy }", ByReaderAlone, &[("metric.name", "no run measures that; there are: train_loss, train_accuracy, val_loss, val_accuracy")]),
    ("a metric of the whole training part, which is not scored", "metric: { name: whole_train_loss }", ByReaderAlone, &[("metric.name", "is measured where `train.score_training` is true; set that")]),
    ("an error of classes", "metric: { name: val_rmse }", ByReaderAlone, &[("metric.name", "is not measured where classes are to be told")]),
    ("an accuracy where one of two tasks has numbers", "metric: { name: val_accuracy }\nparameters: { lr: 0.1, train.builtin.dataset.task: { values: [classification, regression] } }\ntrain: { builtin: { dataset: { kind: csv, path: a.csv }, model: { kind: mlp } }, epochs: 2 }", ByReaderAlone, &[("metric.name", "is not measured where numbers are to be told")]),
];
