//! The whole study on made-up trials: from range tests to brackets, and what is judged of them.

use search::{curve::Series, document::Node, sweep::Sweep};

use super::*;
use crate::Trial;

#[test]
fn brackets_follow_the_tests_once_each_and_then_nothing_does() {
    let records = told(0.1);
    let asked = next(Some(1), &records).unwrap();
    let brackets: Vec<Sweep> = asked.iter().map(|it| Sweep::read(it).unwrap()).collect();
    assert_eq!(brackets.len(), TASKS.len());
    assert_eq!(brackets[0].name, "range-test-digits-sgd-bracket-7");
    assert!(brackets.iter().all(|it| (it.trials(), it.plan(4).seed) == (5, 7)));
    assert!(next(Some(1), &with_brackets(records)).unwrap().is_empty());
}

#[test]
fn a_bracket_that_holds_the_best_rate_passes_and_one_that_misses_it_fails() {
    // The made-up loss falls up to a rate of 0.5, so brackets reach from below 0.05 to 0.5.
    let passed = judge(&with_brackets(told(0.1))).unwrap();
    assert!(passed.holds(), "{:?}", passed.outcomes);
    assert!(passed.outcomes[0].found.starts_with("12 of 12"), "{:?}", passed.outcomes);
    let failed = judge(&with_brackets(told(3.0))).unwrap();
    assert!(failed.outcomes.iter().all(|it| !it.holds), "{:?}", failed.outcomes);
}

#[test]
fn without_its_trials_a_study_is_not_judged() {
    let error = judge(&told(0.1)).unwrap_err().to_string();
    assert_eq!(error, "sweep range-test-digits-sgd-bracket-7: was not run");
}

/// A grid and a range test of each task, of one seed; the grid is best at `optimum`.
fn told(optimum: f64) -> Records {
    let mut records = Records::default();
    for sweep in next(Some(1), &Records::default()).unwrap() {
        let sweep = Sweep::read(&sweep).unwrap();
        let example = sweep.example().unwrap();
        let trials = match example.schedule.ramp() {
            Some(_) => vec![test(&sweep)],
            None => inside(&sweep, optimum),
        };
        records.add(Record { sweep: sweep.name, trials });
    }
    records
}

/// The trials inside the brackets as well; their accuracies have the optimum of the first grid.
fn with_brackets(mut records: Records) -> Records {
    let optimum = task::best_rate(records.sweep(&TASKS[0].name()).unwrap()).unwrap();
    for sweep in next(Some(1), &records).unwrap() {
        let sweep = Sweep::read(&sweep).unwrap();
        let trials = inside(&sweep, optimum);
        records.add(Record { sweep: sweep.name, trials });
    }
    records
}

/// Trials whose accuracy falls by a tenth with each factor of ten away from the optimum.
fn inside(sweep: &Sweep, optimum: f64) -> Vec<Trial> {
    let trial = |number| {
        let lr = sweep.plan(number).lr.unwrap();
        let accuracy = 0.9 - 0.1 * (lr / optimum).log10().abs();
        trial(
            Some(lr),
            vec![series("val_loss", 400, &[1.0]), series("val_accuracy", 400, &[accuracy])],
        )
    };
    (0..sweep.trials()).map(trial).collect()
}

/// A range test whose loss falls up to a rate of 0.5 and then rises.
fn test(sweep: &Sweep) -> Trial {
    let ramp = sweep.example().unwrap().schedule;
    let rates = (0..100).map(|step| ramp.lr(10.0, step, 0));
    let losses: Vec<f64> =
        rates.map(|it| 2.0 - 1.5 / (1.0 + 0.01 / it) + (it / 1.5).powi(2)).collect();
    trial(None, vec![series("train_loss", 1, &losses)])
}

fn trial(lr: Option<f64>, series: Vec<Series>) -> Trial {
    Trial { parameters: Node::Map(Vec::new()), lr, seed: 7, series }
}

fn series(metric: &str, first: u64, values: &[f64]) -> Series {
    Series {
        metric: metric.to_owned(),
        steps: (first..first + values.len() as u64).collect(),
        values: values.iter().copied().map(Some).collect(),
    }
}
