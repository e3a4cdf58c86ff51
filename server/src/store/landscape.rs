//! Each configuration of a sweep in one row: what a plot of loss against rate shows.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::{Error, Store, on};

/// How a configuration has done so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// Which one.
    pub configuration: u64,
    /// Its learning rate.
    pub lr: Option<f64>,
    /// The mean over its trials that have a finite result.
    pub mean: Option<f64>,
    /// The mean over those that trained: a network that died has a number as well.
    pub trained_mean: Option<f64>,
    /// The lowest of all results.
    pub low: Option<f64>,
    /// The highest of them.
    pub high: Option<f64>,
    /// How many trials are completed.
    pub replicates: u64,
    /// How many of those diverged.
    pub diverged: u64,
    /// How many trials were stopped early.
    pub stopped: u64,
    /// The mean of what those had come to by then.
    pub stopped_mean: Option<f64>,
}

#[derive(FromRow)]
struct Row {
    configuration: i64,
    lr: Option<f64>,
    mean: Option<f64>,
    trained_mean: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    replicates: i64,
    diverged: i64,
}

#[derive(FromRow)]
struct StoppedRow {
    configuration: i64,
    lr: Option<f64>,
    mean: Option<f64>,
    trials: i64,
}

impl Store {
    /// The configurations of `sweep` that have trials which were completed or stopped early, by their numbers.
    pub async fn tried(&self, sweep: &str) -> Result<Vec<Tried>, Error> {
        let sql = "select configuration, min(lr) as lr, avg(value) as mean,
                          avg(case when diverged then null else value end) as trained_mean,
                          min(value) as low, max(value) as high, count(*) as replicates,
                          cast(sum(case when diverged then 1 else 0 end) as bigint) as diverged
                   from trials where sweep_id = $1 and state = 'completed'
                   group by configuration order by configuration";
        // Each has an index of its own, that of the stopped trials is empty in most sweeps.
        let stopped = "select configuration, min(lr) as lr, avg(value) as mean, count(*) as trials
                   from trials where sweep_id = $1 and state = 'stopped'
                   group by configuration order by configuration";
        let rows: Vec<Row> = on!(self, |db| sqlx::query_as(sql).bind(sweep).fetch_all(db).await)?;
        let stopped: Vec<StoppedRow> =
            on!(self, |db| sqlx::query_as(stopped).bind(sweep).fetch_all(db).await)?;
        let tried: Vec<Tried> = rows.iter().map(Tried::of).collect();
        if stopped.is_empty() {
            return Ok(tried);
        }
        let mut all: BTreeMap<u64, Tried> =
            tried.into_iter().map(|it| (it.configuration, it)).collect();
        for row in stopped {
            let configuration = row.configuration.cast_unsigned();
            let fresh = || Tried { configuration, lr: row.lr, ..Tried::default() };
            let it = all.entry(configuration).or_insert_with(fresh);
            (it.stopped, it.stopped_mean) = (row.trials.cast_unsigned(), row.mean);
        }
        Ok(all.into_values().collect())
    }
}

impl Tried {
    fn of(it: &Row) -> Self {
        Self {
            configuration: it.configuration.cast_unsigned(),
            lr: it.lr,
            mean: it.mean,
            trained_mean: it.trained_mean,
            low: it.low,
            high: it.high,
            replicates: it.replicates.cast_unsigned(),
            diverged: it.diverged.cast_unsigned(),
            ..Self::default()
        }
    }
}
