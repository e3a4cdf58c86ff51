//! What is wrong with what varies: bounds, values, paths.

use super::{
    Seen::{ByReaderAlone, BySchema},
    Wrong,
};

#[rustfmt::skip]
pub(super) const WRONG: &[Wrong] = &[
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
];
