//! A smooth curve through noisy means: not one, but as many as are likely, each as often as it is likely.
//!
//! The curve is a parabola in log rate and a smooth deviation from it (a Gaussian process, Matérn 5/2), for the curve of
//! a learning rate falls slowly on the left and rises fast on the right. How large the deviation is, how smooth, and how
//! noisy the means are, nobody knows; with few seeds the noise above all. So none of them is fitted: every combination on a grid
//! is weighed by how likely it makes the means (and the residuals), and curves are drawn from all of them. That
//! takes the place of a bootstrap over the seeds, which with three of them has ten different samples and is too narrow.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use super::{
    cholesky::{Root, dot},
    region::{Noise, Point, count},
};

/// So many curves are drawn: enough that the ends of an interval move by a hundredth of its width.
const CURVES: u32 = 1_500;
/// At so many places.
const PLACES: u32 = 72;
/// The prior size of the parabola's three coefficients, in standard deviations of the means: large enough to say nothing.
const PARABOLA: f64 = 10.0;
/// Sizes of the deviation, in standard deviations of the means.
const DEVIATIONS: [f64; 5] = [0.02, 0.06, 0.18, 0.5, 1.5];
/// Lengths over which the deviation changes, in halves of the region.
const LENGTHS: [f64; 4] = [0.25, 0.5, 1.0, 2.0];
/// Logarithms of the noise's variance over its estimate.
const NOISES: [f64; 8] = [-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2, 1.7];
/// Standard deviations of the noise where there is no estimate, in those of the means.
const UNKNOWN_NOISES: [f64; 8] = [0.005, 0.015, 0.04, 0.08, 0.15, 0.3, 0.5, 0.8];
/// No noise is less than this, in standard deviations of the means: numbers are rounded.
const NOISE_MIN: f64 = 1e-4;

/// What the drawn curves have in common.
#[derive(Clone, Debug)]
pub(super) struct Curves {
    /// The logarithms of the rates at which they were drawn.
    pub(super) places: Vec<f64>,
    /// The mean of all curves there.
    pub(super) mean: Vec<f64>,
    /// Where each has its bottom, sorted, at the lowest that it may be.
    pub(super) lowest: Vec<f64>,
    /// The same at the highest that it may be.
    pub(super) highest: Vec<f64>,
}

/// One combination of what nobody knows.
struct Model {
    deviation: f64,
    length: f64,
    noise: f64,
    root: Root,
    /// The inverse of the covariance times the means.
    solved: Vec<f64>,
    log_likelihood: f64,
}

/// Between which rates curves are drawn, as logarithms. Where training ends between a rate that trained and one that
/// diverged nobody knows: a curve that falls up to there may be lowest anywhere between the two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// No curve begins below the first of these, nor above the second.
    pub(super) from: (f64, f64),
    /// No curve ends below the first of these, nor above the second.
    pub(super) to: (f64, f64),
}

/// Draws curves through `points` over `span`; nothing where all means are the same.
pub(super) fn curves(
    points: &[Point],
    noise: Option<Noise>,
    span: Span,
    seed: u64,
) -> Option<Curves> {
    let (from, to) = (span.from.0, span.to.1);
    let scaled = Scaled::of(points)?;
    let models = models(&scaled, noise);
    let most = models.iter().map(|it| it.log_likelihood).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = models.iter().map(|it| (it.log_likelihood - most).exp()).collect();
    let all: f64 = weights.iter().sum();
    let places: Vec<f64> =
        (0..PLACES).map(|it| from + (to - from) * f64::from(it) / f64::from(PLACES - 1)).collect();
    let at: Vec<f64> = places.iter().map(|it| (it - scaled.centre) / scaled.half).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut sum, mut lowest, mut highest) = (vec![0.0; places.len()], Vec::new(), Vec::new());
    let mut passed = 0.0;
    for (model, weight) in models.iter().zip(weights) {
        let before = (passed / all * f64::from(CURVES)).round();
        passed += weight;
        let draws = (passed / all * f64::from(CURVES)).round() - before;
        if draws < 1.0 {
            continue;
        }
        let (mean, root) = model.posterior(&scaled, &at)?;
        for (sum, it) in sum.iter_mut().zip(&mean) {
            *sum += it * draws;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        for _ in 0..draws as u32 {
            let luck: Vec<f64> = at.iter().map(|_| normal(&mut rng)).collect();
            let deviation = root.times(&luck);
            let curve: Vec<f64> = mean.iter().zip(deviation).map(|(mean, it)| mean + it).collect();
            lowest.push(bottom(&curve, &places, (from, span.to.0)));
            highest.push(bottom(&curve, &places, (span.from.1, to)));
        }
    }
    lowest.sort_by(f64::total_cmp);
    highest.sort_by(f64::total_cmp);
    let mean = sum.iter().map(|it| scaled.mean + scaled.size * it / count(lowest.len())).collect();
    (!lowest.is_empty()).then_some(Curves { places, mean, lowest, highest })
}

/// The points on axes that begin at 0 and are about 1 long.
struct Scaled {
    centre: f64,
    half: f64,
    mean: f64,
    size: f64,
    x: Vec<f64>,
    y: Vec<f64>,
    variance: Vec<f64>,
}

impl Scaled {
    fn of(points: &[Point]) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let (centre, half) = (f64::midpoint(first.x, last.x), (last.x - first.x) / 2.0);
        let mean = points.iter().map(|it| it.mean).sum::<f64>() / count(points.len());
        let squares = points.iter().map(|it| (it.mean - mean).powi(2)).sum::<f64>();
        let size = (squares / count(points.len())).sqrt();
        let is_flat = size <= 1e-12 * mean.abs() || !size.is_finite();
        (half > 0.0 && !is_flat).then(|| Self {
            centre,
            half,
            mean,
            size,
            x: points.iter().map(|it| (it.x - centre) / half).collect(),
            y: points.iter().map(|it| (it.mean - mean) / size).collect(),
            variance: points.iter().map(|it| it.variance).collect(),
        })
    }
}

/// Every combination, with how likely it makes what was seen.
fn models(scaled: &Scaled, noise: Option<Noise>) -> Vec<Model> {
    let noises: Vec<(f64, f64)> = match noise {
        // How likely the residuals are beside each noise: theirs is a chi-squared distribution.
        Some(Noise { variance, freedom }) => {
            let estimate = (variance / scaled.size.powi(2)).max(NOISE_MIN.powi(2));
            let of = |it: f64| (estimate * it.exp(), -freedom / 2.0 * (it + (-it).exp()));
            NOISES.into_iter().map(of).collect()
        }
        None => UNKNOWN_NOISES.into_iter().map(|it| (it * it, 0.0)).collect(),
    };
    let mut models = Vec::new();
    for deviation in DEVIATIONS {
        for length in LENGTHS {
            for (noise, likelihood) in &noises {
                models.extend(Model::of(scaled, deviation, length, *noise, *likelihood));
            }
        }
    }
    models
}

impl Model {
    fn of(
        scaled: &Scaled,
        deviation: f64,
        length: f64,
        noise: f64,
        likelihood: f64,
    ) -> Option<Self> {
        let Scaled { x, y, variance, .. } = scaled;
        let entry = |i: usize, j: usize| {
            covariance(deviation, length, x[i], x[j])
                + if i == j { noise * variance[i] } else { 0.0 }
        };
        let root = Root::of(x.len(), entry)?;
        let solved = root.solve(y);
        let log_likelihood = likelihood - 0.5 * (root.log_determinant() + dot(&solved, &solved));
        Some(Self { deviation, length, noise, root, solved, log_likelihood })
    }

    /// What the curve comes to at these places: its mean, and the root of its covariance.
    fn posterior(&self, scaled: &Scaled, at: &[f64]) -> Option<(Vec<f64>, Root)> {
        let Self { deviation, length, noise, .. } = *self;
        let covariance = |a: f64, b: f64| covariance(deviation, length, a, b);
        let seen: Vec<Vec<f64>> = at
            .iter()
            .map(|at| {
                let with: Vec<f64> = scaled.x.iter().map(|it| covariance(*at, *it)).collect();
                self.root.solve(&with)
            })
            .collect();
        let mean = seen.iter().map(|it| dot(it, &self.solved)).collect();
        // What is known exactly still needs a root.
        let least = 1e-10 + 1e-6 * noise;
        let entry = |i: usize, j: usize| {
            covariance(at[i], at[j]) - dot(&seen[i], &seen[j]) + if i == j { least } else { 0.0 }
        };
        Some((mean, Root::of(at.len(), entry)?))
    }
}

/// The covariance of the curve at two places before anything was seen.
fn covariance(deviation: f64, length: f64, a: f64, b: f64) -> f64 {
    let ab = a * b;
    let far = 5_f64.sqrt() * (a - b).abs() / length;
    let matern = (1.0 + far + far * far / 3.0) * (-far).exp();
    PARABOLA.powi(2) * (1.0 + ab + ab * ab) + deviation.powi(2) * matern
}

/// Where the curve is lowest between `low` and `high`; between the places by a parabola.
fn bottom(curve: &[f64], places: &[f64], (low, high): (f64, f64)) -> f64 {
    let first = places.partition_point(|it| *it < low);
    let last = places.partition_point(|it| *it <= high).max(first + 1);
    let inside = curve[first..last].iter().enumerate();
    let lowest = first + inside.min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |it| it.0);
    // A curve that still falls where it ends is lowest there.
    if lowest == first && first > 0 {
        return low;
    }
    if lowest + 1 == last && last < curve.len() {
        return high;
    }
    let step = match (lowest.checked_sub(1).map(|it| curve[it]), curve.get(lowest + 1)) {
        (Some(before), Some(after)) => {
            let bend = before - 2.0 * curve[lowest] + after;
            if bend > 0.0 { (before - after) / (2.0 * bend) } else { 0.0 }
        }
        _ => 0.0,
    };
    places[lowest] + (places[1] - places[0]) * step
}

/// A draw from the normal distribution (Box and Muller).
fn normal(rng: &mut ChaCha8Rng) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let mut unit = || ((rng.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (a, b) = (unit(), unit());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}
