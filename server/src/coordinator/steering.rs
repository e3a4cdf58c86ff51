//! What people do with sweeps, trials and workers once they are there.

use search::{time::Timestamp, trial::Event};

use super::{
    Coordinator,
    counting::{Tally, count_cancelled},
};
use crate::{
    error::Error,
    store::{self, Lane, Stored, StoredSweep, SweepState, Tx},
};

impl Coordinator {
    /// Hands out no more trials of a sweep; those that run go on.
    pub async fn pause(&self, id: &str) -> Result<StoredSweep, Error> {
        self.turn(id, SweepState::Running, SweepState::Paused, "only a running sweep can be paused")
            .await
    }

    /// Hands out trials of a paused sweep again.
    pub async fn resume(&self, id: &str) -> Result<StoredSweep, Error> {
        self.turn(id, SweepState::Paused, SweepState::Running, "only a paused sweep can be resumed")
            .await
    }

    /// Moves a sweep between the two states in which it goes on; asking twice is harmless.
    async fn turn(
        &self,
        id: &str,
        from: SweepState,
        to: SweepState,
        hint: &'static str,
    ) -> Result<StoredSweep, Error> {
        let now = self.clock.now();
        let name = id.to_owned();
        let job = store::job(move |tx| {
            Box::pin(async move {
                let sweep = tx.sweep(&name).await?;
                if sweep.as_ref().is_some_and(|it| it.state == from) {
                    tx.set_sweep_state(&name, to, now).await?;
                }
                Ok(sweep.map(|it| it.state))
            })
        });
        let was = self.store.write(Lane::Control, job).await?;
        self.wake_workers();
        match was {
            None => Err(Error::NotFound("sweep", id.to_owned())),
            Some(was) if was == from || was == to => self.sweep(id).await,
            Some(was) => Err(Error::SweepState { state: was.name(), hint }),
        }
    }

    /// Cancels what is left of a sweep.
    pub async fn cancel(&self, id: &str) -> Result<StoredSweep, Error> {
        let sweep = self.sweep(id).await?;
        match sweep.state {
            SweepState::Cancelled => return Ok(sweep),
            SweepState::Completed => {
                return Err(Error::SweepState {
                    state: "completed",
                    hint: "there is nothing left to cancel",
                });
            }
            SweepState::Running | SweepState::Paused => (),
        }
        let (name, now) = (id.to_owned(), self.clock.now());
        // A search may decide on further trials at the same moment; of a cancelled one it does so no more.
        let mut left = true;
        while left {
            let name = name.clone();
            let job =
                store::job(move |tx| Box::pin(async move { tx.cancel_trials(&name, now).await }));
            count_cancelled(self.store.write(Lane::Control, job).await?);
            left = self.sweep(id).await?.counts.queued > 0;
        }
        self.news.notify_waiters();
        self.sweep(id).await
    }

    /// Queues the failed and quarantined trials of a sweep again.
    pub async fn retry(&self, id: &str) -> Result<StoredSweep, Error> {
        let sweep = self.sweep(id).await?;
        if sweep.state == SweepState::Cancelled {
            let hint = "submit it again to train the rest of it";
            return Err(Error::SweepState { state: "cancelled", hint });
        }
        let (name, now) = (id.to_owned(), self.clock.now());
        self.store
            .write(Lane::Control, move |tx| {
                Box::pin(async move { tx.retry_trials(&name, now).await })
            })
            .await?;
        self.wake_workers();
        self.sweep(id).await
    }

    /// Forgets a sweep that is over.
    pub async fn remove(&self, id: &str) -> Result<(), Error> {
        let sweep = self.sweep(id).await?;
        let goes_on = matches!(sweep.state, SweepState::Running | SweepState::Paused);
        if goes_on || sweep.counts.open() > 0 {
            let hint = "cancel it first, and let its trials end";
            return Err(Error::SweepState { state: sweep.state.name(), hint });
        }
        let name = id.to_owned();
        self.store
            .write(Lane::Control, move |tx| Box::pin(async move { tx.remove_sweep(&name).await }))
            .await?;
        Ok(())
    }

    /// Cancels one trial.
    pub async fn cancel_trial(&self, id: &str) -> Result<Stored, Error> {
        let (name, now) = (id.to_owned(), self.clock.now());
        let job = store::job(move |tx| Box::pin(async move { cancel(tx, &name, now).await }));
        let cancelled = self.store.write(Lane::Control, job).await?;
        self.news.notify_waiters();
        let (was, is) = cancelled.ok_or_else(|| Error::NotFound("trial", id.to_owned()))??;
        let changes = [(was, is)];
        Tally::of(&[], &changes).count();
        let [(_, is)] = changes;
        Ok(is)
    }

    /// Asks a worker to finish what it runs and leave.
    pub async fn drain(&self, id: &str) -> Result<(), Error> {
        let name = id.to_owned();
        let known = self
            .store
            .write(Lane::Control, move |tx| Box::pin(async move { tx.drain_worker(&name).await }))
            .await?;
        if known { Ok(()) } else { Err(Error::NotFound("worker", id.to_owned())) }
    }
}

type Cancelled = Option<Result<(Stored, Stored), search::trial::Refusal>>;

async fn cancel(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Cancelled, store::Error> {
    let Some(was) = tx.trials(&[id]).await?.pop() else { return Ok(None) };
    let trial = match was.trial.after(Event::Cancel) {
        Ok(trial) => trial,
        Err(refusal) => return Ok(Some(Err(refusal))),
    };
    let ended_at = if trial.is_over() { was.ended_at.or(Some(now)) } else { None };
    let is = Stored { trial, ended_at, ..was.clone() };
    let changes = [(was, is)];
    tx.save(&changes, now).await?;
    let [change] = changes;
    Ok(Some(Ok(change)))
}
