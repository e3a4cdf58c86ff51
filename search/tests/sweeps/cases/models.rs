//! What is wrong with models, and with how their gradients are kept small.

use super::{
    Seen::{ByReaderAlone, BySchema},
    Wrong,
};

#[rustfmt::skip]
pub(super) const WRONG: &[Wrong] = &[
    ("a ghost batch without a norm", "train: { builtin: { dataset: digits, model: { kind: mlp, ghost_batch: 32 } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model.ghost_batch", "needs `batch_norm: true`")]),
    ("a ghost batch of one", "train: { builtin: { dataset: digits, model: { kind: cnn, batch_norm: true, ghost_batch: 1 } }, epochs: 2 }", BySchema, &[("train.builtin.model.ghost_batch", "from 2 to 1048576")]),
    ("a ghost batch of a model without norms", "train: { builtin: { dataset: digits, model: { kind: logistic, ghost_batch: 32 } }, epochs: 2 }", BySchema, &[("train.builtin.model.ghost_batch", "unknown key")]),
    ("all left out", "train: { builtin: { dataset: digits, model: { kind: mlp, dropout: 1 } }, epochs: 2 }", BySchema, &[("train.builtin.model.dropout", "at least 0 and below 1, not 1")]),
    ("dropout after no layer", "train: { builtin: { dataset: digits, model: { kind: cnn, dropout: 0.5 } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model.dropout", "needs layers in `hidden`")]),
    ("dropout among layers of which one list is empty", "parameters: { lr: 0.1, train.builtin.model.hidden: { values: [[8], []] } }\ntrain: { builtin: { dataset: digits, model: { kind: mlp, dropout: 0.5 } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model.dropout", "needs layers in `hidden`")]),
    ("a cnn of nothing", "train: { builtin: { dataset: digits, model: { kind: cnn, channels: [], kernel: 65, activation: relo, batch_norm: 1, hidden: [0], dropout: -1 } }, epochs: 2 }", BySchema, &[("train.builtin.model.channels", "must list 1 to 64"), ("train.builtin.model.kernel", "from 1 to 63"), ("train.builtin.model.activation", "expected one of relu, tanh, gelu"), ("train.builtin.model.batch_norm", "true or false"), ("train.builtin.model.hidden[0]", "from 1"), ("train.builtin.model.dropout", "at least 0")]),
    ("a channel of nothing", "train: { builtin: { dataset: digits, model: { kind: cnn, channels: [8, 0] } }, epochs: 2 }", BySchema, &[("train.builtin.model.channels[1]", "from 1 to 65536")]),
    ("an even kernel", "train: { builtin: { dataset: digits, model: { kind: cnn, kernel: 4 } }, epochs: 2 }", BySchema, &[("train.builtin.model.kernel", "must be odd")]),
    ("a cnn that halves digits once too often", "train: { builtin: { dataset: digits, model: { kind: cnn, channels: [4, 4, 4, 4] } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "those of this data set, 8 × 8, can be halved 3 times")]),
    ("a cnn that halves flat images too often", "train: { builtin: { dataset: { kind: images, folder: f, size: [3, 32] }, model: { kind: cnn, channels: [4, 4] } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "3 × 32, can be halved 1 times")]),
    ("a cnn of a table", "train: { builtin: { dataset: { kind: csv, path: a.csv }, model: { kind: cnn } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "`cnn` learns images, and this data set has rows of numbers")]),
    ("a residual network of a spiral", "train: { builtin: { dataset: spirals, model: { kind: resnet } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "`resnet` learns images")]),
    ("a residual network of text", "train: { builtin: { dataset: { kind: text, path: t.txt }, model: { kind: resnet } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "`resnet` learns images, not text; `transformer` learns text")]),
    ("a residual network that is no multiple of blocks", "train: { builtin: { dataset: digits, model: { kind: resnet, depth: 18 } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model.depth", "must be 6 n + 2, as in 8, 14, 20, not 18")]),
    ("a residual network of nothing", "train: { builtin: { dataset: digits, model: { kind: resnet, depth: 2, width: 0, ghost_batch: 0 } }, epochs: 2 }", BySchema, &[("train.builtin.model.depth", "from 8 to 1202"), ("train.builtin.model.width", "from 1"), ("train.builtin.model.ghost_batch", "from 2")]),
    ("a residual network over single samples", "train: { builtin: { dataset: digits, model: { kind: resnet } }, epochs: 2, batch_size: 1 }", ByReaderAlone, &[("train.batch_size", "batches of 2 samples or more")]),
    ("a cnn with a norm over single samples", "train: { builtin: { dataset: digits, model: { kind: cnn, batch_norm: true } }, epochs: 2, batch_size: 1 }", ByReaderAlone, &[("train.batch_size", "batches of 2 samples or more")]),
    ("a model of language of digits", "train: { builtin: { dataset: digits, model: { kind: transformer } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "`transformer` learns text, and this data set has none")]),
    ("a model of language of arrays", "train: { builtin: { dataset: { kind: npz, path: a.npz }, model: { kind: transformer } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model", "`transformer` learns text, and this data set has none")]),
    ("heads that share unevenly", "train: { builtin: { dataset: { kind: text, path: t.txt }, model: { kind: transformer, heads: 3 } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model.heads", "must divide `width`, which is 64")]),
    ("a model of language of nothing", "train: { builtin: { dataset: { kind: text, path: t.txt }, model: { kind: transformer, layers: 0, heads: 0, width: 0, context: 0, feedforward: 0, dropout: 1 } }, epochs: 2 }", BySchema, &[("train.builtin.model.layers", "from 1 to 1000"), ("train.builtin.model.heads", "from 1 to 1000"), ("train.builtin.model.width", "from 1 to 65536"), ("train.builtin.model.context", "from 1 to 65536"), ("train.builtin.model.feedforward", "from 1 to 262144"), ("train.builtin.model.dropout", "below 1, not 1")]),
    ("a context of another length", "train: { builtin: { dataset: { kind: text, path: t.txt, length: 64 }, model: { kind: transformer, context: 32 } }, epochs: 2 }", ByReaderAlone, &[("train.builtin.model.context", "which is 64; leave one of them out")]),
    ("smoothed beyond all labels", "train: { builtin: { dataset: digits, model: { kind: mlp } }, epochs: 2, label_smoothing: 1 }", BySchema, &[("train.label_smoothing", "at least 0 and below 1, not 1")]),
    ("smoothed numbers", "train: { builtin: { dataset: { kind: csv, path: a.csv, task: regression }, model: { kind: mlp } }, epochs: 2, label_smoothing: 0.1 }", ByReaderAlone, &[("train.label_smoothing", "needs classes")]),
    ("a smoothed synthetic curve", "train: { synthetic: {}, label_smoothing: 0.1 }", ByReaderAlone, &[("train.label_smoothing", "needs classes")]),
    ("a gradient clipped to nothing", "optimizer: { kind: adam, clip_norm: 0 }", BySchema, &[("optimizer.clip_norm", "above 0, not 0")]),
    ("numbers clipped to nothing", "optimizer: { kind: sgd, clip_value: -1 }", BySchema, &[("optimizer.clip_value", "above 0, not -1")]),
    ("a gradient clipped twice", "optimizer: { kind: sgd, clip_norm: 1, clip_value: 1 }", ByReaderAlone, &[("optimizer.clip_value", "excludes `clip_norm`")]),
    ("a decay that skips what there is not", "optimizer: { kind: adamw, decay_skips: biases }", BySchema, &[("optimizer.decay_skips", "expected one of nothing, norms_and_biases")]),
    ("an unknown optimizer beside a wrong clip", "optimizer: { kind: sdg, clip_norm: 0, momentum: 0.9 }", BySchema, &[("optimizer.kind", "unknown: `sdg`"), ("optimizer.clip_norm", "above 0")]),
];
