//! Searches: what their trials came to, and which are to exist next.
//!
//! A decision follows from the trials alone, so that it can be taken anew by anybody: by whoever reports the last trial of
//! a stage, and in passing by every coordinator. It is written only if the sweep is still as it was when its trials
//! were read, under a lock on it; of several coordinators one is first, and the others find the sweep changed.

use std::sync::Arc;

use search::{
    curve,
    find::{self, Decision, Ended, History, Trials},
    sweep::Sweep,
    trial::State,
};

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, Lane, Place, Stored, StoredSweep, SweepState, TrialFilter},
};

/// More trials than the largest budget of a search pays for, over a handful of combinations.
const TRIALS_MAX: u32 = 250_000;

impl Coordinator {
    /// Decides about every search that waits for it. What fails is tried again in the next pass.
    pub async fn decide_all(&self) -> Result<(), Error> {
        for id in self.store.searches_waiting().await? {
            self.decide(&id).await?;
        }
        Ok(())
    }

    /// Decides what the search named `id` does next, if it waits for that. Returns whether it did.
    pub async fn decide(&self, id: &str) -> Result<bool, Error> {
        let sweep = self.sweep(id).await?;
        let rules = self.rules_of(&sweep)?;
        if sweep.state != SweepState::Running || sweep.counts.open() > 0 {
            return Ok(false);
        }
        let (trials, _) = self.gather(&rules, id).await?;
        let sought = rules.clone();
        let decision = apart(move || find::next(&sought, &trials)).await?;
        let Some(decision) = decision else { return Ok(false) };
        let decided = self.record(sweep, rules, decision).await?;
        if decided {
            self.wake_workers();
        }
        Ok(decided)
    }

    /// Writes a decision about `was`, unless that has changed since it was read.
    async fn record(
        &self,
        was: StoredSweep,
        rules: Arc<Sweep>,
        decision: Decision,
    ) -> Result<bool, Error> {
        let (ids, now) = (self.ids.clone(), self.clock.now());
        let job = store::job(move |tx| {
            Box::pin(async move {
                if tx.sweep(&was.id).await?.as_ref() != Some(&was) {
                    return Ok(false);
                }
                match decision {
                    Decision::Train { numbers, stage, why } => {
                        let place = |it: &u64| Place { id: ids.next(), place: rules.place(*it) };
                        let places: Vec<Place> = numbers.iter().map(place).collect();
                        tx.extend_sweep(&was, &rules, &places, now).await?;
                        tracing::info!(sweep.id = %was.id, stage = stage.name(), "a search goes on: {why}");
                    }
                    Decision::Done { why } => {
                        tx.set_sweep_state(&was.id, SweepState::Completed, now).await?;
                        tracing::info!(sweep.id = %was.id, "a search is over: {why}");
                    }
                }
                Ok(true)
            })
        });
        Ok(self.store.write(Lane::Control, job).await?)
    }

    /// What the search `sweep` has done so far; nothing for a sweep that is none.
    pub(super) async fn search_history(
        &self,
        rules: &Arc<Sweep>,
        sweep: &StoredSweep,
    ) -> Result<Option<History>, Error> {
        if rules.find.is_none() {
            return Ok(None);
        }
        let (trials, open) = self.gather(rules, &sweep.id).await?;
        let rules = rules.clone();
        apart(move || find::history(&rules, &trials, &open)).await
    }

    /// What became of the trials of a search, and the numbers of those that are not over.
    async fn gather(&self, rules: &Sweep, id: &str) -> Result<(Trials, Vec<u64>), Error> {
        let (mut trials, mut open) = (Trials::default(), Vec::new());
        if rules.find.is_none() {
            return Ok((trials, open));
        }
        for trial in self.trials(id, &TrialFilter::default(), TRIALS_MAX).await? {
            let Some(ended) = ended(&trial) else {
                open.push(trial.number);
                continue;
            };
            if trial.lr.is_none() && matches!(ended, Ended::With(_)) {
                let points = self.points(&trial).await?;
                trials.curves.insert(trial.number, curve::series(&points));
            }
            trials.ended.insert(trial.number, ended);
        }
        Ok((trials, open))
    }
}

/// Computes something that takes a good part of a second, where it holds nobody up.
async fn apart<T: Send + 'static>(of: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(of).await.map_err(|panic| {
        Error::from(store::Error::Database(sqlx::Error::Protocol(panic.to_string())))
    })
}

/// How a trial ended, if it has.
fn ended(trial: &Stored) -> Option<Ended> {
    match trial.trial.state {
        State::Queued(_) | State::Running(_) => None,
        State::Completed(outcome) => Some(Ended::With(outcome)),
        State::Stopped(_) | State::Failed(_) | State::Cancelled | State::Quarantined => {
            Some(Ended::Lost)
        }
    }
}
