//! The tasks: a grid each, and the range test that is measured against it.

use search::{
    document::Node,
    range_test::{Bracket, TRAIN_LOSS, Updates},
    sweep::Sweep,
};

use super::bracket::{TRIALS, Test};
use crate::{Error, Record, Records, Trial, statistics::float, study::sweep};

/// How many updates a trial has.
const UPDATES: u64 = 400;

/// How many updates a range test has.
const STEPS: i64 = 100;

/// The rates of a range test.
const RANGE: [f64; 2] = [1e-6, 10.0];

/// What is measured of a rate.
const MEASURE: &str = "val_accuracy";

/// A piece of training whose best rate is sought.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) label: &'static str,
    text: &'static str,
}

macro_rules! task {
    ($label:literal) => {
        Task {
            label: $label,
            text: include_str!(concat!("../../sweeps/range-test-", $label, ".yaml")),
        }
    };
}

pub(super) const TASKS: [Task; 12] = [
    task!("digits-sgd"),
    task!("digits-momentum"),
    task!("digits-adam"),
    task!("digits-logistic"),
    task!("noisy-digits-adamw"),
    task!("teacher-nesterov"),
    task!("teacher-adam"),
    task!("patterns-norm"),
    task!("patterns-rmsprop"),
    task!("spirals-adam"),
    task!("moons-tanh"),
    task!("blobs-adagrad"),
];

impl Task {
    /// What its grid is called.
    pub(super) fn name(&self) -> String {
        format!("range-test-{}", self.label)
    }

    /// What the trials inside the bracket of a seed are called.
    pub(super) fn bracket_name(&self, seed: u64) -> String {
        format!("{}-bracket-{seed}", self.name())
    }

    fn test_name(&self) -> String {
        format!("{}-test", self.name())
    }

    /// Its grid.
    pub(super) fn grid(&self, seeds: Option<u64>) -> Node {
        sweep(self.text, seeds)
    }

    /// Its range test, with the same seeds.
    pub(super) fn test(&self, seeds: Option<u64>) -> Node {
        let mut test = self.grid(seeds);
        test.put("name", Node::Text(self.test_name()));
        test.put("method", Node::Text("range_test".to_owned()));
        test.put("parameters.lr", Node::List(RANGE.map(Node::Number).to_vec()));
        test.put("train.steps", Node::Integer(STEPS));
        test.put("train.report_every", Node::Integer(1));
        test
    }

    /// A few trials of one seed, evenly spaced over its bracket.
    pub(super) fn trials_inside(&self, seed: u64, bracket: Bracket) -> Node {
        let mut inside = self.grid(Some(1));
        let whole = |it: u64| Node::Integer(i64::try_from(it).unwrap_or(i64::MAX));
        inside.put("name", Node::Text(self.bracket_name(seed)));
        inside.put("seed", whole(seed));
        inside.put("parameters.lr.min", Node::Number(bracket.low));
        inside.put("parameters.lr.max", Node::Number(bracket.high));
        inside.put("parameters.lr.points", whole(TRIALS as u64));
        inside
    }

    /// Reads the range test of each seed.
    pub(super) fn read(&self, records: &Records) -> Result<Vec<Test>, Error> {
        let record = records.sweep(&self.test_name())?;
        let config = Sweep::read(&self.test(None)).ok().and_then(|it| it.example());
        let config = config.expect("the tests read every sweep of a study");
        let updates = Updates::of(&config).expect("the tests read every range test of a study");
        let read = |trial: &Trial| {
            let loss = trial.curve(TRAIN_LOSS).map(|it| updates.values(it));
            let test = loss.and_then(|it| Test::of(trial.seed, &updates.lr, &it));
            test.ok_or_else(|| Error::untold(&record.sweep, format!("tells no {TRAIN_LOSS}")))
        };
        record.trials.iter().map(read).collect()
    }
}

/// The rate with the highest mean accuracy over the seeds.
pub(super) fn best_rate(grid: &Record) -> Result<f64, Error> {
    let best = mean_accuracies(grid)?.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    best.map(|it| it.0).ok_or_else(|| Error::untold(&grid.sweep, "has no trials"))
}

/// Each rate and its mean accuracy over the seeds.
pub(super) fn mean_accuracies(grid: &Record) -> Result<Vec<(f64, f64)>, Error> {
    let mut means: Vec<(f64, f64)> = grid.rates().into_iter().map(|it| (it, 0.0)).collect();
    let seeds = grid.seeds();
    for seed in &seeds {
        for (mean, (_, it)) in means.iter_mut().zip(accuracies(grid, *seed)?) {
            mean.1 += it / float(seeds.len());
        }
    }
    Ok(means)
}

/// Each rate and a seed's last accuracy there; 0 where training blew up.
pub(super) fn accuracies(grid: &Record, seed: u64) -> Result<Vec<(f64, f64)>, Error> {
    let accuracy = |rate: f64| {
        let trial = grid.with("lr", rate).seeded(seed)?;
        let [loss, accuracy] = ["val_loss", MEASURE].map(|it| trial.after(it, UPDATES));
        Ok((rate, loss.and(accuracy).unwrap_or(0.0)))
    };
    grid.rates().into_iter().map(accuracy).collect()
}
