//! What workers tell of the trials they train: points on the way, and how it ended.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use search::{
    curve::Points,
    time::Timestamp,
    trial::{Ending, Event, Holder, State, UNASKED},
};

use super::{Coordinator, LeaseRequest, Leased, ledger::Ledger, workers::unknown};
use crate::{
    error::Error,
    store::{self, Lane, Tx},
};

/// What one call, and one report in it, may carry.
pub mod bounds {
    /// Points in a series. A worker with more sends them in turn.
    pub const POINTS: usize = 1_000;
    /// Metrics at a step.
    pub const METRICS: usize = 64;
    /// Trials that one call may speak of.
    pub const TRIALS: usize = 4_096;
    /// Points that one attempt may have in all.
    pub const POINTS_AN_ATTEMPT: u64 = 2_000_000;
}

/// Points of one attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose they are.
    pub trial: String,
    /// Of which attempt.
    pub attempt: u32,
    /// The number of the first, from 0.
    pub first_seq: u64,
    /// The points.
    pub points: Vec<Points>,
}

/// An attempt that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// Names the attempt, and carries the last of its points.
    pub series: Series,
    /// How it ended.
    pub ending: Ending,
    /// How long it trained.
    pub train_ms: u64,
}

/// What a worker is told of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on; or, of one that is over, it is recorded.
    Ok,
    /// The attempt is over and nothing said for it counts.
    Fenced,
    /// Early stopping ends the trial.
    Stop,
    /// Somebody cancelled the trial.
    Cancel,
}

/// What a worker is told of its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// What to do with the attempt.
    pub verdict: Verdict,
    /// How many points are stored. Where it is less than the worker believes, it sends from there again.
    pub next_seq: u64,
}

pub(super) const FENCED: Ack = Ack { verdict: Verdict::Fenced, next_seq: 0 };

impl Coordinator {
    /// Records points of running trials and renews their leases. An ack for each series; whether to leave.
    pub async fn report(
        &self,
        worker: &str,
        series: Vec<Series>,
    ) -> Result<(Vec<Ack>, bool), Error> {
        let (this, by) = (self.clone(), worker.to_owned());
        let job = store::job(move |tx| {
            Box::pin(async move {
                let now = this.clock.now();
                let Some(seen) = tx.see_worker(&by, now).await? else { return Ok(None) };
                let mut ledger = Ledger::open(tx, series.iter()).await?;
                let until = now + this.lease;
                let taken: Vec<_> = series.iter().map(|it| ledger.take(&by, it, until)).collect();
                this.judge(tx, &mut ledger).await?;
                let acks = series.iter().zip(taken).map(|(it, next)| ledger.ack(it, next, seen));
                let acks = acks.collect();
                let tally = ledger.close(tx, now).await?;
                Ok(Some((acks, seen.draining, tally)))
            })
        });
        let told = self.store.write(Lane::Bulk, job).await?;
        let (acks, drain, tally) = told.ok_or_else(|| unknown(worker))?;
        tally.count();
        self.news.notify_waiters();
        Ok((acks, drain))
    }

    /// Records attempts that are over and leases the next trials, all in one transaction.
    pub async fn complete(
        &self,
        worker: &str,
        completions: Vec<Completion>,
        next: Option<LeaseRequest>,
    ) -> Result<(Vec<Ack>, Leased), Error> {
        let sweeps = match &next {
            Some(_) => self.sweeps_for(worker).await?,
            None => Vec::new(),
        };
        let bundles = next.as_ref().is_some_and(LeaseRequest::asks_for_bundles);
        let (this, by) = (self.clone(), worker.to_owned());
        let job = store::job(move |tx| {
            Box::pin(async move {
                let now = this.clock.now();
                let Some(seen) = tx.see_worker(&by, now).await? else { return Ok(None) };
                let drain = seen.draining;
                let mut ledger = Ledger::open(tx, completions.iter().map(|it| &it.series)).await?;
                let until = now + this.lease;
                let taken: Vec<_> =
                    completions.iter().map(|it| ledger.take(&by, &it.series, until)).collect();
                this.judge(tx, &mut ledger).await?;
                let mut acks = Vec::with_capacity(completions.len());
                for (it, next_seq) in completions.iter().zip(taken) {
                    let ack = ledger.ack(&it.series, next_seq, seen);
                    acks.push(this.end(tx, &mut ledger, &by, it, ack, now).await?);
                }
                let ended = ledger.ended_sweeps();
                let tally = ledger.close(tx, now).await?;
                let granted = match next.filter(|_| !drain) {
                    Some(request) => this.grant(tx, &request, &sweeps).await?,
                    None => Vec::new(),
                };
                Ok(Some((acks, granted, drain, tally, ended)))
            })
        });
        let told = self.store.write(Lane::Control, job).await?;
        let (acks, granted, drain, tally, ended) = told.ok_or_else(|| unknown(worker))?;
        tally.count();
        self.news.notify_waiters();
        self.go_on(&ended).await;
        Ok((acks, Leased { assignments: self.assignments(&granted, bundles).await?, drain }))
    }

    /// Lets those of `sweeps` that are searches decide what comes next. What these attempts came to is recorded, so
    /// that a failure here is none of the worker's: the decision is made in passing then.
    async fn go_on(&self, sweeps: &[String]) {
        for sweep in sweeps {
            let decided = match self.rules(sweep).await {
                Ok(rules) if rules.find.is_some() => self.decide(sweep).await.map(drop),
                other => other.map(drop),
            };
            if let Err(error) = decided {
                error.log();
            }
        }
    }

    async fn end(
        &self,
        tx: &mut Tx,
        ledger: &mut Ledger,
        worker: &str,
        it: &Completion,
        ack: Ack,
        now: Timestamp,
    ) -> Result<Ack, store::Error> {
        let said =
            it.series.first_seq + it.series.points.iter().map(|it| it.len() as u64).sum::<u64>();
        let Some((_, is)) = ledger.trials.get_mut(&it.series.trial) else { return Ok(FENCED) };
        let by = Holder { worker, attempt: it.series.attempt };
        let running = matches!(is.trial.state, State::Running(_));
        // With points missing the trial is not over yet: the worker sends them, and says so again.
        if running && ack.verdict != Verdict::Fenced && ack.next_seq < said {
            return Ok(ack);
        }
        let retry_at = now + back_off(&is.id, is.trial.failures);
        let Ok(trial) = is.trial.after(Event::Finish(by, it.ending.clone(), retry_at)) else {
            return Ok(FENCED);
        };
        if running {
            is.trial = trial;
            is.train_ms = Some(it.train_ms);
            is.ended_at = is.trial.is_over().then_some(now);
            match (&it.ending, &is.trial.state) {
                (Ending::Failed { error, .. }, _) => is.error = Some(error.clone()),
                (Ending::Stopped, State::Queued(_) | State::Failed(_)) => {
                    is.error = Some(UNASKED.to_owned());
                }
                (_, State::Completed(outcome)) => {
                    let goal = self.catalog.within(tx, &is.sweep).await?.metric.goal;
                    is.diverged = outcome.diverged(goal);
                }
                (Ending::Completed(_) | Ending::Stopped | Ending::Cancelled, _) => (),
            }
            self.note_divergence(tx, is).await?;
        }
        Ok(Ack { verdict: Verdict::Ok, next_seq: is.next_seq })
    }
}

/// How long a trial that failed waits before it is tried again: up to 1, 2, 4 … 60 s, a different time for each
/// trial, so that what failed together does not come back together.
fn back_off(trial: &str, failures: u32) -> std::time::Duration {
    let seed =
        trial.bytes().fold(u64::from(failures), |sum, it| sum.wrapping_mul(31) + u64::from(it));
    let longest = (1_000_u64 << failures.min(6)).min(60_000);
    std::time::Duration::from_millis(ChaCha8Rng::seed_from_u64(seed).next_u64() % longest)
}
