//! Workers: they come, show that they are alive, and hand trials back.

use std::collections::BTreeMap;

use search::{
    time::Timestamp,
    trial::{Event, Holder, Refusal, State, Trial},
};

use super::{Coordinator, Verdict, counting::Tally};
use crate::{
    error::Error,
    store::{self, Lane, Seen, StoredWorker},
};

/// A worker that makes itself known.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The name that it chose among all workers, a UUID.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How many trials it trains side by side.
    pub slots: u32,
    /// What it trains on.
    pub device: String,
    /// Why on that.
    pub device_reason: String,
    /// How many trials a slot trains as one computation at most.
    pub bundle: u32,
    /// What its operator says of it.
    pub labels: BTreeMap<String, String>,
    /// Which version of the program it is.
    pub version: String,
    /// Whether it understands that a trial is to be stopped.
    pub stops: bool,
}

/// A worker's word that it holds a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The trial.
    pub trial: String,
    /// The attempt that the worker speaks for.
    pub attempt: u32,
}

impl Coordinator {
    /// Makes a worker known, or brings what is known of it up to date.
    pub async fn register(&self, it: Registration) -> Result<(), Error> {
        let now = self.clock.now();
        let worker = StoredWorker {
            id: it.id,
            name: it.name,
            slots: it.slots,
            device: it.device,
            device_reason: it.device_reason,
            bundle: it.bundle,
            labels: it.labels,
            version: it.version,
            stops: it.stops,
            draining: false,
            registered_at: now,
            seen_at: now,
        };
        let name = worker.name.clone();
        self.store
            .write(Lane::Control, move |tx| Box::pin(async move { tx.put_worker(&worker).await }))
            .await?;
        tracing::info!(worker.name = %name, "a worker registered");
        self.news.notify_waiters();
        Ok(())
    }

    /// Renews what `worker` claims to hold. A verdict for each claim, and whether the worker is to leave.
    pub async fn heartbeat_of(
        &self,
        worker: &str,
        claims: Vec<Claim>,
    ) -> Result<(Vec<Verdict>, bool), Error> {
        self.speak(worker, claims, |this, trial, by, now| {
            trial.after(Event::Renew(by, now + this.lease))
        })
        .await
    }

    /// Takes trials back unfinished.
    pub async fn release(&self, worker: &str, claims: Vec<Claim>) -> Result<Vec<Verdict>, Error> {
        let released =
            self.speak(worker, claims, |_, trial, by, _| trial.after(Event::Release(by))).await?;
        self.wake_workers();
        Ok(released.0)
    }

    /// Applies what a worker says of trials that it holds.
    async fn speak(
        &self,
        worker: &str,
        claims: Vec<Claim>,
        say: fn(&Self, &Trial, Holder<'_>, Timestamp) -> Result<Trial, Refusal>,
    ) -> Result<(Vec<Verdict>, bool), Error> {
        let (this, by) = (self.clone(), worker.to_owned());
        let job = store::job(move |tx| {
            Box::pin(async move {
                let now = this.clock.now();
                let Some(seen) = tx.see_worker(&by, now).await? else { return Ok(None) };
                let mut ids: Vec<&str> = claims.iter().map(|it| it.trial.as_str()).collect();
                ids.sort_unstable();
                ids.dedup();
                let mut changes = Vec::new();
                let mut verdicts = vec![Verdict::Fenced; claims.len()];
                for was in tx.trials(&ids).await? {
                    let Some(at) = claims.iter().position(|it| it.trial == was.id) else {
                        continue;
                    };
                    let holder = Holder { worker: &by, attempt: claims[at].attempt };
                    let Ok(trial) = say(&this, &was.trial, holder, now) else { continue };
                    verdicts[at] = Verdict::of(&trial.state, seen);
                    let is = was.turned(trial, now);
                    this.note_divergence(tx, &is).await?;
                    changes.push((was, is));
                }
                tx.save(&changes, now).await?;
                Ok(Some((verdicts, seen.draining, Tally::of(&[], &changes))))
            })
        });
        let told = self.store.write(Lane::Control, job).await?;
        let (verdicts, drain, tally) = told.ok_or_else(|| unknown(worker))?;
        tally.count();
        Ok((verdicts, drain))
    }
}

impl Verdict {
    /// What the holder of a trial is told that now stands so. One that does not know what it is to be stopped
    /// understands that it is cancelled; the trial ends as stopped all the same.
    pub(super) fn of(state: &State, holder: Seen) -> Self {
        match state {
            State::Running(lease) if lease.cancelled => Self::Cancel,
            State::Running(lease) if lease.halt.is_some() && holder.stops => Self::Stop,
            State::Running(lease) if lease.halt.is_some() => Self::Cancel,
            _ => Self::Ok,
        }
    }
}

/// The worker must register again.
pub(super) fn unknown(worker: &str) -> Error {
    Error::NotFound("worker", worker.to_owned())
}
