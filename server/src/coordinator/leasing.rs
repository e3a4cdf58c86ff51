//! Handing trials out: now, or as soon as there are some.

use std::time::Duration;

use search::{
    bundling,
    stopping::Progress,
    time::Timestamp,
    trial::{Event, Lease},
};

use super::{
    Coordinator,
    assigning::{Assignment, key},
    workers::unknown,
};
use crate::{
    error::Error,
    store::{self, Lane, Stored, Tx},
};

/// So many trials are granted at once. A worker that wants more asks again.
const GRANTED_MAX: u32 = 1_024;
/// So long an answer is held back while there is nothing to hand out.
const WAIT_MAX: Duration = Duration::from_secs(25);
/// So many queued trials of a sweep are looked at for the rest of a bundle: where 16 kinds of trials take turns, that
/// fills a bundle of 32. All of them are locked meanwhile.
const LOOKED_AT_MAX: u32 = 512;
/// Another coordinator on the same database may have got work; so often we look of ourselves.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A worker that asks for trials.
#[derive(Clone, Debug)]
pub struct LeaseRequest {
    /// Who asks.
    pub worker: String,
    /// The same request again is given the same trials again.
    pub request: String,
    /// How many it can take.
    pub trials_max: u32,
    /// How many of them it can train as one computation; 0 and 1 for each by itself.
    pub bundle_max: u32,
}

impl LeaseRequest {
    pub(super) fn asks_for_bundles(&self) -> bool {
        self.bundle_max > 1
    }

    /// For how many more of `left` there is room after these `bundles`. One that did not fill up keeps a slot as busy.
    fn left(&self, left: u32, bundles: &[Vec<Stored>]) -> u32 {
        let taken = if self.asks_for_bundles() {
            bundles.len().saturating_mul(self.bundle_max as usize)
        } else {
            bundles.iter().map(Vec::len).sum()
        };
        left.saturating_sub(u32::try_from(taken).unwrap_or(left))
    }
}

/// What a worker is given.
#[derive(Clone, Debug, Default)]
pub struct Leased {
    /// Trials to train.
    pub assignments: Vec<Assignment>,
    /// Whether it has been asked to leave.
    pub drain: bool,
}

impl Coordinator {
    /// Leases trials to a worker, waiting up to `wait` while there are none.
    pub async fn lease(&self, request: LeaseRequest, wait: Duration) -> Result<Leased, Error> {
        let deadline = tokio::time::Instant::now() + wait.min(WAIT_MAX);
        let leased = self.lease_now(&request).await?;
        if !leased.assignments.is_empty() || leased.drain {
            return Ok(leased);
        }
        loop {
            // Registered before looking, so that nothing that comes in between is missed.
            let work = self.work.notified();
            tokio::pin!(work);
            work.as_mut().enable();
            if !self.store.sweeps_waiting().await?.is_empty() {
                let leased = self.lease_now(&request).await?;
                if !leased.assignments.is_empty() || leased.drain {
                    return Ok(leased);
                }
            }
            let look = (tokio::time::Instant::now() + LOOK_EVERY).min(deadline);
            tokio::select! {
                () = work => (),
                () = tokio::time::sleep_until(look) => (),
                () = self.shutdown.cancelled() => return Ok(Leased::default()),
            }
            if tokio::time::Instant::now() >= deadline {
                return Ok(Leased::default());
            }
        }
    }

    async fn lease_now(&self, request: &LeaseRequest) -> Result<Leased, Error> {
        let sweeps = self.sweeps_for(&request.worker).await?;
        let worker = request.worker.clone();
        let bundles = request.asks_for_bundles();
        let (this, request) = (self.clone(), request.clone());
        let job = store::job(move |tx| {
            Box::pin(async move {
                let Some(seen) = tx.see_worker(&request.worker, this.clock.now()).await? else {
                    return Ok(None);
                };
                let drain = seen.draining;
                let granted =
                    if drain { Vec::new() } else { this.grant(tx, &request, &sweeps).await? };
                Ok(Some((granted, drain)))
            })
        });
        let granted = self.store.write(Lane::Control, job).await?;
        let (granted, drain) = granted.ok_or_else(|| unknown(&worker))?;
        Ok(Leased { assignments: self.assignments(&granted, bundles).await?, drain })
    }

    /// The sweeps whose trials a worker may be given, in the order in which they are served.
    pub(super) async fn sweeps_for(&self, worker: &str) -> Result<Vec<String>, Error> {
        let waiting = self.store.sweeps_waiting().await?;
        if waiting.is_empty() {
            return Ok(waiting);
        }
        let Some(worker) = self.store.worker(worker).await? else { return Err(unknown(worker)) };
        let mut admitted = Vec::with_capacity(waiting.len());
        for id in waiting {
            let rules = self.rules(&id).await?;
            if worker.is_admitted(&rules.resources) {
                admitted.push(id);
            }
        }
        Ok(admitted)
    }

    /// Leases what waits in `sweeps`, the first of them first; or what the same request was granted before.
    pub(super) async fn grant(
        &self,
        tx: &mut Tx,
        request: &LeaseRequest,
        sweeps: &[String],
    ) -> Result<Vec<Stored>, store::Error> {
        let mut granted = tx.granted(&request.worker, &request.request).await?;
        if !granted.is_empty() {
            return Ok(granted);
        }
        let now = self.clock.now();
        let mut left = request.trials_max.min(GRANTED_MAX);
        for sweep in sweeps {
            if left == 0 {
                break;
            }
            let rules = self.catalog.within(tx, sweep).await?;
            let bundles = if request.asks_for_bundles() {
                let waiting = self.waiting(tx, request, sweep, left.max(LOOKED_AT_MAX)).await?;
                let key = |it: &Stored| key(&rules.plan(it.number), it);
                bundling::choose(waiting, key, [left, request.bundle_max])
            } else {
                // Each by itself: the first ones, whatever they are.
                vec![self.waiting(tx, request, sweep, left).await?]
            };
            left = request.left(left, &bundles);
            let queued = bundles.into_iter().flatten();
            let progress = rules.stopping.as_ref().map(Progress::new);
            let leased = |it| self.leased(it, request, progress.clone(), now);
            let changes: Vec<(Stored, Stored)> = queued.filter_map(leased).collect();
            tx.save(&changes, now).await?;
            granted.extend(changes.into_iter().map(|(_, is)| is));
        }
        Ok(granted)
    }

    /// Up to `limit` trials of `sweep` that wait. What failed on this very worker, which may be all that is wrong, is left to
    /// others while there are any that may train it.
    async fn waiting(
        &self,
        tx: &mut Tx,
        request: &LeaseRequest,
        sweep: &str,
        limit: u32,
    ) -> Result<Vec<Stored>, store::Error> {
        let (worker, now) = (&request.worker, self.clock.now());
        let waiting = tx.queued(sweep, now, limit, Some(worker)).await?;
        if !waiting.is_empty() {
            return Ok(waiting);
        }
        let resources = self.catalog.within(tx, sweep).await?.resources.clone();
        let others = tx.workers_beside(worker, self.silent_since()).await?;
        if others.iter().any(|it| it.is_admitted(&resources)) {
            return Ok(waiting);
        }
        tx.queued(sweep, now, limit, None).await
    }

    fn leased(
        &self,
        was: Stored,
        request: &LeaseRequest,
        progress: Option<Progress>,
        now: Timestamp,
    ) -> Option<(Stored, Stored)> {
        let lease = Lease {
            worker: request.worker.clone(),
            request: request.request.clone(),
            until: now + self.lease,
            cancelled: false,
            halt: None,
        };
        let trial = was.trial.after(Event::Lease(lease)).ok()?;
        let is = Stored {
            trial,
            worker: Some(request.worker.clone()),
            progress,
            next_seq: 0,
            chunks: 0,
            error: None,
            started_at: Some(now),
            ended_at: None,
            train_ms: None,
            ..was.clone()
        };
        Some((was, is))
    }
}
