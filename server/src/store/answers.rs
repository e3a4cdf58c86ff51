//! What the best learning rate is found from. The database sums a hundred thousand trials up; which rate is best,
//! and what is beyond the edge, `search::answer` says.

use search::{
    answer::{Alive, Candidate, Extent, Observation, Stopped},
    loss::Loss,
    metric::Goal,
    trial::Outcome,
};
use sqlx::FromRow;

use super::{Error, Store, Stored, StoredSweep, on, trials::signed};

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
    highest_trained: Option<f64>,
}

#[derive(FromRow)]
struct ObservationRow {
    number: i64,
    configuration: i64,
    lr: f64,
    value: Option<f64>,
    first_value: Option<f64>,
}

impl ObservationRow {
    fn of(self, sweep: &StoredSweep) -> Observation {
        Observation {
            configuration: self.configuration.cast_unsigned(),
            lr: self.lr,
            replicate: self.number.cast_unsigned() / sweep.configurations.max(1),
            outcome: self.value.and_then(Loss::new).map_or(Outcome::Diverged, |value| {
                Outcome::Finite { value, first: self.first_value.and_then(Loss::new) }
            }),
        }
    }
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
        Ok(rows.into_iter().map(|it| it.of(sweep)).collect())
    }

    /// Up to `limit` trials of `sweep` that were stopped early, and what as many of the others had come to at the first rung.
    pub async fn stopped(
        &self,
        sweep: &StoredSweep,
        goal: Goal,
        limit: u32,
    ) -> Result<Stopped, Error> {
        let stopped = "select number, configuration, lr, value, first_value from trials
                   where sweep_id = $1 and state = 'stopped' and lr is not null order by number limit $2";
        // A rung keeps its losses turned so that lower is better.
        let then = "select number, configuration, lr, loss * $3 as value, first_value
                   from rungs join trials on trials.id = rungs.trial_id
                   where rungs.sweep_id = $1 and rung = 0 and loss is not null and state = 'completed' and lr is not null
                   order by number limit $2";
        let (trials, then): (Vec<ObservationRow>, Vec<ObservationRow>) = on!(self, |db| {
            let limit = i64::from(limit);
            let trials = sqlx::query_as(stopped).bind(&sweep.id).bind(limit).fetch_all(db).await?;
            let then =
                sqlx::query_as(then).bind(&sweep.id).bind(limit).bind(sign(goal)).fetch_all(db);
            (trials, then.await?)
        });
        let all = |rows: Vec<ObservationRow>| rows.into_iter().map(|it| it.of(sweep)).collect();
        Ok(Stopped { trials: all(trials), others_then: all(then) })
    }

    /// What a trial of `replicate` had come to at the first rung, turned so that lower is better.
    pub async fn at_first_rung(
        &self,
        trial: &Stored,
        replicate: u64,
    ) -> Result<Option<f64>, Error> {
        let sql = "select loss from rungs where sweep_id = $1 and replicate = $2 and rung = 0 and trial_id = $3";
        let loss: Option<Option<f64>> = on!(self, |db| {
            let query = sqlx::query_scalar(sql).bind(&trial.sweep).bind(signed(replicate));
            query.bind(&trial.id).fetch_optional(db).await
        })?;
        Ok(loss.flatten())
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

    /// How far the rates of `sweep` reach. A trial whose loss blew up lies beyond the edge; and one that is not
    /// `alive`, which of a trial that was stopped early is judged by what it had gained until then, and only above all
    /// rates that were trained to their end.
    pub async fn extent(&self, sweep: &str, goal: Goal, alive: Alive) -> Result<Extent, Error> {
        let completed = "select min(lr) as lowest, max(lr) as highest,
                          min(case when value is null then lr
                                   when lr > $3 and diverged then lr
                                   when lr > $3 and (first_value - value) * $2 < $4 then lr end) as lowest_diverged,
                          max(case when value is null or diverged then null
                                   when lr > $3 and (first_value - value) * $2 < $4 then null
                                   else lr end) as highest_trained
                   from trials where sweep_id = $1 and state = 'completed'";
        let stopped = "select min(lr) as lowest, max(lr) as highest,
                          min(case when lr > $3 and (first_value - value) * $2 < $4 then lr end) as lowest_diverged,
                          cast(null as double precision) as highest_trained
                   from trials where sweep_id = $1 and state = 'stopped'";
        let parts = [(completed, alive.gain_min), (stopped, alive.early_gain_min)];
        let mut rows: Vec<ExtentRow> = Vec::new();
        for (sql, gain_min) in parts {
            let trained = rows.iter().filter_map(|it| it.highest_trained);
            let above = trained.fold(alive.above, f64::max);
            rows.push(on!(self, |db| sqlx::query_as(sql)
                .bind(sweep)
                .bind(sign(goal))
                .bind(above)
                .bind(gain_min)
                .fetch_one(db)
                .await)?);
        }
        let of = |get: fn(&ExtentRow) -> Option<f64>, of: fn(f64, f64) -> f64| {
            rows.iter().filter_map(get).reduce(of)
        };
        let highest = of(|it| it.highest, f64::max);
        let lowest_diverged = of(|it| it.lowest_diverged, f64::min);
        let highest_converged = match lowest_diverged {
            Some(lr) => self.highest_below(sweep, lr).await?,
            None => highest,
        };
        Ok(Extent {
            lowest: of(|it| it.lowest, f64::min),
            highest,
            lowest_diverged,
            highest_converged,
        })
    }

    /// The highest rate of `sweep` that was tried below `lr`.
    async fn highest_below(&self, sweep: &str, lr: f64) -> Result<Option<f64>, Error> {
        let completed =
            "select max(lr) from trials where sweep_id = $1 and state = 'completed' and lr < $2";
        let stopped =
            "select max(lr) from trials where sweep_id = $1 and state = 'stopped' and lr < $2";
        let mut highest: Option<f64> = None;
        for sql in [completed, stopped] {
            let found: Option<f64> =
                on!(self, |db| sqlx::query_scalar(sql).bind(sweep).bind(lr).fetch_one(db).await)?;
            highest = highest.into_iter().chain(found).reduce(f64::max);
        }
        Ok(highest)
    }
}

/// Turns a metric so that lower is better.
pub(super) fn sign(goal: Goal) -> f64 {
    match goal {
        Goal::Minimize => 1.0,
        Goal::Maximize => -1.0,
    }
}
