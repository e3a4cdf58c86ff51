//! What the coordinator does without being asked: taking trials from workers that fell silent, and going on with
//! searches.

use std::time::Duration;

use search::{time::Timestamp, trial::Event};
use tokio::time::{Instant, sleep};

use super::{
    Coordinator,
    counting::{Tally, count_expired},
};
use crate::{
    error::Error,
    store::{self, Lane, Stored},
};

/// So many trials are taken back in one transaction.
const TAKEN_MAX: u32 = 500;
/// So long what nobody asks for any more is kept: a day for submissions, a week for workers.
const SUBMISSIONS_KEPT: Duration = Duration::from_hours(24);
const WORKERS_KEPT: Duration = Duration::from_hours(24 * 7);
/// So often that is looked after.
const TIDIED_EVERY: u32 = 1_000;

impl Coordinator {
    /// Takes trials back from silent workers, until shutdown.
    ///
    /// Only what this coordinator could have heard counts as silence: for one lease after it started, or was itself
    /// held up, it takes nothing, since workers may have spoken to nobody.
    pub async fn reap_forever(self) {
        let pass_every = (self.lease / 10).clamp(Duration::from_millis(50), Duration::from_secs(2));
        let held_up = (self.lease / 3).max(pass_every * 4);
        let mut listening_since = Instant::now();
        let mut last = Instant::now();
        for pass in 0_u32.. {
            tokio::select! {
                () = sleep(pass_every) => (),
                () = self.shutdown.cancelled() => return,
            }
            let failed = self.follow_database().await.is_err();
            if failed || last.elapsed() > held_up {
                listening_since = Instant::now();
            }
            last = Instant::now();
            // A coordinator that stopped between two stages of a search has left that to us.
            if let Err(error) = self.decide_all().await {
                error.log();
            }
            if listening_since.elapsed() < self.lease {
                continue;
            }
            match self.reap().await {
                Ok(0) => (),
                Ok(taken) => {
                    tracing::warn!(taken, "trials were taken back from workers that fell silent");
                }
                Err(error) => {
                    error.log();
                    listening_since = Instant::now();
                }
            }
            if pass % TIDIED_EVERY == 0
                && let Err(error) = self.tidy().await
            {
                error.log();
            }
        }
    }

    /// Takes back every trial whose lease has run out. Returns how many those were.
    pub async fn reap(&self) -> Result<usize, Error> {
        let mut taken = 0;
        loop {
            let overdue = self.store.overdue(self.clock.now(), TAKEN_MAX).await?;
            if overdue.is_empty() {
                return Ok(taken);
            }
            let clock = self.clock.clone();
            let job = store::job(move |tx| {
                Box::pin(async move {
                    let now = clock.now();
                    let ids: Vec<&str> = overdue.iter().map(String::as_str).collect();
                    let changes: Vec<_> =
                        tx.trials(&ids).await?.into_iter().filter_map(|it| tick(it, now)).collect();
                    tx.save(&changes, now).await?;
                    Ok((changes.len(), Tally::of(&[], &changes)))
                })
            });
            let (count, tally) = self.store.write(Lane::Control, job).await?;
            tally.count();
            count_expired(count);
            taken += count;
            self.wake_workers();
            if count == 0 {
                return Ok(taken);
            }
        }
    }

    pub(crate) async fn follow_database(&self) -> Result<(), Error> {
        let before = self.clock.machine();
        if let Some(theirs) = self.store.database_time().await? {
            let after = self.clock.machine();
            self.clock.follow(theirs, Timestamp(before.0.midpoint(after.0)));
        }
        Ok(())
    }

    async fn tidy(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let job = store::job(move |tx| {
            Box::pin(async move {
                let before = |kept: Duration| {
                    Timestamp(now.0 - i64::try_from(kept.as_millis()).unwrap_or(0))
                };
                tx.forget_submissions(before(SUBMISSIONS_KEPT)).await?;
                tx.forget_workers(before(WORKERS_KEPT)).await
            })
        });
        Ok(self.store.write(Lane::Control, job).await?)
    }
}

/// The trial after `now`, if that changes it: a renewal may have come in between.
fn tick(was: Stored, now: Timestamp) -> Option<(Stored, Stored)> {
    let trial = was.trial.after(Event::Tick(now)).ok().filter(|it| *it != was.trial)?;
    let is = was.turned(trial, now);
    Some((was, is))
}
