//! Where training blows up: how many trials of each rate diverged, and the rate at which half of them do.

use super::observation::Tried;

/// Where training blows up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frontier {
    /// Every rate that was tried, the lowest first.
    pub rates: Vec<Share>,
    /// The rate at which half of the trials diverge; nothing where the trials do not show it.
    pub half: Option<Half>,
}

/// How many trials of one rate diverged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The rate.
    pub lr: f64,
    /// So many trials ended.
    pub trials: u64,
    /// So many of them diverged.
    pub diverged: u64,
}

/// The rate at which half of the trials diverge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Half {
    /// The rate.
    pub lr: f64,
    /// Not below this one,
    pub low: f64,
    /// nor above this one, with 95 % confidence.
    pub high: f64,
}

/// A trial that was stopped early.
#[derive(Clone, Copy, Debug)]
pub(super) struct Early {
    pub(super) configuration: u64,
    pub(super) lr: f64,
    /// Whether it had learned next to nothing by then.
    pub(super) is_dead: bool,
}

/// So many midpoints and widths of the logistic curve are weighed.
const MIDPOINTS: u32 = 200;
const WIDTHS: [f64; 6] = [0.01, 0.03, 0.1, 0.2, 0.4, 0.8];

/// The frontier of what was tried, which comes by rate.
///
/// A logistic curve in log rate, weighed at every midpoint between the lowest and the highest rate and over a
/// range of widths. Where every low rate trains and every high one diverges a fitted curve would have no width, and its
/// interval none either; weighing gives what is known then: the midpoint lies between the two rates.
/// Trials that were stopped early count as what they were by then.
pub(super) fn frontier(tried: &[Tried], early: &[Early]) -> Frontier {
    let ended =
        tried.iter().map(|it| Share { lr: it.lr, trials: it.trials, diverged: it.diverged });
    let stopped =
        early.iter().map(|it| Share { lr: it.lr, trials: 1, diverged: u64::from(it.is_dead) });
    let mut shares: Vec<Share> = ended.chain(stopped).collect();
    shares.sort_by(|a, b| a.lr.total_cmp(&b.lr));
    let mut rates: Vec<Share> = Vec::new();
    for it in shares {
        match rates.last_mut() {
            #[expect(clippy::float_cmp, reason = "the same rate is the same number")]
            Some(last) if last.lr == it.lr => {
                last.trials += it.trials;
                last.diverged += it.diverged;
            }
            _ => rates.push(it),
        }
    }
    let half = half(&rates);
    Frontier { rates, half }
}

fn half(rates: &[Share]) -> Option<Half> {
    let (low, high) = (rates.first()?, rates.last()?);
    // Without a rate at either end that shows which end it is, the curve may lie anywhere beyond.
    if 2 * low.diverged >= low.trials || 2 * high.diverged <= high.trials {
        return None;
    }
    let (from, to) = (low.lr.ln(), high.lr.ln());
    let at = |it: u32| from + (to - from) * (f64::from(it) + 0.5) / f64::from(MIDPOINTS);
    let logs: Vec<[f64; WIDTHS.len()]> =
        (0..MIDPOINTS).map(|it| WIDTHS.map(|width| likelihood(rates, at(it), width))).collect();
    let most = logs.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let weight = |it: &[f64; WIDTHS.len()]| it.iter().map(|log| (log - most).exp()).sum();
    let weights: Vec<f64> = logs.iter().map(weight).collect();
    let all: f64 = weights.iter().sum();
    let quantile = |share: f64| {
        let mut sum = 0.0;
        let passed = weights.iter().position(|it| {
            sum += it;
            sum >= share * all
        });
        passed.and_then(|it| u32::try_from(it).ok()).map(|it| at(it).exp())
    };
    Some(Half { lr: quantile(0.5)?, low: quantile(0.025)?, high: quantile(0.975)? })
}

/// The logarithm of how likely the counts are where half of the trials diverge at `middle`.
fn likelihood(rates: &[Share], middle: f64, width: f64) -> f64 {
    let of = |it: &Share| {
        let z = (it.lr.ln() - middle) / width;
        #[expect(clippy::cast_precision_loss, reason = "trials of one rate are few")]
        let (diverged, trained) = (it.diverged as f64, (it.trials - it.diverged) as f64);
        -diverged * softplus(-z) - trained * softplus(z)
    };
    rates.iter().map(of).sum()
}

/// ln(1 + e^z), for any z.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}
