//! Workers as rows.

use std::collections::BTreeMap;

use search::{sweep::Resources, time::Timestamp};
use sqlx::{FromRow, QueryBuilder};

use super::{Error, Store, Tx, on, within};

/// A worker as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWorker {
    /// The name that it chose among all workers.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How many trials it trains side by side.
    pub slots: u32,
    /// What it trains on: `cpu`, `cuda:0`.
    pub device: String,
    /// Why on that.
    pub device_reason: String,
    /// How many trials a slot trains as one computation at most; 1 for each by itself.
    pub bundle: u32,
    /// What its operator says of it.
    pub labels: BTreeMap<String, String>,
    /// Which version of the program it is.
    pub version: String,
    /// Whether it understands that a trial is to be stopped.
    pub stops: bool,
    /// Whether it has been asked to leave.
    pub draining: bool,
    /// When it came.
    pub registered_at: Timestamp,
    /// When it was last heard from.
    pub seen_at: Timestamp,
}

impl StoredWorker {
    /// Whether it may train what asks for these.
    pub fn is_admitted(&self, resources: &Resources) -> bool {
        resources.admit(&self.device, |it| self.labels.get(it).map(String::as_str))
    }
}

/// What matters of a worker that was just heard from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Seen {
    /// Whether it has been asked to leave.
    pub draining: bool,
    /// Whether it understands that a trial is to be stopped.
    pub stops: bool,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    slots: i64,
    device: String,
    device_reason: String,
    bundle: i64,
    labels: String,
    version: String,
    stops: bool,
    draining: bool,
    registered_at: i64,
    seen_at: i64,
}

const COLUMNS: &str = "id, name, slots, device, device_reason, bundle, labels, version, stops, draining, registered_at, seen_at";

impl Store {
    /// The worker named `id`.
    pub async fn worker(&self, id: &str) -> Result<Option<StoredWorker>, Error> {
        let row: Option<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from workers where id = ").push_bind(id);
            query.build_query_as().fetch_optional(db).await
        })?;
        row.map(StoredWorker::try_from).transpose()
    }

    /// Up to `limit` workers, the last to come first, `before` the one of that name.
    pub async fn workers(
        &self,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StoredWorker>, Error> {
        let rows: Vec<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from workers where id < ").push_bind(before.unwrap_or("~"));
            query.push(" order by id desc limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(StoredWorker::try_from).collect()
    }

    /// How many trials each worker holds.
    pub async fn held(&self) -> Result<BTreeMap<String, i64>, Error> {
        let sql =
            "select worker_id, count(*) from trials where state = 'running' group by worker_id";
        let rows: Vec<(String, i64)> = on!(self, |db| sqlx::query_as(sql).fetch_all(db).await)?;
        Ok(rows.into_iter().collect())
    }

    /// How many workers were heard from at or after `since`, and how many slots they have.
    pub async fn workers_seen(&self, since: Timestamp) -> Result<(i64, i64), Error> {
        let sql = "select count(*), cast(coalesce(sum(slots), 0) as bigint) from workers where seen_at >= $1";
        Ok(on!(self, |db| sqlx::query_as(sql).bind(since.0).fetch_one(db).await)?)
    }
}

impl Tx {
    /// Adds a worker, or brings what is known of it up to date.
    pub async fn put_worker(&mut self, worker: &StoredWorker) -> Result<(), Error> {
        let sql = "insert into workers (id, name, slots, device, labels, version, draining, registered_at, seen_at, stops,
                                        device_reason, bundle)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                   on conflict (id) do update set name = $2, slots = $3, device = $4, labels = $5,
                                                  version = $6, seen_at = $9, stops = $10,
                                                  device_reason = $11, bundle = $12";
        let labels = serde_json::to_string(&worker.labels).unwrap_or_else(|_| "{}".into());
        within!(self, |db| sqlx::query(sql)
            .bind(&worker.id)
            .bind(&worker.name)
            .bind(i64::from(worker.slots))
            .bind(&worker.device)
            .bind(labels)
            .bind(&worker.version)
            .bind(worker.draining)
            .bind(worker.registered_at.0)
            .bind(worker.seen_at.0)
            .bind(worker.stops)
            .bind(&worker.device_reason)
            .bind(i64::from(worker.bundle))
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Notes that a worker was heard from; nothing where it is unknown.
    pub async fn see_worker(&mut self, id: &str, now: Timestamp) -> Result<Option<Seen>, Error> {
        let sql = "update workers set seen_at = $2 where id = $1 returning draining, stops";
        Ok(within!(self, |db| sqlx::query_as(sql).bind(id).bind(now.0).fetch_optional(db).await)?)
    }

    /// The workers beside this one that were heard from at or after `since` and are not leaving.
    pub async fn workers_beside(
        &mut self,
        id: &str,
        since: Timestamp,
    ) -> Result<Vec<StoredWorker>, Error> {
        let rows: Vec<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from workers where seen_at >= ").push_bind(since.0);
            query.push(" and not draining and id <> ").push_bind(id);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(StoredWorker::try_from).collect()
    }

    /// Asks a worker to leave.
    pub async fn drain_worker(&mut self, id: &str) -> Result<bool, Error> {
        let sql = "update workers set draining = true where id = $1";
        let written = within!(self, |db| sqlx::query(sql)
            .bind(id)
            .execute(db)
            .await
            .map(|it| it.rows_affected()))?;
        Ok(written == 1)
    }

    /// Forgets workers that were not heard from since `then` and hold nothing.
    pub async fn forget_workers(&mut self, then: Timestamp) -> Result<(), Error> {
        let sql = "delete from workers where seen_at < $1
                   and not exists (select 1 from trials where state = 'running' and worker_id = workers.id)";
        Ok(within!(self, |db| sqlx::query(sql).bind(then.0).execute(db).await.map(drop))?)
    }
}

impl TryFrom<Row> for StoredWorker {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let corrupt = || Error::Corrupt("workers");
        Ok(Self {
            slots: u32::try_from(row.slots).map_err(|_| corrupt())?,
            bundle: u32::try_from(row.bundle).map_err(|_| corrupt())?,
            labels: serde_json::from_str(&row.labels).map_err(|_| corrupt())?,
            id: row.id,
            name: row.name,
            device: row.device,
            device_reason: row.device_reason,
            version: row.version,
            stops: row.stops,
            draining: row.draining,
            registered_at: Timestamp(row.registered_at),
            seen_at: Timestamp(row.seen_at),
        })
    }
}
