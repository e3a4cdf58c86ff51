//! Samples that are drawn: points around a shape here, and whatever else has a file of its own.

use std::f64::consts::{PI, TAU};

use search::config::Generated;

use super::{Samples, patterns, teacher};
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// How far a spiral's arm winds, in radians.
const WINDING: f64 = 4.0;

/// `count` samples, the classes of points in turn, always the same ones for a seed.
pub(super) fn draw(shape: Generated, count: u64, seed: u64) -> Result<Samples, Error> {
    match shape {
        Generated::Blobs { classes, features, spread } => {
            Samples::fits("blobs", count.max(classes), features)?;
            let mut draws = Draws::new(seed, Purpose::Samples);
            let width = index_of(features);
            let centres: Vec<f64> =
                (0..classes * features).map(|_| draws.between(-10.0, 10.0)).collect();
            points(("blobs", width, classes), count, |class| {
                let centre = &centres[index_of(class) * width..][..width];
                centre.iter().map(|it| it + spread * draws.normal()).collect()
            })
        }
        Generated::Moons { noise } => {
            Samples::fits("moons", count, 2)?;
            let mut draws = Draws::new(seed, Purpose::Samples);
            points(("moons", 2, 2), count, |class| {
                let point = moon(class == 1, draws.between(0.0, PI));
                point.map(|it| it + noise * draws.normal()).to_vec()
            })
        }
        Generated::Spirals { classes, noise } => {
            Samples::fits("spirals", count, 2)?;
            let mut draws = Draws::new(seed, Purpose::Samples);
            points(("spirals", 2, classes), count, |class| {
                let point = arm(float(class) / float(classes), draws.between(0.0, 1.0));
                point.map(|it| it + noise * draws.normal()).to_vec()
            })
        }
        Generated::Teacher { classes, features } => teacher::draw([features, classes], count, seed),
        Generated::Patterns(patterns) => patterns::draw(patterns, count, seed),
    }
}

/// Points with so many coordinates, drawn class by class in turn.
fn points(
    (name, width, classes): (&str, usize, u64),
    count: u64,
    mut point: impl FnMut(u64) -> Vec<f64>,
) -> Result<Samples, Error> {
    let (mut features, mut labels) = (Vec::new(), Vec::new());
    for class in (0..count).map(|index| index % classes) {
        labels.push(u32::try_from(class).expect("there are at most 10,000 classes"));
        features.extend(point(class).into_iter().map(single));
    }
    Samples::new(name, width, features, labels)
}

/// A point on one of two half circles that reach into each other.
fn moon(lower: bool, angle: f64) -> [f64; 2] {
    if lower { [1.0 - angle.cos(), 0.5 - angle.sin()] } else { [angle.cos(), angle.sin()] }
}

/// A point on a spiral's arm, `radius` away from the origin.
fn arm(turn: f64, radius: f64) -> [f64; 2] {
    let angle = TAU * turn + WINDING * radius;
    [radius * angle.cos(), radius * angle.sin()]
}

#[expect(clippy::cast_possible_truncation, reason = "features are in single precision")]
pub(super) fn single(value: f64) -> f32 {
    value as f32
}

#[expect(clippy::cast_precision_loss, reason = "counts that fit in memory lie far below 2^53")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

/// A count that was found to fit in memory.
pub(super) fn index_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
