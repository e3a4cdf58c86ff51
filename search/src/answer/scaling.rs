//! How the best rate moves with the size of the batch: lr = a · batch^exponent.
//!
//! A straight line in logarithms through the best rates, each with the weight that its interval gives it. Where something else varies too, each of
//! its values has a line of its own and all lines the same slope. Scatter beyond what the intervals allow widens the answer.

use statrs::distribution::{ContinuousCDF as _, StudentsT};

use super::Interval;

/// The best rate of one batch size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtBatch {
    /// Which line this is on; what else varies has the same value along it.
    pub line: usize,
    /// Samples in an update.
    pub batch: f64,
    /// Where the best rate lies.
    pub interval: Interval,
}

/// How the best rate moves with the size of the batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    /// Twice the batch, 2^exponent times the rate.
    pub exponent: f64,
    /// Not below this,
    pub low: f64,
    /// nor above this, with 95 % confidence.
    pub high: f64,
    /// Whether the rate may grow as the batch does.
    pub is_linear: bool,
    /// Whether it may grow as the root of the batch.
    pub is_square_root: bool,
}

/// An interval of 95 % reaches so many standard deviations to both sides.
const REACH: f64 = 1.96;

/// The exponent that `rates` show, or why they show none.
pub fn scaling(rates: &[AtBatch]) -> Result<Scaling, String> {
    let lines = rates.iter().map(|it| it.line + 1).max().unwrap_or(0);
    let (mut square, mut product, mut freedom) = (0.0, 0.0, -1.0);
    let mut centred: Vec<[f64; 3]> = Vec::new();
    for line in 0..lines {
        let points: Vec<[f64; 3]> =
            rates.iter().filter(|it| it.line == line).map(|it| point(*it)).collect();
        let weight: f64 = points.iter().map(|it| it[2]).sum();
        let mean = |of: usize| points.iter().map(|it| it[of] * it[2]).sum::<f64>() / weight;
        let (x, y) = (mean(0), mean(1));
        for [at_x, at_y, weight] in &points {
            freedom += 1.0;
            square += weight * (at_x - x).powi(2);
            product += weight * (at_x - x) * (at_y - y);
            centred.push([at_x - x, at_y - y, *weight]);
        }
        if !points.is_empty() {
            freedom -= 1.0;
        }
    }
    if square <= 0.0 || !square.is_finite() {
        return Err("fewer than two batch sizes have an interval for their best rate".into());
    }
    let exponent = product / square;
    let scatter: f64 =
        centred.iter().map(|[x, y, weight]| weight * (y - exponent * x).powi(2)).sum();
    // With nothing to spare the intervals alone say how sure the slope is.
    let (inflation, reach) = match StudentsT::new(0.0, 1.0, freedom) {
        Ok(it) if scatter > freedom => (scatter / freedom, it.inverse_cdf(0.975)),
        _ => (1.0, REACH),
    };
    let reach = reach * (inflation / square).sqrt();
    let (low, high) = (exponent - reach, exponent + reach);
    let allows = |it: f64| low <= it && it <= high;
    Ok(Scaling { exponent, low, high, is_linear: allows(1.0), is_square_root: allows(0.5) })
}

/// Logarithms of the batch and of the rate, and the weight.
fn point(it: AtBatch) -> [f64; 3] {
    let deviation = ((it.interval.high / it.interval.low).ln() / (2.0 * REACH)).max(1e-6);
    [it.batch.ln(), it.interval.middle.ln(), 1.0 / deviation.powi(2)]
}
