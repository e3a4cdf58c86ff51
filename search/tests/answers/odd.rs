//! Sweeps that went as nobody planned: there is an answer or a reason, never a panic and never a NaN.

use search::{
    answer::{Analysis, Observation, analyze},
    loss::Loss,
    metric::Goal,
    trial::Outcome,
};

use crate::{known::table, world::Luck};

/// What `rows` come to, all of its numbers finite.
fn answered(trials: &[Observation]) -> Analysis {
    let found = analyze(trials, Goal::Minimize, 7);
    if let Some(it) = &found.interval {
        assert!(0.0 < it.low && it.low <= it.high && it.high.is_finite(), "{it:?}");
    } else {
        assert!(found.best.is_none() || found.why.iter().any(|it| it.starts_with("interval: ")));
    }
    if let Some(it) = &found.basin {
        assert!(0.0 < it.low && it.low <= it.high && it.high.is_finite(), "{it:?}");
    }
    found
}

#[test]
fn nothing_has_no_answer() {
    assert_eq!(answered(&[]), Analysis::default());
}

#[test]
fn one_trial_is_best_and_nothing_more() {
    let found = answered(&table(&[(0.1, &[0.5])]));
    assert_eq!(found.best.map(|it| (it.lr, it.std)), Some((0.1, None)));
    assert_eq!((found.interval, found.tied, found.basin), (None, None, None));
    assert_eq!(found.why.len(), 3);
}

#[test]
fn one_rate_has_a_spread_and_no_interval() {
    let found = answered(&table(&[(0.1, &[0.5, 0.7])]));
    assert_eq!((found.interval, found.tied), (None, Some(vec![])));
}

#[test]
fn equal_values_everywhere_have_no_interval_and_are_all_tied() {
    let rates = [0.001, 0.01, 0.03, 0.1, 0.3, 1.0];
    let found = answered(&table(&rates.map(|lr| (lr, &[0.5; 3][..]))));
    assert!(found.interval.is_none() && found.tied.is_some_and(|it| it.len() == 5));
}

#[test]
fn where_all_diverged_nothing_is_best() {
    let found = answered(&table(&[(0.1, &[f64::NAN; 3]), (1.0, &[f64::NAN; 3])]));
    assert_eq!((found.best, found.frontier.half), (None, None));
    assert_eq!(found.frontier.rates.len(), 2);
}

/// A loss that falls up to the last rate that trains: a curve through the means falls on.
#[test]
fn a_basin_ends_below_the_rate_at_which_half_of_the_trials_diverge() {
    let gone = [f64::INFINITY; 2];
    let trials = table(&[
        (0.001, &[2.33, 2.35]),
        (0.0031, &[2.28, 2.31]),
        (0.0099, &[2.22, 2.24]),
        (0.031, &[2.04, 2.07]),
        (0.098, &[1.57, 1.66]),
        (0.31, &[0.74, 0.76]),
        (0.97, &[0.58, 0.69]),
        (3.0, &gone),
        (9.5, &gone),
    ]);
    let found = answered(&trials);
    let (half, basin) = (found.frontier.half.unwrap(), found.basin.unwrap());
    assert!(half.lr < 3.0 && basin.high <= half.lr, "{basin:?} beyond {half:?}");
}

#[test]
fn rates_that_are_no_positive_numbers_are_left_out() {
    let outcome = Outcome::Finite { value: Loss::new(1.0).unwrap(), first: None };
    for lr in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let trial = Observation { configuration: 0, lr, replicate: 0, outcome };
        assert_eq!(answered(&[trial]).best, None);
    }
}

#[test]
fn whatever_comes_is_answered() {
    for seed in 0..300 {
        let mut luck = Luck::of(seed);
        let size = 10_f64.powf(luck.between(-200.0, 200.0));
        let rates = luck.between(1.0, 30.0);
        let mut trials = Vec::new();
        while luck.between(0.0, 1.0) < 0.98 {
            let at = luck.between(0.0, rates).floor();
            let outcome = match Loss::new(size * luck.normal()) {
                Some(value) if luck.between(0.0, 1.0) < 0.8 => {
                    Outcome::Finite { value, first: None }
                }
                _ => Outcome::Diverged,
            };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
            let configuration = at as u64;
            trials.push(Observation {
                configuration,
                lr: 10_f64.powf(at / 5.0 - 4.0),
                replicate: u64::from(luck.between(0.0, 1.0) < 0.5),
                outcome,
            });
        }
        answered(&trials);
    }
}
