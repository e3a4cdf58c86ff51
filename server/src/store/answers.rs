//! What the best learning rate is found from. The database sums a hundred thousand trials up; which rate is best,
//! and what is beyond the edge, `search::answer` says.

use search::{
    answer::{Candidate, Extent, Observation},
    loss::Loss,
    metric::Goal,
    trial::Outcome,
};
use sqlx::FromRow;

use super::{Error, Store, StoredSweep, on};

#[derive(FromRow)]
struct Row {
    configuration: i64,
    lr: Option<f64>,
    mean: f64,
    replicates: i64,
}

#[derive(FromRow)]
struct ExtentRow {
    lowest: Option<f64>,
    highest: Option<f64>,
    lowest_diverged: Option<f64>,
}

#[derive(FromRow)]
struct ObservationRow {
    number: i64,
    configuration: i64,
    lr: f64,
    value: Option<f64>,
    first_value: Option<f64>,
}

impl Store {
    /// Up to `limit` trials of `sweep` that were trained to their end and have a rate, one by one. Trials that were
    /// stopped early, failed or cancelled are not among them.
    pub async fn observations(
        &self,
        sweep: &StoredSweep,
        limit: u32,
    ) -> Result<Vec<Observation>, Error> {
        let sql = "select number, configuration, lr, value, first_value from trials
                   where sweep_id = $1 and state = 'completed' and lr is not null order by number limit $2";
        let rows: Vec<ObservationRow> = on!(self, |db| {
            sqlx::query_as(sql).bind(&sweep.id).bind(i64::from(limit)).fetch_all(db).await
        })?;
        let observation = |it: ObservationRow| Observation {
            configuration: it.configuration.cast_unsigned(),
            lr: it.lr,
            replicate: it.number.cast_unsigned() / sweep.configurations.max(1),
            outcome: it.value.and_then(Loss::new).map_or(Outcome::Diverged, |value| {
                Outcome::Finite { value, first: it.first_value.and_then(Loss::new) }
            }),
        };
        Ok(rows.into_iter().map(observation).collect())
    }

    /// The `limit` configurations of `sweep` with the best mean, none of whose trials diverged. A range test, which has
    /// no rate of its own, is none of them. Those with a trial that was stopped early come behind those
    /// without: the seeds that they have left are their luckier ones. With one
    /// replicate each there is nothing to sum up, which is twice as fast on a hundred thousand trials.
    pub async fn ranking(
        &self,
        sweep: &StoredSweep,
        goal: Goal,
        limit: u32,
    ) -> Result<Vec<Candidate>, Error> {
        let alone = "select configuration, lr, value as mean, cast(1 as bigint) as replicates
                     from trials where sweep_id = $1 and state = 'completed' and diverged = false and lr is not null
                     order by value * $2, configuration limit $3";
        let summed =
            "select configuration, min(lr) as lr, avg(value) as mean, count(*) as replicates
                      from trials where sweep_id = $1 and state = 'completed' and lr is not null
                      group by configuration
                      having max(case when diverged then 1 else 0 end) = 0
                      order by case when configuration in
                                   (select configuration from trials where sweep_id = $1 and state = 'stopped')
                               then 1 else 0 end,
                               avg(value) * $2, configuration limit $3";
        let sql = if sweep.replicates == 1 { alone } else { summed };
        let rows: Vec<Row> = on!(self, |db| {
            sqlx::query_as(sql)
                .bind(&sweep.id)
                .bind(sign(goal))
                .bind(i64::from(limit))
                .fetch_all(db)
                .await
        })?;
        let candidate = |it: Row| Candidate {
            configuration: it.configuration.cast_unsigned(),
            lr: it.lr,
            mean: it.mean,
            replicates: it.replicates.cast_unsigned(),
        };
        Ok(rows.into_iter().map(candidate).collect())
    }

    /// How far the rates of `sweep` reach. A trial whose loss blew up lies beyond the edge; and, among the
    /// rates above `best`, one that gained less than `gain_min` on where it began. One that was stopped early was
    /// tried, but neither converged nor diverged.
    pub async fn extent(
        &self,
        sweep: &str,
        goal: Goal,
        best: f64,
        gain_min: f64,
    ) -> Result<Extent, Error> {
        let sql = "select min(lr) as lowest, max(lr) as highest,
                          min(case when value is null then lr
                                   when lr > $3 and diverged then lr
                                   when lr > $3 and (first_value - value) * $2 < $4 then lr end) as lowest_diverged
                   from trials where sweep_id = $1 and state = 'completed'";
        let row: ExtentRow = on!(self, |db| sqlx::query_as(sql)
            .bind(sweep)
            .bind(sign(goal))
            .bind(best)
            .bind(gain_min)
            .fetch_one(db)
            .await)?;
        let stopped = self.extent_stopped(sweep).await?;
        let highest_converged = match row.lowest_diverged {
            Some(lr) => self.highest_below(sweep, lr).await?,
            None => row.highest,
        };
        Ok(Extent {
            lowest: [row.lowest, stopped.0].into_iter().flatten().reduce(f64::min),
            highest: [row.highest, stopped.1].into_iter().flatten().reduce(f64::max),
            lowest_diverged: row.lowest_diverged,
            highest_converged,
        })
    }

    /// The lowest and the highest rate of `sweep` of those that were stopped early.
    async fn extent_stopped(&self, sweep: &str) -> Result<(Option<f64>, Option<f64>), Error> {
        let sql = "select min(lr), max(lr) from trials where sweep_id = $1 and state = 'stopped'";
        Ok(on!(self, |db| sqlx::query_as(sql).bind(sweep).fetch_one(db).await)?)
    }

    /// The highest rate of `sweep` that was tried below `lr`.
    async fn highest_below(&self, sweep: &str, lr: f64) -> Result<Option<f64>, Error> {
        let sql =
            "select max(lr) from trials where sweep_id = $1 and state = 'completed' and lr < $2";
        Ok(on!(self, |db| sqlx::query_scalar(sql).bind(sweep).bind(lr).fetch_one(db).await)?)
    }
}

/// Turns a metric so that lower is better.
fn sign(goal: Goal) -> f64 {
    match goal {
        Goal::Minimize => 1.0,
        Goal::Maximize => -1.0,
    }
}
