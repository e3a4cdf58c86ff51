//! Points drawn around a shape.

use std::f64::consts::{PI, TAU};

use search::config::Generated;

use super::Samples;
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// How far a spiral's arm winds, in radians.
const WINDING: f64 = 4.0;

/// `count` points, the classes in turn, always the same ones for a seed.
pub(super) fn draw(shape: Generated, count: u64, seed: u64) -> Result<Samples, Error> {
    let (name, width, classes) = match shape {
        Generated::Blobs { classes, features, .. } => ("blobs", features, classes),
        Generated::Moons { .. } => ("moons", 2, 2),
        Generated::Spirals { classes, .. } => ("spirals", 2, classes),
    };
    Samples::fits(name, count.max(classes), width)?;
    let mut draws = Draws::new(seed, Purpose::Samples);
    let centres: Vec<f64> = match shape {
        Generated::Blobs { .. } => {
            (0..classes * width).map(|_| draws.between(-10.0, 10.0)).collect()
        }
        Generated::Moons { .. } | Generated::Spirals { .. } => Vec::new(),
    };
    let (mut features, mut labels) = (Vec::new(), Vec::new());
    for index in 0..count {
        let class = index % classes;
        #[expect(clippy::cast_possible_truncation, reason = "there are at most 10,000 classes")]
        labels.push(class as u32);
        match shape {
            Generated::Blobs { features: width, spread, .. } => {
                let centre =
                    centres.chunks(index_of(width)).nth(index_of(class)).unwrap_or_default();
                features.extend(centre.iter().map(|it| single(it + spread * draws.normal())));
            }
            Generated::Moons { noise } => {
                let point = moon(class == 1, draws.between(0.0, PI));
                features.extend(point.map(|it| single(it + noise * draws.normal())));
            }
            Generated::Spirals { noise, .. } => {
                let point = arm(float(class) / float(classes), draws.between(0.0, 1.0));
                features.extend(point.map(|it| single(it + noise * draws.normal())));
            }
        }
    }
    Samples::new(name, index_of(width), features, labels)
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
fn single(value: f64) -> f32 {
    value as f32
}

#[expect(clippy::cast_precision_loss, reason = "there are few classes")]
fn float(count: u64) -> f64 {
    count as f64
}

/// A count that was found to fit in memory.
fn index_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
