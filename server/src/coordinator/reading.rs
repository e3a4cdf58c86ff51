//! What people ask of sweeps, trials and workers.

use std::time::Duration;

use search::{curve::Points, time::Timestamp};

use super::Coordinator;
use crate::{
    error::Error,
    store::{Attempt, ChunkRow, Counts, Stored, StoredSweep, StoredWorker, TrialFilter},
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

/// A worker, and what is not in its own row.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The worker.
    pub worker: StoredWorker,
    /// Whether it can be counted on.
    pub liveness: Liveness,
    /// How many trials it holds.
    pub running: u64,
}

/// Everything at once, in numbers.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How many sweeps are in which state.
    pub sweeps: Vec<(String, i64)>,
    /// How many trials are in which state.
    pub trials: Counts,
    /// How many workers can be counted on.
    pub workers: i64,
    /// How many trials these train side by side.
    pub slots: i64,
}

impl Coordinator {
    /// Up to `limit` sweeps in `state`, the newest first, `before` the one of that name.
    pub async fn sweeps(
        &self,
        state: Option<&str>,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StoredSweep>, Error> {
        Ok(self.store.sweeps(state, before, limit).await?)
    }

    /// The trial named `id`.
    pub async fn trial(&self, id: &str) -> Result<Stored, Error> {
        self.store.trial(id).await?.ok_or_else(|| Error::NotFound("trial", id.to_owned()))
    }

    /// Up to `limit` trials of a sweep, in the order that `filter` asks for.
    pub async fn trials(
        &self,
        sweep: &str,
        filter: &TrialFilter,
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        Ok(self.store.trials(sweep, filter, limit).await?)
    }

    /// How many trials of a sweep meet the conditions of `filter`.
    pub async fn trials_in_all(&self, sweep: &str, filter: &TrialFilter) -> Result<u64, Error> {
        Ok(self.store.trials_in_all(sweep, filter).await?)
    }

    /// The attempts of a trial that are over, in their order.
    pub async fn attempts(&self, trial: &Stored) -> Result<Vec<Attempt>, Error> {
        Ok(self.store.attempts(trial).await?)
    }

    /// The points of a trial's latest attempt.
    pub async fn points(&self, trial: &Stored) -> Result<Vec<Points>, Error> {
        Ok(self.store.points(&trial.id, trial.trial.attempt).await?)
    }

    /// The points of the latest attempts of `trials`.
    pub async fn points_of(&self, trials: &[Stored]) -> Result<Vec<ChunkRow>, Error> {
        let named: Vec<(&str, u32)> =
            trials.iter().map(|it| (it.id.as_str(), it.trial.attempt)).collect();
        Ok(self.store.points_since(&named, Timestamp(0)).await?)
    }

    /// The worker named `id`.
    pub async fn worker(&self, id: &str) -> Result<Seen, Error> {
        let found = self.store.worker(id).await?;
        let worker = found.ok_or_else(|| Error::NotFound("worker", id.to_owned()))?;
        let running = self.store.held().await?.remove(id).unwrap_or_default();
        Ok(self.seen(worker, running))
    }

    /// Up to `limit` workers, the last to come first, `before` the one of that name.
    pub async fn workers(&self, before: Option<&str>, limit: u32) -> Result<Vec<Seen>, Error> {
        let workers = self.store.workers(before, limit).await?;
        let mut held = self.store.held().await?;
        let seen = |it: StoredWorker| {
            let running = held.remove(&it.id).unwrap_or_default();
            self.seen(it, running)
        };
        Ok(workers.into_iter().map(seen).collect())
    }

    /// Everything at once, in numbers.
    pub async fn overview(&self) -> Result<Overview, Error> {
        let (workers, slots) = self.store.workers_seen(self.silent_since()).await?;
        Ok(Overview {
            sweeps: self.store.sweeps_by_state().await?,
            trials: self.store.counts().await?,
            workers,
            slots,
        })
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), Error> {
        self.store.sweeps_waiting().await?;
        Ok(())
    }

    fn seen(&self, worker: StoredWorker, running: i64) -> Seen {
        Seen { liveness: self.liveness(&worker), running: running.max(0).unsigned_abs(), worker }
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
