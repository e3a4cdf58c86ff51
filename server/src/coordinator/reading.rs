//! What people ask of sweeps, trials and workers.

use std::time::Duration;

use search::{curve::Points, time::Timestamp};

use super::Coordinator;
use crate::{
    error::Error,
    store::{ChunkRow, Stored, StoredWorker},
};

/// Whether a worker can be counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// It was heard from lately.
    Active,
    /// It was, and has been asked to leave.
    Draining,
    /// It fell silent.
    Gone,
}

/// What happened to a sweep's trials since some moment.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Trials that changed, the oldest change first.
    pub trials: Vec<Stored>,
    /// Points that came in.
    pub points: Vec<ChunkRow>,
}

/// So many changed trials are told at a time.
const CHANGES_MAX: u32 = 1_000;

impl Coordinator {
    /// The trial named `id`.
    pub async fn trial(&self, id: &str) -> Result<Stored, Error> {
        self.store.trial(id).await?.ok_or_else(|| Error::NotFound("trial", id.to_owned()))
    }

    /// The points of a trial's latest attempt.
    pub async fn points(&self, trial: &Stored) -> Result<Vec<Points>, Error> {
        Ok(self.store.points(&trial.id, trial.trial.attempt).await?)
    }

    /// What changed in `sweep` at or after `since`.
    pub async fn changes(&self, sweep: &str, since: Timestamp) -> Result<Changes, Error> {
        let trials = self.store.trials_changed(sweep, since, CHANGES_MAX).await?;
        let told: Vec<(&str, u32)> = trials
            .iter()
            .filter(|it| it.next_seq > 0)
            .map(|it| (it.id.as_str(), it.trial.attempt))
            .collect();
        let points = self.store.points_since(&told, since).await?;
        Ok(Changes { trials, points })
    }

    /// Whether a worker can be counted on.
    pub fn liveness(&self, worker: &StoredWorker) -> Liveness {
        if worker.seen_at < self.silent_since() {
            Liveness::Gone
        } else if worker.draining {
            Liveness::Draining
        } else {
            Liveness::Active
        }
    }

    /// A worker that was not heard from since then is gone.
    pub fn silent_since(&self) -> Timestamp {
        // A worker that waits for work asks again only every so often.
        let silence = self.lease.max(Duration::from_secs(40));
        Timestamp(self.clock.now().0 - i64::try_from(silence.as_millis()).unwrap_or(i64::MAX))
    }
}
