//! Attempts that are over, as rows.

use search::{
    time::Timestamp,
    trial::{Outcome, State},
};
use sqlx::{FromRow, QueryBuilder};

use super::{Error, Store, Stored, Tx, on, trials::signed, within};

/// An attempt that is over.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Attempt {
    /// Whose it was.
    pub trial_id: String,
    /// Its number, from 1.
    pub attempt: i64,
    /// Who made it.
    pub worker_id: String,
    /// When the trial was leased.
    pub started_at: i64,
    /// When it was over.
    pub ended_at: i64,
    /// How it ended: `completed`, `diverged`, `stopped`, `failed`, `cancelled`, `released`, `lost`.
    pub ending: String,
    /// Why it failed.
    pub error: Option<String>,
}

impl Attempt {
    /// The attempt that ended between the two states of a trial, if one did.
    pub(super) fn ended(was: &Stored, is: &Stored, now: Timestamp) -> Option<Self> {
        let State::Running(lease) = &was.trial.state else { return None };
        let charged = is.trial.failures > was.trial.failures;
        let failed = is.error.is_some() && charged;
        let ending = match &is.trial.state {
            State::Running(_) => return None,
            State::Completed(Outcome::Diverged) => "diverged",
            State::Completed(Outcome::Finite { .. }) => "completed",
            State::Stopped(_) => "stopped",
            State::Cancelled => "cancelled",
            State::Failed(_) => "failed",
            State::Queued(_) if failed => "failed",
            State::Queued(_) if !charged => "released",
            State::Queued(_) | State::Quarantined => "lost",
        };
        Some(Self {
            trial_id: is.id.clone(),
            attempt: i64::from(was.trial.attempt),
            worker_id: lease.worker.clone(),
            started_at: was.started_at.unwrap_or(now).0,
            ended_at: now.0,
            ending: ending.to_owned(),
            error: is.error.clone().filter(|_| ending == "failed"),
        })
    }
}

/// So many rows are written by one statement.
const ROWS_MAX: usize = 1_000;

impl Tx {
    pub(super) async fn add_attempts(&mut self, attempts: &[Attempt]) -> Result<(), Error> {
        for rows in attempts.chunks(ROWS_MAX) {
            within!(self, |db| {
                let mut query = QueryBuilder::new(
                    "insert into attempts (trial_id, attempt, worker_id, started_at, ended_at, ending, error) ",
                );
                query.push_values(rows, |mut row, it| {
                    row.push_bind(&it.trial_id)
                        .push_bind(it.attempt)
                        .push_bind(&it.worker_id)
                        .push_bind(it.started_at)
                        .push_bind(it.ended_at)
                        .push_bind(&it.ending)
                        .push_bind(&it.error);
                });
                query.build().persistent(rows.len() == 1).execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }
}

impl Store {
    /// The attempts of `trial` that are over, in their order.
    pub async fn attempts(&self, trial: &Stored) -> Result<Vec<Attempt>, Error> {
        let sql = "select trial_id, attempt, worker_id, started_at, ended_at, ending, error
                   from attempts where trial_id = $1 and attempt <= $2 order by attempt";
        let latest = signed(u64::from(trial.trial.attempt));
        Ok(on!(self, |db| sqlx::query_as(sql).bind(&trial.id).bind(latest).fetch_all(db).await)?)
    }
}
