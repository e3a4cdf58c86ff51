//! What the coordinator promises, on both databases.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod harness;

#[path = "coordinator/answers.rs"]
mod answers;
#[path = "coordinator/bundles.rs"]
mod bundles;
#[path = "coordinator/finding.rs"]
mod finding;
#[path = "coordinator/leasing.rs"]
mod leasing;
#[path = "coordinator/points.rs"]
mod points;
#[path = "coordinator/steering.rs"]
mod steering;
#[path = "coordinator/stopping.rs"]
mod stopping;

use harness::Bench;
use search::trial::State;
use server::{
    coordinator::Claim,
    store::{Counts, TrialFilter},
};

fn claim(trial: &str, attempt: u32) -> Claim {
    Claim { trial: trial.into(), attempt }
}

/// What the sweep's own counts say, and what counting its trials says.
async fn counts(bench: &Bench, sweep: &str) -> (Counts, Counts) {
    let kept = bench.coordinator.sweep(sweep).await.unwrap().counts;
    let mut counted = Counts::default();
    for it in bench.coordinator.store.trials(sweep, &TrialFilter::default(), 100_000).await.unwrap()
    {
        match it.trial.state {
            State::Queued(_) => counted.queued += 1,
            State::Running(_) => counted.running += 1,
            State::Completed(_) => counted.completed += 1,
            State::Stopped(_) => counted.stopped += 1,
            State::Failed(_) => counted.failed += 1,
            State::Cancelled => counted.cancelled += 1,
            State::Quarantined => counted.quarantined += 1,
        }
        counted.diverged += i64::from(it.diverged);
        counted.spared += it.spared().cast_signed();
    }
    (kept, counted)
}
