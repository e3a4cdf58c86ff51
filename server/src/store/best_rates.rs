//! Best rates across sweeps, kept with the sweeps, and what those are about, by which they are looked for.

use search::{
    answer::Candidate,
    metric::{Goal, Metric},
    sweep::Subject,
};
use sqlx::{Database, Encode, FromRow, QueryBuilder, Type};

use super::{Error, Store, StoredSweep, Tx, answers::sign, on, trials::signed, within};

/// Which sweeps are asked for; a part that is missing may be anything.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What decides.
    pub metric: Option<String>,
    /// What they are about.
    pub subject: Subject,
    /// Those after the sweep of that name.
    pub after: Option<String>,
}

/// The best configuration of a sweep.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct BestRate {
    /// The sweep.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What decided.
    pub metric: String,
    /// Which way is better.
    pub goal: String,
    /// The kind of data.
    pub dataset: Option<String>,
    /// The kind of model.
    pub model: Option<String>,
    /// The kind of optimizer.
    pub optimizer: Option<String>,
    /// The kind of schedule.
    pub schedule: Option<String>,
    /// Which configuration is best.
    pub configuration: i64,
    /// Its learning rate.
    pub lr: f64,
    /// The mean of the metric over its replicates.
    pub mean: f64,
    /// How many trials that is over.
    pub replicates: i64,
}

impl Store {
    /// Up to `limit` best rates of the sweeps that are `wanted`, as they were found last: by metric, the best first.
    pub async fn best_rates(&self, wanted: &Wanted, limit: u32) -> Result<Vec<BestRate>, Error> {
        Ok(on!(self, |db| {
            let mut query = QueryBuilder::new(
                "select id, name, metric, goal, dataset, model, optimizer, schedule, best_configuration as configuration,
                        best_lr as lr, best_mean as mean, best_replicates as replicates
                 from sweeps where best_configuration is not null",
            );
            narrow(&mut query, wanted);
            if let Some(after) = &wanted.after {
                query.push(" and (metric, best_place, id) > (select metric, best_place, id from sweeps where id = ");
                query.push_bind(after.clone()).push(")");
            }
            query.push(" order by metric, best_place, id limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(db).await
        })?)
    }

    /// Up to `limit` of the sweeps that are `wanted` whose trials have come further since their best rate was found,
    /// those `after` the one of that name.
    pub async fn outdated(
        &self,
        wanted: &Wanted,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, Error> {
        Ok(on!(self, |db| {
            let mut query = QueryBuilder::new(
                "select id from sweeps where metric is not null and best_among <> completed + stopped and id > ",
            );
            query.push_bind(after.to_owned());
            narrow(&mut query, wanted);
            query.push(" order by id limit ").push_bind(i64::from(limit));
            query.build_query_scalar().fetch_all(db).await
        })?)
    }

    /// Up to `limit` sweeps of which nobody has said yet what they are about.
    pub async fn undescribed(&self, limit: u32) -> Result<Vec<String>, Error> {
        let sql = "select id from sweeps where metric is null order by id limit $1";
        Ok(on!(self, |db| sqlx::query_scalar(sql).bind(i64::from(limit)).fetch_all(db).await)?)
    }
}

/// Leaves of a query of sweeps those that are about what is wanted.
fn narrow<DB>(query: &mut QueryBuilder<DB>, wanted: &Wanted)
where
    DB: Database,
    String: Encode<'static, DB> + Type<DB>,
{
    let Subject { dataset, model, optimizer, schedule } = &wanted.subject;
    let parts = [
        (" and metric = ", &wanted.metric),
        (" and dataset = ", dataset),
        (" and model = ", model),
        (" and optimizer = ", optimizer),
        (" and schedule = ", schedule),
    ];
    for (column, value) in parts {
        if let Some(value) = value {
            query.push(column).push_bind(value.clone());
        }
    }
}

impl Tx {
    /// Keeps what is best in `sweep` as it stands.
    pub async fn keep_best(
        &mut self,
        sweep: &StoredSweep,
        goal: Goal,
        best: Option<Candidate>,
    ) -> Result<(), Error> {
        let sql = "update sweeps set best_configuration = $2, best_lr = $3, best_mean = $4, best_replicates = $5,
                                     best_place = $6, best_among = $7 where id = $1";
        within!(self, |db| sqlx::query(sql)
            .bind(&sweep.id)
            .bind(best.map(|it| signed(it.configuration)))
            .bind(best.and_then(|it| it.lr))
            .bind(best.map(|it| it.mean))
            .bind(best.map(|it| signed(it.replicates)))
            .bind(best.map(|it| it.mean * sign(goal)))
            .bind(sweep.counts.completed + sweep.counts.stopped)
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Says what the sweep named `id` is about.
    pub async fn describe(
        &mut self,
        id: &str,
        metric: &Metric,
        subject: &Subject,
    ) -> Result<(), Error> {
        let sql =
            "update sweeps set metric = $2, goal = $3, dataset = $4, model = $5, optimizer = $6,
                                     schedule = $7 where id = $1";
        let goal = match metric.goal {
            Goal::Minimize => "minimize",
            Goal::Maximize => "maximize",
        };
        within!(self, |db| sqlx::query(sql)
            .bind(id)
            .bind(&metric.name)
            .bind(goal)
            .bind(&subject.dataset)
            .bind(&subject.model)
            .bind(&subject.optimizer)
            .bind(&subject.schedule)
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }
}
