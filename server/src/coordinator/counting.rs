//! What the coordinator counts for those who look after it; called once it is on disk.

use metrics::counter;
use search::trial::State;

use crate::store::{Fresh, Stored, state_name};

/// What one transaction brought.
pub(super) struct Tally {
    points: u64,
    finished: Vec<&'static str>,
}

impl Tally {
    /// What was recorded with `fresh` points and `changes` to trials.
    pub(super) fn of(fresh: &[Fresh], changes: &[(Stored, Stored)]) -> Self {
        let points = fresh.iter().flat_map(|it| &it.points).map(|it| it.len() as u64).sum();
        let finished = changes
            .iter()
            .filter(|(was, is)| is.trial.is_over() && !was.trial.is_over())
            .map(|(_, is)| outcome(is))
            .collect();
        Self { points, finished }
    }

    pub(super) fn count(self) {
        counter!("ratesmith_points_ingested_total").increment(self.points);
        for outcome in self.finished {
            counter!("ratesmith_trials_finished_total", "outcome" => outcome).increment(1);
        }
    }
}

/// Trials of a sweep were cancelled before anybody trained them.
pub(super) fn count_cancelled(trials: u64) {
    counter!("ratesmith_trials_finished_total", "outcome" => "cancelled").increment(trials);
}

/// Trials were taken back from workers that fell silent.
pub(super) fn count_expired(trials: usize) {
    counter!("ratesmith_lease_expired_total").increment(trials as u64);
}

fn outcome(trial: &Stored) -> &'static str {
    match trial.trial.state {
        State::Completed(_) if trial.diverged => "diverged",
        _ => state_name(&trial.trial.state),
    }
}
