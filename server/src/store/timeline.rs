//! When the trials of a sweep were trained, and where.

use std::{collections::HashMap, future::ready};

use futures::TryStreamExt as _;
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
    /// The number of the attempt.
    pub attempt: u64,
    /// Where it stands.
    pub state: String,
    /// When and where it trained.
    pub times: Times,
}

/// When and where a trial trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Who trains it, or did: a place among the workers.
    pub worker: usize,
    /// When it was leased.
    pub started_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// How long it trained: a trial that is leased ahead waits on its worker.
    pub train_ms: Option<i64>,
    /// Whether it was given up.
    pub failed: bool,
    /// Whether its training got nowhere.
    pub diverged: bool,
}

/// Workers, in the order in which they came, each under its place.
#[derive(Debug, Default)]
struct Workers {
    places: HashMap<String, usize>,
    names: Vec<String>,
}

impl Workers {
    fn place(&mut self, worker: &str) -> usize {
        if let Some(place) = self.places.get(worker) {
            return *place;
        }
        self.names.push(worker.to_owned());
        self.places.insert(worker.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    number: i64,
    lr: Option<f64>,
    attempt: i64,
    state: String,
    worker_id: String,
    started_at: i64,
    ended_at: Option<i64>,
    train_ms: Option<i64>,
    diverged: bool,
}

/// Of a trial only when and where it trained, in the order of the columns: of very many, columns are not looked up by name.
type Bare = (String, i64, Option<i64>, Option<i64>, String, bool);

impl Store {
    /// When and where the trials of `sweep` trained that have begun, by number, in their latest attempts; and the workers.
    /// A trial that waits for another attempt trains nowhere.
    pub async fn training_times(&self, sweep: &str) -> Result<(Vec<String>, Vec<Times>), Error> {
        let sql = "select worker_id, started_at, ended_at, train_ms, state, diverged
                   from trials
                   where sweep_id = $1 and worker_id is not null and started_at is not null and state <> 'queued'
                   order by number";
        let (mut workers, mut all) = (Workers::default(), Vec::new());
        let mut take = |(worker, started_at, ended_at, train_ms, state, diverged): Bare| {
            all.push(Times {
                worker: workers.place(&worker),
                started_at: Timestamp(started_at),
                ended_at: ended_at.map(Timestamp),
                train_ms,
                failed: is_failed(&state),
                diverged,
            });
            ready(Ok(()))
        };
        on!(self, |db| {
            sqlx::query_as::<_, Bare>(sql).bind(sweep).fetch(db).try_for_each(&mut take).await
        })?;
        Ok((workers.names, all))
    }

    /// The same with what else is known of these trials.
    pub async fn trainings(&self, sweep: &str) -> Result<(Vec<String>, Vec<Training>), Error> {
        let sql = "select id, number, lr, attempt, state, worker_id, started_at, ended_at, train_ms, diverged
                   from trials
                   where sweep_id = $1 and worker_id is not null and started_at is not null and state <> 'queued'
                   order by number";
        let rows: Vec<Row> = on!(self, |db| sqlx::query_as(sql).bind(sweep).fetch_all(db).await)?;
        let mut workers = Workers::default();
        let training = |it: Row| Training {
            id: it.id,
            number: it.number.cast_unsigned(),
            lr: it.lr,
            attempt: it.attempt.cast_unsigned(),
            times: Times {
                worker: workers.place(&it.worker_id),
                started_at: Timestamp(it.started_at),
                ended_at: it.ended_at.map(Timestamp),
                train_ms: it.train_ms,
                failed: is_failed(&it.state),
                diverged: it.diverged,
            },
            state: it.state,
        };
        let trainings = rows.into_iter().map(training).collect();
        Ok((workers.names, trainings))
    }
}

fn is_failed(state: &str) -> bool {
    matches!(state, "failed" | "quarantined")
}
