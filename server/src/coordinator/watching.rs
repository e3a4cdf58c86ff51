//! Following a sweep: what changes in it is told once, soon, and in an order that can be taken up again.
//!
//! Changes are read by the time at which they were made. Several coordinators on one database, or one that is
//! busy, may commit in another order than their clocks say; so the last seconds are read again and again, and
//! what was told already is left out.

mod told;

use std::{collections::HashMap, sync::Arc, time::Duration};

use search::{sweep::Sweep, time::Timestamp};
use tokio::time::{Instant, sleep, sleep_until};

use super::Coordinator;
use crate::{
    error::Error,
    store::{ChunkRow, Fresh, Mark, Stored, StoredSweep},
};
use told::Told;

/// So far back a change may still turn up. Transactions are over within milliseconds.
const OVERLAP: Duration = Duration::from_secs(5);
/// So often that far back is looked at; and so often at all where no news wakes us, because another
/// coordinator on the same database may have some.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// No more than four looks a second, however much there is to see.
const LOOK_GAP: Duration = Duration::from_millis(250);
/// So many changed trials are told at a time.
const PAGE: u32 = 1_000;

/// What changed.
#[derive(Clone, Debug)]
pub struct News {
    /// The sweep, where it did.
    pub sweep: Option<StoredSweep>,
    /// Trials that did, the oldest change first.
    pub trials: Vec<Stored>,
    /// Points that came in.
    pub points: Vec<Fresh>,
    /// Whoever takes up here misses nothing.
    pub at: Timestamp,
}

/// Somebody who follows a sweep.
pub struct Watch {
    coordinator: Coordinator,
    rules: Arc<Sweep>,
    id: String,
    /// The sweep as it was told last.
    sweep: Option<StoredSweep>,
    /// Where reading goes on.
    mark: Mark,
    /// The furthest that it has been.
    seen: Mark,
    told: Told,
    /// Where the pass under way began.
    pass: Timestamp,
    is_caught_up: bool,
    next_look: Instant,
    next_look_back: Instant,
    /// Whether the pass under way began after the sweep was over: then it is the last one.
    is_last: bool,
    is_over: bool,
}

impl Coordinator {
    /// Follows a sweep, from `since` where somebody takes up again, and from now on elsewhere.
    pub async fn watch(&self, id: &str, since: Option<Timestamp>) -> Result<Watch, Error> {
        let sweep = self.sweep(id).await?;
        let rules = self.rules_of(&sweep)?;
        // Somebody who has seen the end is told nothing more.
        let is_over = sweep.ended_at.is_some() && since >= Some(sweep.updated_at);
        let now = self.clock.now();
        let seen = Mark::before(since.map_or(now, |it| it.min(now)));
        let now = Instant::now();
        Ok(Watch {
            coordinator: self.clone(),
            rules,
            id: sweep.id,
            sweep: None,
            mark: seen,
            seen,
            told: Told::default(),
            pass: seen.at,
            is_caught_up: true,
            next_look: now,
            next_look_back: now,
            is_last: false,
            is_over,
        })
    }
}

impl Watch {
    /// The sweep, as the rules know it.
    pub fn rules(&self) -> &Sweep {
        &self.rules
    }

    /// Whether nothing more will be told.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Waits for what changes next; nothing when the sweep is over, or gone, or the coordinator stops.
    pub async fn next(&mut self) -> Result<Option<News>, Error> {
        let shutdown = self.coordinator.shutdown.clone();
        while !self.is_over {
            tokio::select! {
                () = sleep_until(self.next_look) => (),
                () = shutdown.cancelled() => return Ok(None),
            }
            // Registered before looking, so that nothing that comes in between is missed.
            let news = self.coordinator.news();
            let woken = news.notified();
            tokio::pin!(woken);
            woken.as_mut().enable();
            let found = match self.look().await {
                Err(Error::NotFound(..)) => return Ok(None),
                found => found?,
            };
            if found.sweep.is_some() || !found.trials.is_empty() {
                return Ok(Some(found));
            }
            if !self.is_caught_up || self.is_over {
                continue;
            }
            tokio::select! {
                () = woken => (),
                () = sleep(LOOK_EVERY) => (),
                () = shutdown.cancelled() => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Reads one page of changes.
    async fn look(&mut self) -> Result<News, Error> {
        let sweep = self.coordinator.sweep(&self.id).await?;
        self.begin(sweep.ended_at.is_some());
        let page = self.coordinator.store.trials_changed(&sweep.id, self.mark, PAGE).await?;
        let is_full = page.len() == PAGE as usize;
        self.mark = page.last().map_or(self.mark, Mark::behind);
        self.seen = self.seen.max(self.mark);
        let trials: Vec<Stored> = page.into_iter().filter(|it| self.told.is_news(it)).collect();
        let points = self.points(&trials).await?;
        if is_full {
            self.next_look = Instant::now();
        } else {
            self.catch_up(&sweep);
        }
        let sweep = Some(sweep).filter(|it| self.sweep.as_ref() != Some(it));
        if sweep.is_some() {
            self.sweep.clone_from(&sweep);
        }
        Ok(News { sweep, trials, points, at: self.seen.at })
    }

    /// Begins a pass, unless one is under way: further on, or from where something may still turn up.
    fn begin(&mut self, has_ended: bool) {
        if self.is_caught_up {
            let goes_back = has_ended || self.next_look_back <= Instant::now();
            if goes_back {
                self.mark = Mark::before(before(self.seen.at, OVERLAP));
                self.next_look_back = Instant::now() + LOOK_EVERY;
            }
            self.is_last = has_ended;
            self.pass = self.mark.at;
        }
        self.is_last &= has_ended;
        self.is_caught_up = false;
    }

    /// Notes that everything was read that was there when `sweep` was.
    fn catch_up(&mut self, sweep: &StoredSweep) {
        self.is_over = self.is_last;
        self.is_caught_up = true;
        self.seen = self.seen.max(Mark::before(sweep.updated_at));
        self.mark = self.seen;
        self.next_look = Instant::now() + LOOK_GAP;
        self.told.forget(before(self.seen.at, OVERLAP));
    }

    /// The points of `trials` that were not told yet; of a trial that is new to us, those of this pass.
    async fn points(&mut self, trials: &[Stored]) -> Result<Vec<Fresh>, Error> {
        let measured: Vec<(&str, u32)> = trials
            .iter()
            .filter(|it| it.next_seq > 0)
            .map(|it| (it.id.as_str(), it.trial.attempt))
            .collect();
        let mut rows: HashMap<String, Vec<ChunkRow>> = HashMap::new();
        for row in self.coordinator.store.points_since(&measured, self.pass).await? {
            rows.entry(row.trial.clone()).or_default().push(row);
        }
        let mut all = Vec::new();
        for trial in trials {
            let rows = rows.remove(&trial.id).unwrap_or_default();
            let fresh = self.untold(trial, rows).await?;
            self.told.note(trial, fresh.as_ref().map_or(0, told::end));
            all.extend(fresh);
        }
        Ok(all)
    }

    async fn untold(
        &self,
        trial: &Stored,
        mut rows: Vec<ChunkRow>,
    ) -> Result<Option<Fresh>, Error> {
        let first = rows.first().map_or(trial.next_seq, |it| it.first_seq);
        let from = self.told.next_seq(trial).unwrap_or(first);
        if !told::covers(&rows, from, trial.next_seq) {
            // Some were written before this pass, but came to light only now.
            let points = self.coordinator.points(trial).await?;
            rows = vec![ChunkRow { trial: trial.id.clone(), first_seq: 0, points }];
        }
        let points = told::from(rows, from);
        let attempt = trial.trial.attempt;
        let fresh = Fresh { trial: trial.id.clone(), attempt, first_seq: from, points };
        Ok((!fresh.points.is_empty()).then_some(fresh))
    }
}

fn before(at: Timestamp, time: Duration) -> Timestamp {
    Timestamp(at.0.saturating_sub(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
}
