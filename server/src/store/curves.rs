//! Learning curves as rows: few rows to read, however often a worker reported.
//!
//! A report adds one row. As soon as a trial has [`CHUNKS_MAX`] small ones they become one, and what is left of
//! them becomes one when the attempt is over.

mod json;
mod runs;

pub use runs::Column;

use search::{curve::Points, time::Timestamp};
use sqlx::{FromRow, QueryBuilder};

use super::{Error, Store, Tx, on, trials::signed, within};

/// So many rows of a trial that is under way are left as they came.
pub const CHUNKS_MAX: u64 = 24;
/// A row with so many points is not touched again.
const FULL: i64 = 2_000;
/// So many rows are written by one statement.
const ROWS_MAX: usize = 500;

/// Points as they came.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// Whose they are.
    pub trial: String,
    /// Of which attempt.
    pub attempt: u32,
    /// The number of the first.
    pub first_seq: u64,
    /// The points.
    pub points: Vec<Points>,
}

/// Points as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkRow {
    /// Whose they are.
    pub trial: String,
    /// The number of the first.
    pub first_seq: u64,
    /// The points.
    pub points: Vec<Points>,
}

#[derive(FromRow)]
struct Row {
    trial_id: String,
    first_seq: i64,
    runs: Option<Vec<u8>>,
    document: Option<String>,
}

impl Row {
    fn points(&self) -> Result<Vec<Points>, Error> {
        match (&self.runs, &self.document) {
            (Some(runs), _) => runs::decode(runs),
            (None, Some(document)) => json::decode(document),
            (None, None) => Err(runs::CORRUPT),
        }
    }
}

impl Tx {
    /// Adds points, one row each.
    pub async fn add_points(&mut self, fresh: &[Fresh], now: Timestamp) -> Result<(), Error> {
        for rows in fresh.chunks(ROWS_MAX) {
            within!(self, |db| {
                let mut query = QueryBuilder::new(
                    "insert into curves (trial_id, attempt, first_seq, points, written_at, runs) ",
                );
                query.push_values(rows, |mut row, it| {
                    row.push_bind(&it.trial)
                        .push_bind(i64::from(it.attempt))
                        .push_bind(signed(it.first_seq))
                        .push_bind(count(&it.points))
                        .push_bind(now.0)
                        .push_bind(runs::encode(&it.points));
                });
                query.build().persistent(rows.len() == 1).execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Makes one row of the small rows of an attempt. Returns how many rows it has now that may be joined again.
    pub async fn join_points(
        &mut self,
        trial: &str,
        attempt: u32,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let sql = "delete from curves where trial_id = $1 and attempt = $2 and points < $3
                   returning trial_id, first_seq, runs, document";
        let mut rows: Vec<Row> = within!(self, |db| sqlx::query_as(sql)
            .bind(trial)
            .bind(i64::from(attempt))
            .bind(FULL)
            .fetch_all(db)
            .await)?;
        rows.sort_by_key(|it| it.first_seq);
        let Some(first) = rows.first().map(|it| it.first_seq) else { return Ok(0) };
        let mut joined: Vec<Points> = Vec::new();
        for row in rows {
            for points in row.points()? {
                if !joined.last_mut().is_some_and(|it| it.append(&points)) {
                    joined.push(points);
                }
            }
        }
        let full = count(&joined) >= FULL;
        let first_seq = u64::try_from(first).map_err(|_| Error::Corrupt("curves"))?;
        let fresh = Fresh { trial: trial.to_owned(), attempt, first_seq, points: joined };
        self.add_points(&[fresh], now).await?;
        Ok(u64::from(!full))
    }
}

impl Store {
    /// The points of an attempt, in their order.
    pub async fn points(&self, trial: &str, attempt: u32) -> Result<Vec<Points>, Error> {
        let sql = "select trial_id, first_seq, runs, document from curves
                   where trial_id = $1 and attempt = $2 order by first_seq";
        let rows: Vec<Row> = on!(self, |db| {
            sqlx::query_as(sql).bind(trial).bind(i64::from(attempt)).fetch_all(db).await
        })?;
        let decoded: Result<Vec<_>, Error> = rows.iter().map(Row::points).collect();
        Ok(decoded?.into_iter().flatten().collect())
    }

    /// Points of `trials` that were written at or after `since`.
    pub async fn points_since(
        &self,
        trials: &[(&str, u32)],
        since: Timestamp,
    ) -> Result<Vec<ChunkRow>, Error> {
        let rows = self.rows_since(trials, since).await?;
        rows.into_iter().map(ChunkRow::try_from).collect()
    }

    /// What `trials` reported of one metric, in the order of its points: the trial, and each column.
    pub async fn metric_points(
        &self,
        trials: &[(&str, u32)],
        metric: &str,
    ) -> Result<Vec<(String, Vec<Column>)>, Error> {
        let rows = self.rows_since(trials, Timestamp(0)).await?;
        let column = |it: Row| {
            let points = it.points()?.into_iter();
            Ok((it.trial_id, points.map(|it| Column::of(it, metric)).collect()))
        };
        rows.into_iter().map(column).collect()
    }

    async fn rows_since(
        &self,
        trials: &[(&str, u32)],
        since: Timestamp,
    ) -> Result<Vec<Row>, Error> {
        if trials.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows: Vec<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new(
                "select trial_id, first_seq, runs, document from curves where written_at >= ",
            );
            query.push_bind(since.0).push(" and trial_id in (");
            // Their names alone as well: by pairs SQLite would look at every row there is.
            let mut list = query.separated(", ");
            for (trial, _) in trials {
                list.push_bind(*trial);
            }
            query.push(") and (trial_id, attempt) in (");
            query.push_values(trials, |mut row, (trial, attempt)| {
                row.push_bind(*trial).push_bind(i64::from(*attempt));
            });
            query.push(")");
            query.build_query_as().persistent(false).fetch_all(db).await
        })?;
        // SQLite would sort whole documents, by way of files.
        rows.sort_unstable_by(|a, b| (&a.trial_id, a.first_seq).cmp(&(&b.trial_id, b.first_seq)));
        Ok(rows)
    }
}

impl TryFrom<Row> for ChunkRow {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let first_seq = u64::try_from(row.first_seq).map_err(|_| Error::Corrupt("curves"))?;
        Ok(Self { points: row.points()?, trial: row.trial_id, first_seq })
    }
}

fn count(points: &[Points]) -> i64 {
    signed(points.iter().map(|it| it.len() as u64).sum())
}
