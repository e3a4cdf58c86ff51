//! Trials as rows.

use search::{
    loss::Loss,
    time::Timestamp,
    trial::{Lease, Outcome, State, Trial},
};
use sqlx::{FromRow, QueryBuilder};

use super::{Error, Store, Tx, on, within};

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

/// Which trials of a sweep are asked for.
#[derive(Clone, Debug, Default)]
pub struct TrialFilter {
    /// Those in this state.
    pub state: Option<String>,
    /// Those after this number.
    pub after: Option<u64>,
    /// Those that have points.
    pub measured: bool,
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

/// The columns that a [`Row`] is made of.
pub(super) const COLUMNS: &str = "id, sweep_id, number, configuration, lr, state, attempt, failures, \
     attempts_max, not_before, worker_id, request, lease_until, cancelling, next_seq, chunks, value, \
     first_value, diverged, error, started_at, ended_at, train_ms, updated_at";

#[derive(FromRow)]
pub(super) struct Row {
    id: String,
    sweep_id: String,
    number: i64,
    configuration: i64,
    lr: Option<f64>,
    state: String,
    attempt: i64,
    failures: i64,
    attempts_max: i64,
    not_before: i64,
    worker_id: Option<String>,
    request: Option<String>,
    lease_until: Option<i64>,
    cancelling: bool,
    next_seq: i64,
    chunks: i64,
    value: Option<f64>,
    first_value: Option<f64>,
    diverged: bool,
    error: Option<String>,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    train_ms: Option<i64>,
    updated_at: i64,
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

    /// Up to `limit` trials of `sweep`, by number.
    pub async fn trials(
        &self,
        sweep: &str,
        filter: &TrialFilter,
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        let rows: Vec<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where sweep_id = ").push_bind(sweep);
            if let Some(after) = filter.after {
                query.push(" and number > ").push_bind(signed(after));
            }
            if let Some(state) = &filter.state {
                query.push(" and state = ").push_bind(state);
            }
            if filter.measured {
                query.push(" and next_seq > 0");
            }
            query.push(" order by number limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
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

impl Tx {
    /// The trials named `ids`, in the order of their names, kept from changing until the end.
    pub async fn trials(&mut self, ids: &[&str]) -> Result<Vec<Stored>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let lock = self.lock("");
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where id in (");
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            query.push(") order by id").push(lock);
            query.build_query_as().persistent(ids.len() == 1).fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// The first `limit` trials of `sweep` that wait for a worker, kept from other transactions.
    pub async fn queued(
        &mut self,
        sweep: &str,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        let lock = self.lock(" skip locked");
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where state = 'queued' and sweep_id = ");
            query.push_bind(sweep).push(" and not_before <= ").push_bind(now.0);
            query.push(" order by number limit ").push_bind(i64::from(limit)).push(lock);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// The trials that `request` of `worker` was granted and that it still holds.
    pub async fn granted(&mut self, worker: &str, request: &str) -> Result<Vec<Stored>, Error> {
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where state = 'running' and worker_id = ");
            query
                .push_bind(worker)
                .push(" and request = ")
                .push_bind(request)
                .push(" order by number");
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// Trials of `sweep` in one of `states`, kept from changing until the end.
    pub async fn trials_in(
        &mut self,
        sweep: &str,
        states: &[&'static str],
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        let lock = self.lock("");
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where sweep_id = ").push_bind(sweep);
            query.push(" and state in (");
            let mut list = query.separated(", ");
            for state in states {
                list.push_bind(*state);
            }
            query.push(") order by id limit ").push_bind(i64::from(limit)).push(lock);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// What keeps rows that are read from changing. SQLite needs nothing: nobody else writes.
    pub(super) fn lock(&self, and: &'static str) -> String {
        match self {
            Self::Sqlite(_) => String::new(),
            Self::Postgres(_) => format!(" for update{and}"),
        }
    }
}

/// Counts are kept below 2^63 when they come in.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn corrupt() -> Error {
    Error::Corrupt("trials")
}

impl TryFrom<Row> for Stored {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let unsigned = |it: i64| u64::try_from(it).map_err(|_| corrupt());
        let count = |it: i64| u32::try_from(it).map_err(|_| corrupt());
        let state = state(&row)?;
        Ok(Self {
            trial: Trial {
                attempt: count(row.attempt)?,
                failures: count(row.failures)?,
                attempts_max: count(row.attempts_max)?,
                state,
            },
            number: unsigned(row.number)?,
            configuration: unsigned(row.configuration)?,
            next_seq: unsigned(row.next_seq)?,
            chunks: unsigned(row.chunks)?,
            train_ms: row.train_ms.map(unsigned).transpose()?,
            id: row.id,
            sweep: row.sweep_id,
            lr: row.lr,
            diverged: row.diverged,
            worker: row.worker_id,
            error: row.error,
            started_at: row.started_at.map(Timestamp),
            ended_at: row.ended_at.map(Timestamp),
            updated_at: Timestamp(row.updated_at),
        })
    }
}

fn state(row: &Row) -> Result<State, Error> {
    let loss = |it: f64| Loss::new(it).ok_or_else(corrupt);
    Ok(match row.state.as_str() {
        "queued" => State::Queued(Timestamp(row.not_before)),
        "running" => State::Running(Lease {
            worker: row.worker_id.clone().ok_or_else(corrupt)?,
            request: row.request.clone().unwrap_or_default(),
            until: Timestamp(row.lease_until.ok_or_else(corrupt)?),
            cancelled: row.cancelling,
        }),
        "completed" => State::Completed(match row.value {
            Some(value) => Outcome::Finite {
                value: loss(value)?,
                first: row.first_value.map(loss).transpose()?,
            },
            None => Outcome::Diverged,
        }),
        "failed" => State::Failed(row.error.clone().unwrap_or_default()),
        "cancelled" => State::Cancelled,
        "quarantined" => State::Quarantined,
        _ => return Err(corrupt()),
    })
}
