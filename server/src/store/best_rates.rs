//! Best rates across sweeps, and what sweeps are about, by which they are looked for.

use search::{
    metric::{Goal, Metric},
    sweep::Subject,
};
use sqlx::{FromRow, QueryBuilder};

use super::{Error, Store, Tx, on, within};

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
    /// Up to `limit` best rates of the sweeps that are `wanted`: by metric, the best first. As in the answer to one
    /// sweep, a configuration with a seed that diverged is not best.
    pub async fn best_rates(&self, wanted: &Wanted, limit: u32) -> Result<Vec<BestRate>, Error> {
        Ok(on!(self, |db| {
            let mut query = QueryBuilder::new(
                "with means as (
                     select s.id, s.name, s.metric, s.goal, s.dataset, s.model, s.optimizer, s.schedule, t.configuration,
                            min(t.lr) as lr, avg(t.value) as mean, count(*) as replicates,
                            avg(t.value) * case when s.goal = 'maximize' then -1 else 1 end as place
                     from sweeps s join trials t on t.sweep_id = s.id
                     where t.state = 'completed' and t.lr is not null and s.metric is not null",
            );
            let Subject { dataset, model, optimizer, schedule } = &wanted.subject;
            let parts = [
                (" and s.metric = ", &wanted.metric),
                (" and s.dataset = ", dataset),
                (" and s.model = ", model),
                (" and s.optimizer = ", optimizer),
                (" and s.schedule = ", schedule),
            ];
            for (column, value) in parts {
                if let Some(value) = value {
                    query.push(column).push_bind(value);
                }
            }
            query.push(
                "    group by s.id, s.name, s.metric, s.goal, s.dataset, s.model, s.optimizer, s.schedule, t.configuration
                     having max(case when t.diverged then 1 else 0 end) = 0
                 ), placed as (
                     select *, row_number() over (partition by id order by place, configuration) as nth from means
                 ), best as (select * from placed where nth = 1)
                 select * from best",
            );
            if let Some(after) = &wanted.after {
                query.push(
                    " where (metric, place, id) > (select metric, place, id from best where id = ",
                );
                query.push_bind(after).push(")");
            }
            query.push(" order by metric, place, id limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(db).await
        })?)
    }

    /// Up to `limit` sweeps of which nobody has said yet what they are about.
    pub async fn undescribed(&self, limit: u32) -> Result<Vec<String>, Error> {
        let sql = "select id from sweeps where metric is null order by id limit $1";
        Ok(on!(self, |db| sqlx::query_scalar(sql).bind(i64::from(limit)).fetch_all(db).await)?)
    }
}

impl Tx {
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
