//! Which rate is best so far, which cannot be told from it, and between which two the best one must lie.

use super::tried::Tried;

/// How the rates that were tried stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standing {
    /// The place of the best one among those tried.
    pub(super) best: usize,
    /// The places of those around it that cannot be told from it, the best included, ascending.
    pub(super) tied: Vec<usize>,
    /// The places of those next to them, which are worse: the best rate lies between these two. An end of the
    /// range counts as such where nothing lies beyond it. Nothing while no seed has been repeated.
    pub(super) bounds: Option<(usize, usize)>,
}

/// How `tried`, rates in their order, stand to each other; nothing where none came to a result.
pub(super) fn standing(tried: &[Tried]) -> Option<Standing> {
    let means = tried.iter().enumerate().filter_map(|(at, it)| Some((at, it.mean()?)));
    let (best, mean) = means.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let noise = Noise::around(tried, best);
    let tied = |it: &Tried| match (it.mean(), &noise) {
        (Some(other), Some(noise)) => other - mean <= noise.limit(it, &tried[best]),
        (Some(_), None) | (None, _) => false,
    };
    let below = (0..best).rev().take_while(|it| tied(&tried[*it])).last().unwrap_or(best);
    let above = (best + 1..tried.len()).take_while(|it| tied(&tried[*it])).last().unwrap_or(best);
    let bounds = noise.map(|_| (below.saturating_sub(1), (above + 1).min(tried.len() - 1)));
    Some(Standing { best, tied: (below..=above).collect(), bounds })
}

/// How much the seed alone moves a result.
struct Noise {
    deviation: f64,
    /// From so many differences.
    freedom: f64,
}

impl Noise {
    /// The deviation of single results from the mean of their rate, pooled over the rates with several seeds that did
    /// about as well as `best`: rates that learn badly scatter in other ways.
    #[expect(clippy::cast_precision_loss, reason = "a handful of seeds")]
    fn around(tried: &[Tried], best: usize) -> Option<Self> {
        let near = |it: &&Tried| it.values.len() > 1 && it.mean().is_some();
        let (mut squares, mut freedom) = (0.0, 0.0);
        for it in tried[best.saturating_sub(3)..].iter().take(7).filter(near) {
            let mean = it.mean()?;
            squares += it.values.iter().map(|it| (it.1 - mean).powi(2)).sum::<f64>();
            freedom += (it.values.len() - 1) as f64;
        }
        (freedom > 0.0).then(|| Self { deviation: (squares / freedom).sqrt(), freedom })
    }

    /// Means that lie no farther apart than this may well be the same.
    #[expect(clippy::cast_precision_loss, reason = "a handful of seeds")]
    fn limit(&self, a: &Tried, b: &Tried) -> f64 {
        let share = |it: &Tried| 1.0 / it.values.len().max(1) as f64;
        student(self.freedom) * self.deviation * (share(a) + share(b)).sqrt()
    }
}

/// How many deviations hold 95 % of Student's distribution: its expansion for large `freedom`, which is within 2 % from
/// 3 on.
fn student(freedom: f64) -> f64 {
    let it = 1.0 / freedom;
    1.96 + it * (2.37 + it * (2.82 + it * 2.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(values: &[&[f64]]) -> Vec<Tried> {
        let one = |(rate, values): (u64, &&[f64])| Tried {
            rate,
            values: (0..).zip(values.iter().copied()).collect(),
            diverged: values.is_empty(),
            seeds: 2,
        };
        (0..).zip(values).map(one).collect()
    }

    #[test]
    fn without_a_second_seed_nothing_is_certain() {
        let it = standing(&tried(&[&[0.5], &[0.3], &[0.4]])).unwrap();
        assert_eq!((it.best, it.tied, it.bounds), (1, vec![1], None));
    }

    #[test]
    fn rates_within_the_noise_of_the_best_are_tied_and_those_beyond_bound_it() {
        let values: &[&[f64]] = &[&[0.9], &[0.52, 0.48], &[0.51, 0.46], &[0.53, 0.49], &[]];
        let it = standing(&tried(values)).unwrap();
        assert_eq!((it.best, it.tied, it.bounds), (2, vec![1, 2, 3], Some((0, 4))));
    }

    #[test]
    fn a_rate_that_diverged_is_never_tied() {
        let it = standing(&tried(&[&[0.5, 0.5], &[0.4, 0.4], &[]])).unwrap();
        assert_eq!((it.tied, it.bounds), (vec![1], Some((0, 2))));
        assert_eq!(standing(&tried(&[&[], &[]])), None);
    }

    #[test]
    fn students_quantiles_are_those_of_the_tables() {
        for (freedom, known) in [(3.0, 3.182), (5.0, 2.571), (10.0, 2.228), (30.0, 2.042)] {
            assert!((student(freedom) / known - 1.0).abs() < 0.02, "{freedom}");
        }
    }
}
