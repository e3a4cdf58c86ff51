//! Which numbers a run measures: other ones for classes than for real numbers.

use super::{Task, TrialConfig};
use crate::{document::Problem, metric::Metric};

/// What a run measures where classes are to be told. The loss of the training comes first.
pub const CLASSIFICATION: [&str; 4] = ["train_loss", "train_accuracy", "val_loss", "val_accuracy"];

/// What it measures where numbers are to be told.
pub const REGRESSION: [&str; 4] = ["train_loss", "val_loss", "val_rmse", "val_r2"];

/// What some runs measure besides: on rows that the data set tells apart, and on the whole training part where it is scored.
pub const BESIDES: [&str; 6] = [
    "memorised",
    "clean_accuracy",
    "simple_accuracy",
    "complex_accuracy",
    "whole_train_loss",
    "whole_train_accuracy",
];

impl TrialConfig {
    /// What a run measures at each of its points, whatever else it tells besides.
    pub fn scores(&self) -> [&'static str; 4] {
        if self.is_regression() { REGRESSION } else { CLASSIFICATION }
    }

    /// What does not go together with the metric that decides.
    pub(crate) fn misfits(&self, metric: &Metric) -> Vec<Problem> {
        let scores = self.scores();
        let told = scores.join(", ");
        let problem = |path: &str, message| Problem { path: path.to_owned(), message };
        let mut problems = Vec::new();
        let (others, what) = if self.is_regression() {
            (&CLASSIFICATION, "numbers")
        } else {
            (&REGRESSION, "classes")
        };
        let name = &metric.name.as_str();
        if others.contains(name) && !scores.contains(name) {
            let message = format!("is not measured where {what} are to be told; there are: {told}");
            problems.push(problem("metric.name", message));
        } else if ![&scores[..], &others[..], &BESIDES].concat().contains(name) {
            let message = format!("no run measures that; there are: {told}");
            problems.push(problem("metric.name", message));
        }
        if name.starts_with("whole_train_") && BESIDES.contains(name) && !self.train.score_training
        {
            let message = "is measured where `train.score_training` is true; set that".to_owned();
            problems.push(problem("metric.name", message));
        }
        if let Some(plateau) = self.schedule.plateau()
            && !scores.contains(&plateau.watched(metric))
        {
            let name = plateau.watched(metric);
            let message = format!("no plateau can watch `{name}`; it can watch: {told}");
            problems.push(problem("schedule.metric", message));
        }
        problems
    }

    fn is_regression(&self) -> bool {
        match &self.train.task {
            Task::Builtin(it) => it.dataset.is_regression(),
            Task::Synthetic(_) => false,
        }
    }
}
