//! Trials as rows.

mod conditions;
mod deciding;
mod listing;
mod row;

pub use conditions::{Condition, Quantity};
pub use listing::{DIVERGED, Key, Order, Place as TrialPlace, TrialFilter};

use search::{
    stopping::Progress,
    time::Timestamp,
    trial::{Outcome, Score, State, Trial},
};
use sqlx::QueryBuilder;

use super::{Error, Store, on};
use row::{COLUMNS, Row};

/// A trial as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its name.
    pub id: String,
    /// The sweep it belongs to.
    pub sweep: String,
    /// Its place in the sweep.
    pub number: u64,
    /// Which configuration it trains.
    pub configuration: u64,
    /// Its learning rate, where it has one.
    pub lr: Option<f64>,
    /// What the rules know of it.
    pub trial: Trial,
    /// Whether its training got nowhere.
    pub diverged: bool,
    /// How far its latest attempt is, where its sweep has early stopping.
    pub progress: Option<Progress>,
    /// Points stored for the latest attempt.
    pub next_seq: u64,
    /// In how many rows.
    pub chunks: u64,
    /// Who trains it, or ended it.
    pub worker: Option<String>,
    /// Why the last attempt that failed did so.
    pub error: Option<String>,
    /// When the latest attempt began.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// How long the last attempt trained.
    pub train_ms: Option<u64>,
    /// When the row was last written.
    pub updated_at: Timestamp,
}

impl Stored {
    /// What it becomes at `now` with `trial`, which its holder's word or silence made of it.
    #[must_use]
    pub fn turned(&self, trial: Trial, now: Timestamp) -> Self {
        Self {
            ended_at: trial.is_over().then_some(now),
            diverged: matches!(trial.state, State::Completed(Outcome::Diverged)),
            trial,
            ..self.clone()
        }
    }

    /// What the deciding metric came to; of one that was stopped, what it had come to by then.
    pub fn value(&self) -> Option<f64> {
        match &self.trial.state {
            State::Completed(Outcome::Finite { value, .. })
            | State::Stopped(Score { value, .. }) => Some(value.value()),
            _ => None,
        }
    }

    /// How many updates or epochs early stopping spared by ending it.
    pub fn spared(&self) -> u64 {
        let Some(progress) = &self.progress else { return 0 };
        match self.trial.state {
            State::Stopped(_) => progress.spared(),
            State::Completed(Outcome::Diverged) if progress.is_hopeless() => progress.spared(),
            _ => 0,
        }
    }
}

/// How far the changes of a sweep have been read: up to this trial of those that changed at this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The time of the change.
    pub at: Timestamp,
    /// The trial's number; below 0 for none of that time.
    pub number: i64,
}

impl Mark {
    /// Before all that changed at `at`.
    pub fn before(at: Timestamp) -> Self {
        Self { at, number: -1 }
    }

    /// Right behind the change that made `trial` what it is.
    pub fn behind(trial: &Stored) -> Self {
        Self { at: trial.updated_at, number: signed(trial.number) }
    }
}

impl Store {
    /// The trial named `id`.
    pub async fn trial(&self, id: &str) -> Result<Option<Stored>, Error> {
        let row: Option<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where id = ").push_bind(id);
            query.build_query_as().fetch_optional(db).await
        })?;
        row.map(Stored::try_from).transpose()
    }

    /// The trials of `sweep` with these numbers.
    pub async fn trials_numbered(
        &self,
        sweep: &str,
        numbers: impl Iterator<Item = u64> + Clone,
    ) -> Result<Vec<Stored>, Error> {
        let rows: Vec<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where sweep_id = ").push_bind(sweep);
            query.push(" and number in (");
            let mut list = query.separated(", ");
            for number in numbers.clone() {
                list.push_bind(signed(number));
            }
            query.push(") order by number");
            query.build_query_as().persistent(false).fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// Trials of `sweep` written after `mark`, oldest change first. One that nobody has touched yet is no news.
    pub async fn trials_changed(
        &self,
        sweep: &str,
        mark: Mark,
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        let rows: Vec<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where sweep_id = ").push_bind(sweep);
            query.push(" and (updated_at, number) > (").push_bind(mark.at.0);
            query.push(", ").push_bind(mark.number);
            query.push(") and (attempt > 0 or state <> 'queued')");
            query.push(" order by updated_at, number limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// Trials whose lease has run out by `now`.
    pub async fn overdue(&self, now: Timestamp, limit: u32) -> Result<Vec<String>, Error> {
        let sql = "select id from trials where state = 'running' and lease_until <= $1 order by id limit $2";
        Ok(on!(self, |db| {
            sqlx::query_scalar(sql).bind(now.0).bind(i64::from(limit)).fetch_all(db).await
        })?)
    }
}

/// Counts are kept below 2^63 when they come in.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
