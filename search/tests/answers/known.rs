//! Sweeps small enough to know the answer by looking.

use search::{
    answer::{AtBatch, Interval, Observation, Stopped, analyze, analyze_stopped, moving, scaling},
    loss::Loss,
    metric::Goal,
    trial::Outcome,
};

use crate::world::{Luck, Search, parabola};

/// Trials from a table: rate, and a value for each seed; NaN is a trial that diverged.
pub(crate) fn table(rows: &[(f64, &[f64])]) -> Vec<Observation> {
    let row = |(configuration, (lr, values)): (u64, &(f64, &[f64]))| {
        let trial = |(replicate, value): (u64, &f64)| Observation {
            configuration,
            lr: *lr,
            replicate,
            outcome: Loss::new(*value)
                .map_or(Outcome::Diverged, |value| Outcome::Finite { value, first: None }),
        };
        (0..).zip(*values).map(trial).collect::<Vec<_>>()
    };
    (0..).zip(rows).flat_map(row).collect()
}

const SEEDS: [(f64, &[f64]); 6] = [
    (0.001, &[2.0, 2.2, 2.1]),
    (0.01, &[1.0, 1.21, 1.11]),
    (0.03, &[0.5, 0.71, 0.60]),
    (0.1, &[0.4, 0.61, 0.50]),
    (0.3, &[0.41, 0.60, 0.51]),
    (1.0, &[f64::NAN, 0.9, f64::NAN]),
];

#[test]
fn what_differs_less_than_the_luck_of_one_comparison_is_tied_and_the_seeds_own_luck_does_not_hide_a_difference()
 {
    let found = analyze(&table(&SEEDS), Goal::Minimize, 0);
    assert_eq!(found.best.map(|it| it.lr), Some(0.1));
    // The seeds move every value by 0.2, ten times what lies between 0.03 and 0.1.
    let tied: Vec<f64> = found.tied.unwrap().iter().map(|it| it.lr).collect();
    assert_eq!(tied, [0.3]);
}

#[test]
fn a_missing_trial_is_not_held_against_its_rate() {
    let mut trials = table(&SEEDS);
    // The lucky seed of the best rate is lost: its mean is now worse than that of 0.3, its luck no other.
    trials.retain(|it| (it.configuration, it.replicate) != (3, 0));
    let found = analyze(&trials, Goal::Minimize, 0);
    assert!(found.tied.unwrap().iter().any(|it| it.configuration == 3 || it.configuration == 4));
    assert_eq!(found.frontier.rates[3].trials, 2);
}

#[test]
fn an_accuracy_is_answered_like_the_error_it_mirrors() {
    let mirrored: Vec<(f64, Vec<f64>)> =
        SEEDS.iter().map(|(lr, values)| (*lr, values.iter().map(|it| -it).collect())).collect();
    let mirrored: Vec<(f64, &[f64])> = mirrored.iter().map(|it| (it.0, &*it.1)).collect();
    let (loss, accuracy) =
        (analyze(&table(&SEEDS), Goal::Minimize, 0), analyze(&table(&mirrored), Goal::Maximize, 0));
    assert_eq!(loss.interval, accuracy.interval);
    assert_eq!(loss.basin, accuracy.basin);
    assert_eq!(loss.best.map(|it| -it.mean), accuracy.best.map(|it| it.mean));
}

#[test]
fn the_basin_holds_the_rates_within_one_per_cent() {
    let found = analyze(&parabola(0.1, 0.2, Luck::of(1), &FINE), Goal::Minimize, 0);
    // 1 + 0.2 (log10 lr + 1)²: a hundredth is lost at 0.2236 decades.
    let basin = found.basin.unwrap();
    assert!((basin.low.log10() + 1.0 + 0.2236).abs() < 0.03, "{basin:?}");
    assert!((basin.high.log10() + 1.0 - 0.2236).abs() < 0.03, "{basin:?}");
}

#[test]
fn half_of_the_trials_diverge_between_the_rates_where_none_and_all_do() {
    let all =
        table(&[(0.1, &[1.0; 3]), (0.3, &[1.0; 3]), (1.0, &[f64::NAN; 3]), (3.0, &[f64::NAN; 3])]);
    let half = analyze(&all, Goal::Minimize, 0).frontier.half.unwrap();
    assert!(
        0.2 < half.low && half.low < half.lr && half.lr < half.high && half.high < 1.5,
        "{half:?}"
    );
    let some = table(&[(0.1, &[1.0; 3]), (0.3, &[1.0; 3])]);
    assert_eq!(analyze(&some, Goal::Minimize, 0).frontier.half, None);
    let mixed = table(&[
        (0.1, &[1.0; 3]),
        (0.3, &[1.0, f64::NAN, 1.0]),
        (1.0, &[f64::NAN, f64::NAN, 1.0]),
        (3.0, &[f64::NAN; 3]),
    ]);
    let wide = analyze(&mixed, Goal::Minimize, 0).frontier.half.unwrap();
    assert!(wide.high / wide.low > half.high / half.low, "{wide:?} is surer than {half:?}");
}

#[test]
fn a_network_that_died_above_the_best_rate_lies_beyond_the_edge_and_one_too_slow_to_learn_does_not()
{
    let mut trials = table(&[(0.01, &[2.5, 2.5]), (0.1, &[0.2, 0.3]), (1.0, &[2.2, 0.4])]);
    for it in &mut trials {
        if let Outcome::Finite { first, .. } = &mut it.outcome {
            *first = Loss::new(2.4);
        }
    }
    let rates = analyze(&trials, Goal::Minimize, 0).frontier.rates;
    assert_eq!(rates.iter().map(|it| it.diverged).collect::<Vec<_>>(), [0, 0, 1]);
}

#[test]
fn a_best_rate_at_an_end_has_no_interval_and_says_where_to_search() {
    let falling: Vec<(f64, &[f64])> = vec![
        (0.001, &[2.0, 2.1]),
        (0.01, &[1.5, 1.6]),
        (0.03, &[1.2, 1.31]),
        (0.1, &[0.9, 1.0]),
        (0.3, &[0.6, 0.71]),
    ];
    let found = analyze(&table(&falling), Goal::Minimize, 0);
    assert_eq!(found.interval, None);
    assert!(found.why.iter().any(|it| it.contains("search higher rates")), "{:?}", found.why);
}

#[test]
fn one_seed_needs_a_dense_grid_for_an_interval() {
    let sparse = analyze(
        &parabola(0.1, 0.2, Luck::of(2), &Search { points: 7, ..ALONE }),
        Goal::Minimize,
        0,
    );
    assert!(
        sparse.interval.is_none() && sparse.why[0].contains("one replicate"),
        "{:?}",
        sparse.why
    );
    let dense = analyze(&parabola(0.1, 0.2, Luck::of(2), &ALONE), Goal::Minimize, 0);
    let found = dense.interval.unwrap();
    assert!(found.low < 0.1 && 0.1 < found.high && found.high / found.low < 3.0, "{found:?}");
    assert_eq!(dense.tied, None);
}

#[test]
fn a_best_rate_that_moves_with_the_length_of_the_run_is_seen() {
    let (early, late) = ([0.9, 0.5, 0.2, 0.5, 0.9], [0.5, 0.2, 0.4, 0.7, 0.9]);
    let [halfway, end] = [early, late].map(|values| {
        let rows: Vec<[f64; 3]> = values.map(|it| [it, it + 0.1, it + 0.11]).to_vec();
        let rates = [0.01, 0.03, 0.1, 0.3, 1.0];
        let rows: Vec<(f64, &[f64])> =
            rates.iter().zip(&rows).map(|(lr, it)| (*lr, &it[..])).collect();
        analyze(&table(&rows), Goal::Minimize, 0)
    });
    let moves = moving(&halfway, &end).unwrap();
    assert_eq!((moves.halfway, moves.end), (0.1, 0.03));
    assert_eq!(moving(&end, &end), None);
}

const FINE: Search = Search { points: 17, decades: 4.0, replicates: 3 };
const ALONE: Search = Search { points: 17, decades: 4.0, replicates: 1 };

/// The interval of each batch size, where the best rate is 0.01 · (batch / 32)^exponent.
fn batches(exponent: f64) -> Vec<AtBatch> {
    let sizes = [32.0_f64, 64.0, 128.0, 256.0];
    let at = |(seed, batch): (u64, f64)| {
        let best = 0.01 * (batch / 32.0).powf(exponent);
        let found = analyze(&parabola(best, 0.2, Luck::of(seed), &FINE), Goal::Minimize, seed);
        AtBatch { line: 0, batch, interval: found.interval.unwrap() }
    };
    (0..).zip(sizes).map(at).collect()
}

#[test]
fn linear_and_square_root_scaling_are_told_apart() {
    let linear = scaling(&batches(1.0)).unwrap();
    assert!(
        linear.low < 1.0 && 1.0 < linear.high && (linear.exponent - 1.0).abs() < 0.15,
        "{linear:?}"
    );
    assert!(linear.is_linear && !linear.is_square_root, "{linear:?}");
    let root = scaling(&batches(0.5)).unwrap();
    assert!(root.is_square_root && !root.is_linear, "{root:?}");
}

#[test]
fn lines_share_their_slope_and_not_their_height() {
    let mut rates = batches(0.5);
    rates.extend(batches(0.5).into_iter().map(|it| {
        let Interval { low, middle, high, confidence } = it.interval;
        let interval =
            Interval { low: low * 10.0, middle: middle * 10.0, high: high * 10.0, confidence };
        AtBatch { line: 1, interval, ..it }
    }));
    let found = scaling(&rates).unwrap();
    assert!(found.is_square_root && !found.is_linear, "{found:?}");
}

#[test]
fn one_batch_size_has_no_scaling() {
    assert!(scaling(&batches(1.0)[..1]).is_err());
    assert!(scaling(&[]).is_err());
}

/// Trials from a table, which began at `first`.
fn begun_at(first: f64, rows: &[(f64, &[f64])]) -> Vec<Observation> {
    let mut trials = table(rows);
    for it in &mut trials {
        if let Outcome::Finite { first: began, .. } = &mut it.outcome {
            *began = Loss::new(first);
        }
    }
    trials
}

/// The lowest rate at which a trial lies beyond the edge.
fn lowest_diverged(trials: &[Observation], stopped: &Stopped, goal: Goal) -> Option<f64> {
    let frontier = analyze_stopped(trials, stopped, goal, 0).frontier;
    frontier.rates.iter().find(|it| it.diverged > 0).map(|it| it.lr)
}

/// Real sweeps, rounded, from the best rate on: what the network could do is gone where its loss is that of guessing (2.303 of ten
/// classes, 1.099 of three), and it is not gone where it is merely worse.
#[test]
fn the_edge_is_where_a_person_would_put_it() {
    let of = |first, goal, rows: &[(f64, &[f64])]| {
        lowest_diverged(&begun_at(first, rows), &Stopped::default(), goal)
    };
    let momentum: [(f64, &[f64]); 4] = [
        (0.0173, &[0.23, 0.24]),
        (0.228, &[0.27, 0.36]),
        (0.382, &[2.39, 0.60]),
        (0.64, &[1.9, 2.02]),
    ];
    assert_eq!(of(2.35, Goal::Minimize, &momentum), Some(0.382));
    let adam: [(f64, &[f64]); 4] = [
        (0.001, &[0.20, 0.21]),
        (0.1, &[0.65, 0.92]),
        (0.178, &[1.40, 1.70]),
        (0.316, &[2.03, 2.31]),
    ];
    assert_eq!(of(2.40, Goal::Minimize, &adam), Some(0.316));
    let logistic: [(f64, &[f64]); 3] =
        [(3.16, &[0.26, 0.26]), (31.6, &[1.22, 1.19]), (100.0, &[25.3, 3.53])];
    assert_eq!(of(2.55, Goal::Minimize, &logistic), Some(100.0));
    let spirals: [(f64, &[f64]); 3] =
        [(0.004, &[0.26, 0.29]), (0.398, &[0.72, 0.59]), (0.63, &[1.11, 1.11])];
    assert_eq!(of(1.3, Goal::Minimize, &spirals), Some(0.63));
    let accuracy: [(f64, &[f64]); 3] =
        [(0.63, &[0.94, 0.94]), (1.0, &[0.94, 0.92]), (1.6, &[0.10, 0.10])];
    assert_eq!(of(0.16, Goal::Maximize, &accuracy), Some(1.6));
}

#[test]
fn a_trial_that_had_learned_nothing_when_it_was_stopped_lies_beyond_the_edge_and_enters_no_mean() {
    let trials = begun_at(2.4, &[(0.1, &[0.5; 3]), (0.3, &[0.4; 3]), (10.0, &[f64::NAN; 3])]);
    let others_then = begun_at(2.4, &[(0.1, &[1.5; 3]), (0.3, &[1.2; 3])]);
    let cut = |rows| Stopped { trials: begun_at(2.4, rows), others_then: others_then.clone() };
    let stopped = cut(&[(0.01, &[2.3]), (1.0, &[1.9]), (3.0, &[2.3, 2.35])]);
    // Of the 1.2 that the best rate had gained by then an eighth is 0.15, which 0.01 has not gained either.
    let lowest = |stopped| lowest_diverged(&trials, stopped, Goal::Minimize);
    assert_eq!((lowest(&Stopped::default()), lowest(&stopped)), (Some(10.0), Some(3.0)));
    // A rate below one that was trained to its end began slowly, no more.
    let slow =
        begun_at(2.4, &[(0.1, &[0.5; 3]), (0.3, &[0.4; 3]), (4.0, &[0.9]), (10.0, &[f64::NAN; 3])]);
    assert_eq!(lowest_diverged(&slow, &stopped, Goal::Minimize), Some(10.0));
    let (with, without) = (
        analyze_stopped(&trials, &stopped, Goal::Minimize, 0),
        analyze(&trials, Goal::Minimize, 0),
    );
    assert_eq!(
        (with.best, with.tied, with.interval),
        (without.best, without.tied, without.interval)
    );
}
