//! Each configuration of a sweep in one row: what a plot of loss against rate shows.

use std::{collections::BTreeMap, future::ready};

use futures::TryStreamExt as _;
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

/// A completed trial: its configuration, its rate, its result if that is finite, and whether it diverged. In the order of
/// the columns: of very many, columns are not looked up by name.
type Completed = (i64, Option<f64>, Option<f64>, bool);

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
        // Few columns, and added up here: that takes half the time of having the database group them.
        let sql = "select configuration, lr, value, diverged
                   from trials where sweep_id = $1 and state = 'completed' order by configuration";
        // Each has an index of its own, that of the stopped trials is empty in most sweeps.
        let stopped = "select configuration, min(lr) as lr, avg(value) as mean, count(*) as trials
                   from trials where sweep_id = $1 and state = 'stopped'
                   group by configuration order by configuration";
        let mut sums: Vec<Sum> = Vec::new();
        let mut take = |trial: Completed| {
            match sums.last_mut() {
                Some(sum) if sum.configuration == trial.0 => sum.add(trial),
                _ => sums.push(Sum::of(trial)),
            }
            ready(Ok(()))
        };
        on!(self, |db| {
            sqlx::query_as::<_, Completed>(sql).bind(sweep).fetch(db).try_for_each(&mut take).await
        })?;
        let stopped: Vec<StoppedRow> =
            on!(self, |db| sqlx::query_as(stopped).bind(sweep).fetch_all(db).await)?;
        let tried: Vec<Tried> = sums.iter().map(Sum::tried).collect();
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

/// The completed trials of one configuration, added up.
#[derive(Default)]
struct Sum {
    configuration: i64,
    lr: Option<f64>,
    all: Mean,
    trained: Mean,
    low: Option<f64>,
    high: Option<f64>,
    replicates: u64,
    diverged: u64,
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: u64,
}

impl Sum {
    fn of(trial: Completed) -> Self {
        let mut sum = Self { configuration: trial.0, lr: trial.1, ..Self::default() };
        sum.add(trial);
        sum
    }

    fn add(&mut self, (_, _, value, diverged): Completed) {
        self.replicates += 1;
        self.diverged += u64::from(diverged);
        let Some(value) = value else { return };
        self.all.add(value);
        if !diverged {
            self.trained.add(value);
        }
        self.low = Some(self.low.map_or(value, |it| it.min(value)));
        self.high = Some(self.high.map_or(value, |it| it.max(value)));
    }

    fn tried(&self) -> Tried {
        Tried {
            configuration: self.configuration.cast_unsigned(),
            lr: self.lr,
            mean: self.all.get(),
            trained_mean: self.trained.get(),
            low: self.low,
            high: self.high,
            replicates: self.replicates,
            diverged: self.diverged,
            ..Tried::default()
        }
    }
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn get(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "no more than there are trials")]
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}
