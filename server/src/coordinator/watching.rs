//! Following a sweep: what changes in it is told once, soon, and in an order that can be taken up again.
//!
//! Changes are read by the time at which they were made. Several coordinators on one database, or one that is
//! busy, may commit in another order than their clocks say; so the last seconds are read again and again, and
//! what was told already is left out.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use search::{curve::Points, sweep::Sweep, time::Timestamp, trial::State};
use tokio::time::{Instant, sleep, sleep_until};

use super::Coordinator;
use crate::{
    error::Error,
    store::{ChunkRow, Fresh, Mark, Stored, StoredSweep},
};

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

/// What was told of a trial.
struct Told {
    at: Timestamp,
    attempt: u32,
    next_seq: u64,
    is_running: bool,
}

/// Somebody who follows a sweep.
pub struct Watch {
    coordinator: Coordinator,
    rules: Arc<Sweep>,
    sweep: StoredSweep,
    is_told: bool,
    /// Where reading goes on.
    mark: Mark,
    /// The furthest that it has been.
    seen: Mark,
    told: HashMap<String, Told>,
    next_look: Instant,
    next_look_back: Instant,
    /// Whether the look under way began after the sweep was over: then it is the last one.
    is_last: bool,
    is_over: bool,
}

impl Coordinator {
    /// Follows a sweep, from `since` where somebody takes up again, and from now on elsewhere.
    pub async fn watch(&self, id: &str, since: Option<Timestamp>) -> Result<Watch, Error> {
        let sweep = self.sweep(id).await?;
        let rules = self.rules_of(&sweep)?;
        let seen = Mark::before(since.unwrap_or_else(|| self.clock.now()));
        // Somebody who has seen the end is told nothing more.
        let is_over = sweep.ended_at.is_some() && since >= Some(sweep.updated_at);
        let now = Instant::now();
        Ok(Watch {
            coordinator: self.clone(),
            rules,
            sweep,
            is_told: false,
            mark: seen,
            seen,
            told: HashMap::new(),
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
            if self.is_last {
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
        let sweep = self.coordinator.sweep(&self.sweep.id).await?;
        self.begin(sweep.ended_at.is_some());
        let from = self.mark;
        let page = self.coordinator.store.trials_changed(&sweep.id, from, PAGE).await?;
        let is_full = page.len() == PAGE as usize;
        self.mark = page.last().map_or(self.mark, Mark::behind);
        self.seen = self.seen.max(self.mark);
        let trials: Vec<Stored> = page.into_iter().filter(|it| self.is_news(it)).collect();
        let points = self.points(&trials, from.at).await?;
        if is_full {
            self.next_look = Instant::now();
        } else {
            self.catch_up(&sweep);
        }
        let changed = !self.is_told || self.sweep != sweep;
        self.sweep = sweep;
        self.is_told = true;
        Ok(News { sweep: changed.then(|| self.sweep.clone()), trials, points, at: self.seen.at })
    }

    /// Goes back to where something may still turn up, if it is time to.
    fn begin(&mut self, has_ended: bool) {
        let caught_up = self.mark == self.seen;
        if caught_up && (has_ended || self.next_look_back <= Instant::now()) {
            let overlap = i64::try_from(OVERLAP.as_millis()).unwrap_or(i64::MAX);
            self.mark = Mark::before(Timestamp(self.seen.at.0 - overlap));
            self.next_look_back = Instant::now() + LOOK_EVERY;
            self.is_last = has_ended;
        }
        self.is_last &= has_ended;
    }

    /// Notes that everything was read that was there when `sweep` was.
    fn catch_up(&mut self, sweep: &StoredSweep) {
        self.is_over = self.is_last;
        self.seen = self.seen.max(Mark::before(sweep.updated_at));
        self.mark = self.seen;
        self.next_look = Instant::now() + LOOK_GAP;
        let overlap = i64::try_from(OVERLAP.as_millis()).unwrap_or(i64::MAX);
        let old = self.seen.at.0 - overlap;
        self.told.retain(|_, it| it.is_running || it.at.0 >= old);
    }

    fn is_news(&self, trial: &Stored) -> bool {
        self.told.get(&trial.id).is_none_or(|it| it.at != trial.updated_at)
    }

    /// The points of `trials` that were not told yet, and of those that are new to us, the ones since `since`.
    async fn points(&mut self, trials: &[Stored], since: Timestamp) -> Result<Vec<Fresh>, Error> {
        let measured: Vec<(&str, u32)> = trials
            .iter()
            .filter(|it| it.next_seq > 0)
            .map(|it| (it.id.as_str(), it.trial.attempt))
            .collect();
        let mut rows: BTreeMap<String, Vec<ChunkRow>> = BTreeMap::new();
        for row in self.coordinator.store.points_since(&measured, since).await? {
            rows.entry(row.trial.clone()).or_default().push(row);
        }
        let mut all = Vec::new();
        for trial in trials {
            let rows = rows.remove(&trial.id).unwrap_or_default();
            let fresh = self.untold(trial, rows).await?;
            let next_seq = fresh.as_ref().map_or(trial.next_seq, end);
            all.extend(fresh);
            let told = Told {
                at: trial.updated_at,
                attempt: trial.trial.attempt,
                next_seq: next_seq.max(trial.next_seq),
                is_running: matches!(trial.trial.state, State::Running(_)),
            };
            self.told.insert(trial.id.clone(), told);
        }
        Ok(all)
    }

    async fn untold(
        &self,
        trial: &Stored,
        mut rows: Vec<ChunkRow>,
    ) -> Result<Option<Fresh>, Error> {
        let first = rows.first().map_or(trial.next_seq, |it| it.first_seq);
        let from = match self.told.get(&trial.id) {
            Some(told) if told.attempt == trial.trial.attempt => told.next_seq,
            Some(_) => 0,
            None => first,
        };
        if from < first {
            // What lies between was written before `since`, but came to light only now.
            let points = self.coordinator.points(trial).await?;
            rows = vec![ChunkRow { trial: trial.id.clone(), first_seq: 0, points }];
        }
        let (mut skipped, mut points) =
            (from.saturating_sub(rows.first().map_or(from, |it| it.first_seq)), Vec::new());
        for run in rows.into_iter().flat_map(|it| it.points) {
            let skip = skipped.min(run.len() as u64);
            skipped -= skip;
            points.push(run.skip(usize::try_from(skip).unwrap_or(usize::MAX)));
        }
        points.retain(|it: &Points| !it.is_empty());
        let attempt = trial.trial.attempt;
        let fresh = Fresh { trial: trial.id.clone(), attempt, first_seq: from, points };
        Ok((!fresh.points.is_empty()).then_some(fresh))
    }
}

/// The number behind the last of some points.
fn end(fresh: &Fresh) -> u64 {
    fresh.first_seq + fresh.points.iter().map(|it| it.len() as u64).sum::<u64>()
}
