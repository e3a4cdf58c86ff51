//! When the trials of a sweep were trained, and where.

use search::time::Timestamp;
use sqlx::FromRow;

use super::{Error, Store, on};

/// The latest attempt of a trial that has begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// The trial.
    pub id: String,
    /// Its place in the sweep.
    pub number: u64,
    /// Its learning rate.
    pub lr: Option<f64>,
    /// Who trains it, or did.
    pub worker: String,
    /// The number of the attempt.
    pub attempt: u64,
    /// When it was leased.
    pub started_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// How long it trained: a trial that is leased ahead waits on its worker.
    pub train_ms: Option<i64>,
    /// Where it stands.
    pub state: String,
    /// Whether its training got nowhere.
    pub diverged: bool,
}

#[derive(FromRow)]
struct Row {
    id: String,
    number: i64,
    lr: Option<f64>,
    worker_id: String,
    attempt: i64,
    started_at: i64,
    ended_at: Option<i64>,
    train_ms: Option<i64>,
    state: String,
    diverged: bool,
}

impl Store {
    /// The latest attempts of the trials of `sweep` that have begun, by number. A trial that waits for another attempt
    /// trains nowhere.
    pub async fn trainings(&self, sweep: &str) -> Result<Vec<Training>, Error> {
        let sql = "select id, number, lr, worker_id, attempt, started_at, ended_at, train_ms, state, diverged
                   from trials
                   where sweep_id = $1 and worker_id is not null and started_at is not null and state <> 'queued'
                   order by number";
        let rows: Vec<Row> = on!(self, |db| sqlx::query_as(sql).bind(sweep).fetch_all(db).await)?;
        let training = |it: Row| Training {
            id: it.id,
            number: it.number.cast_unsigned(),
            lr: it.lr,
            worker: it.worker_id,
            attempt: it.attempt.cast_unsigned(),
            started_at: Timestamp(it.started_at),
            ended_at: it.ended_at.map(Timestamp),
            train_ms: it.train_ms,
            state: it.state,
            diverged: it.diverged,
        };
        Ok(rows.into_iter().map(training).collect())
    }
}
