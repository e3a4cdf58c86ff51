//! When the trials of a sweep were trained, and where: each of them, or gathered, so that of very many few rows are read.

use search::time::Timestamp;
use sqlx::FromRow;

use super::{Error, Store, on};

/// The latest attempt of a trial that has begun.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Training {
    /// The trial.
    pub id: String,
    /// Its place in the sweep.
    #[sqlx(try_from = "i64")]
    pub number: u64,
    /// Its learning rate.
    pub lr: Option<f64>,
    /// The number of the attempt.
    #[sqlx(try_from = "i64")]
    pub attempt: u64,
    /// Where it stands.
    pub state: String,
    /// Whether its training got nowhere.
    pub diverged: bool,
    /// Who trains it, or did.
    #[sqlx(rename = "worker_id")]
    pub worker: String,
    /// From when it trained.
    #[sqlx(try_from = "i64")]
    pub since: Timestamp,
    /// To when; up to now, if it still does.
    #[sqlx(try_from = "i64")]
    pub till: Timestamp,
}

/// All that was trained of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many trials have begun.
    pub trials: u64,
    /// When the first did.
    pub since: Timestamp,
    /// When the last was over; now, if one still trains.
    pub till: Timestamp,
}

/// A time in equal parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// From when.
    pub since: Timestamp,
    /// To when.
    pub till: Timestamp,
    /// How many.
    pub count: usize,
}

/// The trials of one worker that trained from one part of a time to the same or another.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Gathered {
    /// Who.
    #[sqlx(rename = "worker_id")]
    pub worker: String,
    /// The place in the sweep of the first of them.
    pub first: i64,
    /// The part in which they began.
    pub from_part: i64,
    /// The part in which they ended, or train now.
    pub to_part: i64,
    /// How many.
    pub trials: i64,
    /// When they began, in milliseconds since the time did, all together.
    pub from_ms: i64,
    /// When they ended, likewise.
    pub to_ms: i64,
    /// How many are over.
    #[sqlx(try_from = "i64")]
    pub ended: u64,
    /// How many of those diverged.
    #[sqlx(try_from = "i64")]
    pub diverged: u64,
    /// How many of those failed.
    #[sqlx(try_from = "i64")]
    pub failed: u64,
}

/// A question about the trials of sweep `$1` that have begun, as they are at `$2`, in their latest attempts. One that waits
/// for another attempt trains nowhere; one that was leased ahead waited on its worker, and trained at the end of its lease.
macro_rules! of_trainings {
    ($question:literal) => {
        concat!(
            "with spent as (
                 select id, number, lr, attempt, state, diverged, worker_id, ended_at, started_at, train_ms,
                        coalesce(ended_at, $2) as till
                 from trials
                 where sweep_id = $1 and worker_id is not null and started_at is not null and state <> 'queued'
             ), trainings as (
                 select id, number, lr, attempt, state, diverged, worker_id, ended_at, till,
                        case when started_at > till then till
                             when till - train_ms > started_at then till - train_ms
                             else started_at end as since
                 from spent
             ) ",
            $question
        )
    };
}

impl Store {
    /// The trials of `sweep` that have begun, by number.
    pub async fn trainings(&self, sweep: &str, now: Timestamp) -> Result<Vec<Training>, Error> {
        let sql = of_trainings!(
            "select id, number, lr, attempt, state, diverged, worker_id, since, till
             from trainings order by number"
        );
        Ok(on!(self, |db| sqlx::query_as(sql).bind(sweep).bind(now.0).fetch_all(db).await)?)
    }

    /// How many trials of `sweep` have begun, and from when to when they trained; nothing where none has.
    pub async fn span(&self, sweep: &str, now: Timestamp) -> Result<Option<Span>, Error> {
        let sql = of_trainings!("select count(*), min(since), max(till) from trainings");
        let (trials, since, till): (i64, Option<i64>, Option<i64>) =
            on!(self, |db| sqlx::query_as(sql).bind(sweep).bind(now.0).fetch_one(db).await)?;
        let span = |since, till| Span {
            trials: trials.cast_unsigned(),
            since: Timestamp(since),
            till: Timestamp(till),
        };
        Ok(since.zip(till).map(|(since, till)| span(since, till)))
    }

    /// The trials of `sweep` that have begun, gathered by the parts of a time in which they trained.
    pub async fn gathered(
        &self,
        sweep: &str,
        now: Timestamp,
        parts: Parts,
    ) -> Result<Vec<Gathered>, Error> {
        let sql = of_trainings!(
            "select worker_id, (since - $3) * $4 / $5 as from_part, (till - $3) * $4 / $5 as to_part,
                    min(number) as first, count(*) as trials,
                    cast(sum(since - $3) as bigint) as from_ms, cast(sum(till - $3) as bigint) as to_ms,
                    count(ended_at) as ended,
                    count(case when diverged then ended_at end) as diverged,
                    count(case when state in ('failed', 'quarantined') then ended_at end) as failed
             from trainings group by to_part, from_part, worker_id"
        );
        let Parts { since, till, count } = parts;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Ok(on!(self, |db| {
            sqlx::query_as(sql)
                .bind(sweep)
                .bind(now.0)
                .bind(since.0)
                .bind(count)
                .bind((till.0 - since.0).max(1))
                .fetch_all(db)
                .await
        })?)
    }
}
