//! Everything the coordinator remembers, in SQLite or in Postgres.
//!
//! The two databases share one schema and one set of statements. A statement is written once, in
//! the SQL both understand, and [`on!`] runs it against whichever is open. Nothing outside this
//! module knows which one that is. Whether a trial may change is not decided here: the rules in
//! `search` do that, between a read and a [`Tx::save`] of the same transaction.

mod answers;
mod attempts;
mod best_rates;
mod bulk;
mod changes;
mod counts;
mod curves;
mod landscape;
mod opening;
mod rungs;
mod sqlite;
mod submissions;
mod sweeps;
mod timeline;
mod trials;
mod workers;

pub use attempts::Attempt;
pub use best_rates::{BestRate, Wanted};
pub use changes::name as state_name;
pub use counts::Counts;
pub use curves::{CHUNKS_MAX, ChunkRow, Column, Fresh};
pub use landscape::Tried;
pub use rungs::Rung;
pub use sqlite::Lane;
pub use submissions::Submission;
pub use sweeps::{Place, StoredSweep, SweepState};
pub use timeline::{Gathered, Parts, Span, Training};
pub use trials::{
    Condition, DIVERGED, Key, Mark, Order, Quantity, Stored, TrialFilter, TrialPlace,
};
pub use workers::{Seen, StoredWorker};

use futures::future::BoxFuture;
use sqlx::{PgPool, Postgres, SqliteConnection, Transaction};

/// An open database.
#[derive(Clone, Debug)]
pub enum Store {
    /// One file, for a laptop and for tests.
    Sqlite(sqlite::Database),
    /// A server, for a team.
    Postgres(PgPool),
}

/// A transaction under way. All of it becomes permanent, or none.
#[derive(Debug)]
pub enum Tx {
    /// In SQLite, on the one connection that writes.
    Sqlite(SqliteConnection),
    /// In Postgres.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body against the open database, whichever it is.
macro_rules! on {
    ($self:expr, |$db:ident| $body:expr) => {
        match $self {
            Self::Sqlite(it) => {
                let $db = it.reader();
                $body
            }
            Self::Postgres($db) => $body,
        }
    };
}
use on;

/// Runs one body in the open transaction, whichever database it is in.
macro_rules! within {
    ($self:expr, |$db:ident| $body:expr) => {
        match $self {
            Self::Sqlite($db) => {
                let $db = &mut *$db;
                $body
            }
            Self::Postgres(it) => {
                let $db = &mut **it;
                $body
            }
        }
    };
}
use within;

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row holds something this version cannot read.
    #[error("unreadable row in {0}")]
    Corrupt(&'static str),
    /// So many writes are waiting that another would only wait longer.
    #[error("the database is busy")]
    Busy,
    /// There is no room left to write in.
    #[error("the disk that holds the database is full")]
    Full,
    /// The file, or the server, is not what it was said to be.
    #[error("{0}")]
    Unusable(String),
    /// The database itself failed.
    #[error("database failure")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        /// SQLite's `SQLITE_FULL`; Postgres' `disk_full`.
        const FULL: [&str; 2] = ["13", "53100"];
        /// SQLite's `SQLITE_BUSY` and its extensions, `SQLITE_LOCKED`; Postgres' serialization
        /// failure, deadlock, too many connections, lock not available, starting up.
        const BUSY: [&str; 9] =
            ["5", "261", "517", "6", "40001", "40P01", "53300", "55P03", "57P03"];
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
            Some(code) if FULL.contains(&&*code) => Self::Full,
            Some(code) if BUSY.contains(&&*code) => Self::Busy,
            _ if matches!(error, sqlx::Error::PoolTimedOut) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

/// What a transaction does: reads and writes, and a value for whoever asked. Only helps the compiler to see it.
pub fn job<T, F>(job: F) -> F
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
{
    job
}

impl Store {
    /// What time it is in the database, where that is another machine's to say.
    pub async fn database_time(&self) -> Result<Option<search::time::Timestamp>, Error> {
        let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
        match self {
            Self::Sqlite(_) => Ok(None),
            Self::Postgres(db) => {
                let now = sqlx::query_scalar(sql).fetch_one(db).await?;
                Ok(Some(search::time::Timestamp(now)))
            }
        }
    }

    /// Runs `job` in a transaction and returns once what it wrote is on disk.
    ///
    /// The transaction does not belong to the caller's future: a caller that goes away in the
    /// middle leaves it running to its end, never half done on a connection that others use next.
    pub async fn write<T, F>(&self, lane: Lane, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        match self {
            Self::Sqlite(database) => database.write(lane, job).await,
            Self::Postgres(pool) => {
                let pool = pool.clone();
                let run = async move {
                    let mut tx = Tx::Postgres(pool.begin().await?);
                    let value = job(&mut tx).await?;
                    if let Tx::Postgres(tx) = tx {
                        tx.commit().await?;
                    }
                    Ok(value)
                };
                tokio::spawn(run).await.unwrap_or_else(|panic| {
                    Err(Error::Database(sqlx::Error::Protocol(panic.to_string())))
                })
            }
        }
    }
}
