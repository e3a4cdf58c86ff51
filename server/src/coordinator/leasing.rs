//! Handing trials out: now, or as soon as there are some.

use std::time::Duration;

use search::{
    stopping::Progress,
    time::Timestamp,
    trial::{Event, Lease},
};

use super::{Coordinator, workers::unknown};
use crate::{
    error::Error,
    store::{self, Lane, Stored, Tx},
};

/// So many trials are granted at once. A worker that wants more asks again.
const GRANTED_MAX: u32 = 1_024;
/// So long an answer is held back while there is nothing to hand out.
const WAIT_MAX: Duration = Duration::from_secs(25);
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
}

/// What a worker is given.
#[derive(Clone, Debug, Default)]
pub struct Leased {
    /// Trials to train.
    pub assignments: Vec<Assignment>,
    /// Whether it has been asked to leave.
    pub drain: bool,
}

/// One attempt at a trial, with all that is needed to run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Which trial.
    pub trial: String,
    /// Which attempt.
    pub attempt: u32,
    /// Whose trial it is.
    pub sweep: String,
    /// Seeds everything random in it.
    pub seed: u64,
    /// Its configuration, JSON.
    pub config: String,
    /// The metric that decides, JSON.
    pub metric: String,
    /// Where it is judged by early stopping, in updates or epochs as its budget is.
    pub rungs: Vec<u64>,
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
        Ok(Leased { assignments: self.assignments(&granted).await?, drain })
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
            if rules.resources.admit(&worker.device, |it| worker.labels.get(it).map(String::as_str))
            {
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
            let queued = tx.queued(sweep, now, left).await?;
            left -= u32::try_from(queued.len()).unwrap_or(left);
            let rules = self.catalog.within(tx, sweep).await?;
            let progress = rules.stopping.as_ref().map(Progress::new);
            let leased = |it| self.leased(it, request, progress.clone(), now);
            let changes: Vec<(Stored, Stored)> = queued.into_iter().filter_map(leased).collect();
            tx.save(&changes, now).await?;
            granted.extend(changes.into_iter().map(|(_, is)| is));
        }
        Ok(granted)
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

    pub(super) async fn assignments(&self, granted: &[Stored]) -> Result<Vec<Assignment>, Error> {
        let mut assignments = Vec::with_capacity(granted.len());
        for it in granted {
            let rules = self.rules(&it.sweep).await?;
            let planned = rules.plan(it.number);
            assignments.push(Assignment {
                trial: it.id.clone(),
                attempt: it.trial.attempt,
                sweep: it.sweep.clone(),
                seed: planned.seed,
                config: json(&planned.config)?,
                metric: json(&rules.metric)?,
                rungs: rules.stopping.as_ref().map_or_else(Vec::new, |it| it.rungs.clone()),
            });
        }
        Ok(assignments)
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Store(store::Error::Corrupt("sweeps")))
}
