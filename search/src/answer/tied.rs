//! Which configurations cannot be told from the best.
//!
//! Two configurations are compared seed by seed, so that what a seed does to both of them drops out. The best is the best of
//! many, and some of its lead is luck: a test at the usual level would find too many that are worse. So the level is
//! divided among all comparisons (Bonferroni's bound on Hsu's comparison with the best): with 95 % confidence the truly
//! best configuration is among the best and those tied with it.

use statrs::distribution::{ContinuousCDF as _, StudentsT};

use super::{
    observation::Tried,
    region::{Region, count},
};

/// How rarely the truly best configuration is left out.
const LEVEL: f64 = 0.05;
/// The noise of one comparison is judged as if so many of the usual size had been seen besides its own.
const SHRINKAGE: f64 = 4.0;

/// Which of `tried` cannot be told from number `best`; nothing where there is but one seed.
pub(super) fn tied(tried: &[Tried], best: usize, region: &Region) -> Option<Vec<usize>> {
    let (from, to) = region.range;
    let others: Vec<usize> = (from..=to).filter(|it| *it != best).collect();
    if others.is_empty() && tried[best].values.len() > 1 {
        return Some(others);
    }
    let noise = region.noise?;
    let level = LEVEL / count(others.len().max(1));
    let known = SHRINKAGE.min(noise.freedom);
    let is_tied = |other: &usize| {
        let differences = differences(&tried[*other], &tried[best]);
        let seeds = count(differences.len().max(1));
        let mean = differences.iter().sum::<f64>() / seeds;
        let squares: f64 = differences.iter().map(|it| (it - mean).powi(2)).sum();
        let freedom = known + seeds - 1.0;
        let variance = (known * 2.0 * noise.variance + squares) / freedom;
        StudentsT::new(0.0, 1.0, freedom)
            .is_ok_and(|it| mean <= it.inverse_cdf(1.0 - level) * (variance / seeds).sqrt())
    };
    Some(others.into_iter().filter(is_tied).collect())
}

/// How much worse `a` is than `b`, seed by seed; from mean to mean where they share no seed.
fn differences(a: &Tried, b: &Tried) -> Vec<f64> {
    let pair = |(seed, value): &(u64, f64)| Some(value - b.value(*seed)?);
    let pairs: Vec<f64> = a.values.iter().filter_map(pair).collect();
    if pairs.is_empty() {
        a.mean().zip(b.mean()).map(|(a, b)| a - b).into_iter().collect()
    } else {
        pairs
    }
}
