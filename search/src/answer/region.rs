//! The region around the best rate that the fit looks at, its means freed from the seeds' own luck, and the noise in it.

use super::observation::Tried;

/// So many rates are fitted at most; more are joined with their neighbours.
const POINTS_MAX: usize = 28;
/// With fewer the shape of the curve is a guess.
pub(super) const POINTS_MIN: usize = 5;
/// With one seed the scatter around the curve must show the noise as well.
pub(super) const POINTS_MIN_ALONE: usize = 8;
/// The region ends where a mean has lost this share of what the best one gained. Beyond lie the plateau on which nothing
/// is learned and the cliff, and neither says where the bottom is.
const SHARE_MAX: f64 = 0.25;
/// The noise of one rate is judged as if this many residuals of the usual size had been seen there besides its own.
const SHRINKAGE: f64 = 4.0;

/// Some rates around the best.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// By their rate.
    pub(super) points: Vec<Point>,
    /// The noise of one trial as its residuals show it; nothing for one replicate.
    pub(super) noise: Option<Noise>,
    /// What bounds the best rate from below and from above.
    pub(super) ends: [End; 2],
    /// Which of the rates those are, the last included.
    pub(super) range: (usize, usize),
}

/// A rate, or some neighbours joined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// The logarithm of the rate.
    pub(super) x: f64,
    /// The mean over the seeds, as if each rate had been tried with all of them.
    pub(super) mean: f64,
    /// The variance of that mean, where that of the average trial is 1.
    pub(super) variance: f64,
}

/// The variance of a trial, and how many degrees of freedom it was estimated with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    pub(super) variance: f64,
    pub(super) freedom: f64,
}

/// What lies beyond the region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// Rates that are clearly worse.
    Worse,
    /// Nothing that was tried.
    Open,
    /// A rate that diverged: the logarithm of it.
    Diverged(f64),
}

/// The region of `tried` around number `best`.
pub(super) fn region(tried: &[Tried], best: usize) -> Region {
    let (from, to) = bounds(tried, best);
    let inside = &tried[from..=to];
    let (rates, residuals) = without_seeds(inside);
    let noise = noise(inside, &residuals);
    let variances: Vec<f64> = match noise {
        Some(Noise { variance, .. }) if variance > 0.0 => residuals
            .iter()
            .map(|of| {
                let squares: f64 = of.iter().map(|it| it * it).sum();
                let seeds = count(of.len());
                (SHRINKAGE * variance + squares) / (SHRINKAGE + seeds - 1.0) / variance / seeds
            })
            .collect(),
        _ => residuals.iter().map(|of| 1.0 / count(of.len())).collect(),
    };
    let points = inside.iter().zip(rates).zip(variances);
    let points = points.map(|((it, mean), variance)| Point { x: it.lr.ln(), mean, variance });
    let end = |beyond: Option<&Tried>| match beyond {
        None => End::Open,
        Some(it) if it.mean().is_none() => End::Diverged(it.lr.ln()),
        Some(_) => End::Worse,
    };
    let below = if from == 0 { None } else { tried.get(from - 1) };
    let ends = [end(below), end(tried.get(to + 1))];
    Region { points: joined(&points.collect::<Vec<_>>()), noise, ends, range: (from, to) }
}

/// The first and the last of `tried` that are near enough to the best, and trained.
fn bounds(tried: &[Tried], best: usize) -> (usize, usize) {
    let means: Vec<Option<f64>> = tried.iter().map(Tried::mean).collect();
    let bottom = means[best].unwrap_or_default();
    let limit = bottom + SHARE_MAX * (reference(tried) - bottom);
    let (mut from, mut to) = (best, best);
    let open = |at: usize| means.get(at).copied().flatten();
    while let Some(mean) = from.checked_sub(1).and_then(open) {
        let near = mean <= limit || best - from < 2;
        if !near {
            break;
        }
        from -= 1;
    }
    while let Some(mean) = open(to + 1) {
        let near = mean <= limit || to - best < 1;
        if !near {
            break;
        }
        to += 1;
    }
    // A curve needs some points, wherever they come from.
    let alone = tried[best].values.len() < 2;
    while to - from + 1 < if alone { POINTS_MIN_ALONE } else { POINTS_MIN } {
        let below = from.checked_sub(1).and_then(open);
        let above = open(to + 1);
        match (below, above) {
            (Some(below), Some(above)) if above < below => to += 1,
            (Some(_), _) => from -= 1,
            (None, Some(_)) => to += 1,
            (None, None) => break,
        }
    }
    (from, to)
}

/// A value at which nothing is learned: what trials begin at, or the upper quartile of the means.
fn reference(tried: &[Tried]) -> f64 {
    let firsts: Vec<f64> =
        tried.iter().flat_map(|it| it.firsts.iter().flatten().copied()).collect();
    let means: Vec<f64> = tried.iter().filter_map(Tried::mean).collect();
    let quartile = quantile(means, 0.75);
    quantile(firsts, 0.5)
        .map_or(quartile, |it| quartile.map(|quartile| it.min(quartile)))
        .unwrap_or_default()
}

fn quantile(mut values: Vec<f64>, share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    values.get((count(values.len()) * share) as usize).copied()
}

/// The value of each rate and the residuals of its trials, where a trial is its rate, its seed and luck. With every pair
/// there the rates come to their means; where some are missing, it is not held against a rate that it met the unlucky seed.
fn without_seeds(tried: &[Tried]) -> (Vec<f64>, Vec<Vec<f64>>) {
    const ROUNDS_MAX: usize = 50;
    let mut seeds: Vec<u64> = tried.iter().flat_map(|it| it.values.iter().map(|it| it.0)).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let place = |seed: u64| seeds.binary_search(&seed).unwrap_or(0);
    let (mut rates, mut lucks) = (vec![0.0; tried.len()], vec![0.0; seeds.len()]);
    let whole = tried.iter().all(|it| it.values.len() == seeds.len());
    for _ in 0..if whole { 2 } else { ROUNDS_MAX } {
        for (rate, it) in rates.iter_mut().zip(tried) {
            *rate = average(it.values.iter().map(|(seed, value)| value - lucks[place(*seed)]));
        }
        for (luck, seed) in lucks.iter_mut().zip(&seeds) {
            let with = tried.iter().zip(&rates);
            *luck = average(with.flat_map(|(it, rate)| {
                let with = it.values.iter().filter(|(of, _)| of == seed);
                with.map(move |(_, value)| value - rate)
            }));
        }
        let mean = average(lucks.iter().copied());
        for it in &mut lucks {
            *it -= mean;
        }
    }
    let residuals = tried.iter().zip(&rates).map(|(it, rate)| {
        it.values.iter().map(|(seed, value)| value - rate - lucks[place(*seed)]).collect()
    });
    let residuals = residuals.collect();
    (rates, residuals)
}

fn noise(tried: &[Tried], residuals: &[Vec<f64>]) -> Option<Noise> {
    let trials: usize = residuals.iter().map(Vec::len).sum();
    let mut seeds: Vec<u64> = tried.iter().flat_map(|it| it.values.iter().map(|it| it.0)).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let freedom = (trials + 1).checked_sub(tried.len() + seeds.len()).filter(|it| *it > 0)?;
    let squares: f64 = residuals.iter().flatten().map(|it| it * it).sum();
    Some(Noise { variance: squares / count(freedom), freedom: count(freedom) })
}

/// Neighbours joined until there are few enough of them.
fn joined(points: &[Point]) -> Vec<Point> {
    let size = points.len().div_ceil(POINTS_MAX).max(1);
    let join = |of: &[Point]| {
        let weight: f64 = of.iter().map(|it| 1.0 / it.variance).sum();
        let mean = |get: fn(&Point) -> f64| {
            of.iter().map(|it| get(it) / it.variance).sum::<f64>() / weight
        };
        Point { x: mean(|it| it.x), mean: mean(|it| it.mean), variance: 1.0 / weight }
    };
    points.chunks(size).map(join).collect()
}

fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, number) = values.fold((0.0, 0), |(sum, number), it| (sum + it, number + 1));
    if number == 0 { 0.0 } else { sum / count(number) }
}

#[expect(clippy::cast_precision_loss, reason = "trials of a region are few")]
pub(super) fn count(of: usize) -> f64 {
    of as f64
}
