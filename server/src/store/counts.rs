//! How many of a sweep's trials are in which state, kept beside the sweep so that nobody has to count them.

use search::{time::Timestamp, trial::State};
use sqlx::FromRow;

use super::{Error, Store, Stored, Tx, on, trials::signed, within};

/// How many trials are in which state, or by how much that changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Counts {
    /// Waiting for a worker.
    pub queued: i64,
    /// Being trained.
    pub running: i64,
    /// Over, with a result.
    pub completed: i64,
    /// Stopped early.
    pub stopped: i64,
    /// Failed too often.
    pub failed: i64,
    /// Not wanted any more.
    pub cancelled: i64,
    /// Too many workers were lost on them.
    pub quarantined: i64,
    /// Of the completed: training got nowhere.
    pub diverged: i64,
    /// Updates or epochs that were not trained because trials were ended early.
    pub spared: i64,
}

impl Counts {
    pub(super) fn add(&mut self, trial: &Stored, by: i64) {
        let count = match &trial.trial.state {
            State::Queued(_) => &mut self.queued,
            State::Running(_) => &mut self.running,
            State::Completed(_) => &mut self.completed,
            State::Stopped(_) => &mut self.stopped,
            State::Failed(_) => &mut self.failed,
            State::Cancelled => &mut self.cancelled,
            State::Quarantined => &mut self.quarantined,
        };
        *count += by;
        if trial.diverged {
            self.diverged += by;
        }
        self.spared += by * signed(trial.spared());
    }

    /// How many trials there are.
    pub fn all(&self) -> i64 {
        self.open()
            + self.completed
            + self.stopped
            + self.failed
            + self.cancelled
            + self.quarantined
    }

    /// How many of them are not over.
    pub fn open(&self) -> i64 {
        self.queued + self.running
    }

    pub(super) fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

impl Store {
    /// How many trials of all sweeps are in which state.
    pub async fn counts(&self) -> Result<Counts, Error> {
        let sql = "select cast(coalesce(sum(queued), 0) as bigint) as queued,
                          cast(coalesce(sum(running), 0) as bigint) as running,
                          cast(coalesce(sum(completed), 0) as bigint) as completed,
                          cast(coalesce(sum(stopped), 0) as bigint) as stopped,
                          cast(coalesce(sum(failed), 0) as bigint) as failed,
                          cast(coalesce(sum(cancelled), 0) as bigint) as cancelled,
                          cast(coalesce(sum(quarantined), 0) as bigint) as quarantined,
                          cast(coalesce(sum(diverged), 0) as bigint) as diverged,
                          cast(coalesce(sum(spared), 0) as bigint) as spared
                   from sweeps";
        Ok(on!(self, |db| sqlx::query_as(sql).fetch_one(db).await)?)
    }
}

impl Tx {
    /// Moves the counts of a sweep. With its last trial the sweep itself is over, unless it is a search: that
    /// may want others next.
    pub(super) async fn move_counts(
        &mut self,
        id: &str,
        by: &Counts,
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = "update sweeps
                   set queued = queued + $2, running = running + $3, completed = completed + $4,
                       stopped = stopped + $5, failed = failed + $6, cancelled = cancelled + $7,
                       quarantined = quarantined + $8, diverged = diverged + $9, updated_at = $10,
                       spared = spared + $11,
                       state = case when state in ('running', 'paused') and method <> 'find'
                                         and queued + $2 + running + $3 = 0
                                    then 'completed' else state end,
                       ended_at = case when queued + $2 + running + $3 = 0
                                            and (method <> 'find' or state not in ('running', 'paused'))
                                       then $10 end
                   where id = $1";
        within!(self, |db| sqlx::query(sql)
            .bind(id)
            .bind(by.queued)
            .bind(by.running)
            .bind(by.completed)
            .bind(by.stopped)
            .bind(by.failed)
            .bind(by.cancelled)
            .bind(by.quarantined)
            .bind(by.diverged)
            .bind(now.0)
            .bind(by.spared)
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }
}
