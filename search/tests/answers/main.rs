//! The answer on sweeps whose truth is known.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod known;
mod odd;
mod world;

use search::{
    answer::{Interval, analyze},
    metric::Goal,
};
use world::{Curve, Luck, Search};

/// So many sweeps are simulated.
const SWEEPS: u64 = 200;

/// Simulates [`SWEEPS`] sweeps; how many intervals hold the best rate, how many are missing, and the median width in decades.
fn intervals(points: u32, decades: f64, replicates: u64) -> (usize, usize, f64) {
    let (mut held, mut widths) = (0, Vec::new());
    for seed in 0..SWEEPS {
        let mut luck = Luck::of(seed);
        let curve = Curve::drawn(&mut luck);
        let trials = curve.sweep(Search { points, decades, replicates }, &mut luck);
        if let Some(Interval { low, high, .. }) = analyze(&trials, Goal::Minimize, seed).interval {
            held += usize::from((low.log10()..high.log10()).contains(&curve.optimum()));
            widths.push((high / low).log10());
        }
    }
    widths.sort_by(f64::total_cmp);
    (held, usize::try_from(SWEEPS).unwrap() - widths.len(), widths[widths.len() / 2])
}

/// What an interval of 95 % must do: hold the best rate in 92 to 98 % of the sweeps that have one, be there in nine of
/// ten, and say something.
fn assert_honest(points: u32, decades: f64, replicates: u64, width_max: f64) {
    let (held, missing, width) = intervals(points, decades, replicates);
    let all = usize::try_from(SWEEPS).unwrap() - missing;
    assert!((92 * all..=98 * all).contains(&(100 * held)), "{held} of {all} hold the best rate");
    assert!(missing < 20, "{missing} intervals are missing");
    assert!(width < width_max, "the median interval spans {width} decades");
}

#[test]
fn three_seeds_at_three_rates_a_decade_give_honest_intervals() {
    assert_honest(12, 4.0, 3, 0.4);
}

#[test]
fn three_seeds_at_five_rates_a_decade_give_honest_intervals() {
    assert_honest(24, 5.0, 3, 0.3);
}

#[test]
fn five_seeds_at_three_rates_a_decade_give_honest_intervals() {
    assert_honest(12, 4.0, 5, 0.4);
}

#[test]
fn five_seeds_at_five_rates_a_decade_give_honest_intervals() {
    assert_honest(24, 5.0, 5, 0.25);
}
