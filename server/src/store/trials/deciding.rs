//! Reading trials that a transaction is to decide about, and keeping them from changing until it has.

use search::time::Timestamp;
use sqlx::QueryBuilder;

use super::{
    Stored,
    row::{COLUMNS, Row},
};
use crate::store::{Error, Tx, within};

impl Tx {
    /// The trials named `ids`, in the order of their names, kept from changing until the end.
    pub async fn trials(&mut self, ids: &[&str]) -> Result<Vec<Stored>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let lock = self.lock("");
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where id in (");
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            query.push(") order by id").push(lock);
            query.build_query_as().persistent(ids.len() == 1).fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// The first `limit` trials of `sweep` that wait for a worker, kept from other transactions. Without those whose last
    /// attempt failed on the worker `but_of`, if one is named.
    pub async fn queued(
        &mut self,
        sweep: &str,
        now: Timestamp,
        limit: u32,
        but_of: Option<&str>,
    ) -> Result<Vec<Stored>, Error> {
        let lock = self.lock(" skip locked");
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where state = 'queued' and sweep_id = ");
            query.push_bind(sweep).push(" and not_before <= ").push_bind(now.0);
            if let Some(worker) = but_of {
                query.push(
                    " and (failures = 0 or not exists (select 1 from attempts where trial_id = trials.id and \
                     attempts.attempt = trials.attempt and ending = 'failed' and attempts.worker_id = ",
                );
                query.push_bind(worker).push("))");
            }
            query.push(" order by number limit ").push_bind(i64::from(limit)).push(lock);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// The trials that `request` of `worker` was granted and that it still holds.
    pub async fn granted(&mut self, worker: &str, request: &str) -> Result<Vec<Stored>, Error> {
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where state = 'running' and worker_id = ");
            query
                .push_bind(worker)
                .push(" and request = ")
                .push_bind(request)
                .push(" order by number");
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// What keeps rows that are read from changing. SQLite needs nothing: nobody else writes.
    pub(in crate::store) fn lock(&self, and: &'static str) -> String {
        match self {
            Self::Sqlite(_) => String::new(),
            Self::Postgres(_) => format!(" for update{and}"),
        }
    }
}
