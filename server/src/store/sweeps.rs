//! Sweeps as rows.

use search::{
    sweep::{self, Sweep},
    time::Timestamp,
};
use sqlx::{FromRow, QueryBuilder};

use super::{Counts, Error, Store, Tx, on, trials::signed, within};

/// A sweep as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSweep {
    /// Its name among all sweeps.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How its configurations are chosen.
    pub method: String,
    /// Where it stands.
    pub state: SweepState,
    /// Sweeps with a higher one go first.
    pub priority: i64,
    /// As it was submitted, JSON.
    pub document: String,
    /// How many configurations it has.
    pub configurations: u64,
    /// How many trials each of them has.
    pub replicates: u64,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When its last trial was over.
    pub ended_at: Option<Timestamp>,
    /// How many of its trials are in which state.
    pub counts: Counts,
}

/// A trial that is to be added: its name, and where it stands in its sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub id: String,
    /// Where it stands.
    pub place: sweep::Place,
}

/// Where a sweep stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepState {
    /// Its trials are handed out.
    Running,
    /// Those that run go on; no more are handed out.
    Paused,
    /// Every trial is over.
    Completed,
    /// Somebody did not want the rest of it.
    Cancelled,
}

impl SweepState {
    /// The state's name, in the database and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Running, Self::Paused, Self::Completed, Self::Cancelled]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    method: String,
    state: String,
    priority: i64,
    document: String,
    configurations: i64,
    replicates: i64,
    created_at: i64,
    updated_at: i64,
    ended_at: Option<i64>,
    #[sqlx(flatten)]
    counts: Counts,
}

const COLUMNS: &str = "id, name, method, state, priority, document, configurations, replicates, \
     created_at, updated_at, ended_at, queued, running, completed, stopped, failed, cancelled, \
     quarantined, diverged, spared";

impl Store {
    /// The sweep named `id`.
    pub async fn sweep(&self, id: &str) -> Result<Option<StoredSweep>, Error> {
        let row: Option<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from sweeps where id = ").push_bind(id);
            query.build_query_as().fetch_optional(db).await
        })?;
        row.map(StoredSweep::try_from).transpose()
    }

    /// Up to `limit` sweeps, the newest first, `before` the one of that name.
    pub async fn sweeps(
        &self,
        state: Option<&str>,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StoredSweep>, Error> {
        let rows: Vec<Row> = on!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from sweeps where id < ").push_bind(before.unwrap_or("~"));
            if let Some(state) = state {
                query.push(" and state = ").push_bind(state);
            }
            query.push(" order by id desc limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(StoredSweep::try_from).collect()
    }

    /// The sweeps that have trials to hand out, in the order in which they are served.
    pub async fn sweeps_waiting(&self) -> Result<Vec<String>, Error> {
        let sql = "select id from sweeps where state = 'running' and queued > 0 order by priority desc, id";
        Ok(on!(self, |db| sqlx::query_scalar(sql).fetch_all(db).await)?)
    }

    /// The searches that go on and have no trial left.
    pub async fn searches_waiting(&self) -> Result<Vec<String>, Error> {
        let sql = "select id from sweeps
                   where state = 'running' and method = 'find' and queued = 0 and running = 0 order by id";
        Ok(on!(self, |db| sqlx::query_scalar(sql).fetch_all(db).await)?)
    }

    /// How many sweeps are in which state.
    pub async fn sweeps_by_state(&self) -> Result<Vec<(String, i64)>, Error> {
        let sql = "select state, count(*) from sweeps group by state";
        Ok(on!(self, |db| sqlx::query_as(sql).fetch_all(db).await)?)
    }
}

/// So many trials are written by one statement.
const ROWS_MAX: usize = 500;

impl Tx {
    /// The sweep named `id`, kept from changing until the end.
    pub async fn sweep(&mut self, id: &str) -> Result<Option<StoredSweep>, Error> {
        let lock = self.lock("");
        let row: Option<Row> = within!(self, |db| {
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from sweeps where id = ").push_bind(id).push(lock);
            query.build_query_as().fetch_optional(db).await
        })?;
        row.map(StoredSweep::try_from).transpose()
    }

    /// Adds a sweep without trials.
    pub async fn add_sweep(&mut self, sweep: &StoredSweep) -> Result<(), Error> {
        let sql = "insert into sweeps (id, name, method, state, priority, document, configurations,
                                       replicates, created_at, updated_at, queued)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        within!(self, |db| sqlx::query(sql)
            .bind(&sweep.id)
            .bind(&sweep.name)
            .bind(&sweep.method)
            .bind(sweep.state.name())
            .bind(sweep.priority)
            .bind(&sweep.document)
            .bind(signed(sweep.configurations))
            .bind(signed(sweep.replicates))
            .bind(sweep.created_at.0)
            .bind(sweep.updated_at.0)
            .bind(sweep.counts.queued)
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Adds trials to a sweep that has some already.
    pub async fn extend_sweep(
        &mut self,
        sweep: &StoredSweep,
        rules: &Sweep,
        trials: &[Place],
        now: Timestamp,
    ) -> Result<(), Error> {
        self.add_trials(&StoredSweep { updated_at: now, ..sweep.clone() }, rules, trials).await?;
        let queued = signed(trials.len() as u64);
        self.move_counts(&sweep.id, &Counts { queued, ..Counts::default() }, now).await
    }

    /// Adds trials that nobody has touched.
    pub async fn add_trials(
        &mut self,
        sweep: &StoredSweep,
        rules: &Sweep,
        trials: &[Place],
    ) -> Result<(), Error> {
        for rows in trials.chunks(ROWS_MAX) {
            within!(self, |db| {
                let mut query = QueryBuilder::new(
                    "insert into trials (id, sweep_id, number, configuration, lr, state, attempts_max, updated_at) ",
                );
                query.push_values(rows, |mut row, Place { id, place }| {
                    row.push_bind(id)
                        .push_bind(&sweep.id)
                        .push_bind(signed(place.number))
                        .push_bind(signed(place.configuration))
                        .push_bind(place.lr)
                        .push_bind("queued")
                        .push_bind(i64::from(rules.attempts_max))
                        .push_bind(sweep.updated_at.0);
                });
                query.build().persistent(rows.len() == ROWS_MAX).execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Moves a sweep to another state.
    pub async fn set_sweep_state(
        &mut self,
        id: &str,
        state: SweepState,
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = "update sweeps set state = $2, updated_at = $3,
                          ended_at = case when queued + running = 0 and $2 in ('completed', 'cancelled')
                                          then coalesce(ended_at, $3) end
                   where id = $1";
        within!(self, |db| sqlx::query(sql)
            .bind(id)
            .bind(state.name())
            .bind(now.0)
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets a sweep and all that belongs to it.
    pub async fn remove_sweep(&mut self, id: &str) -> Result<(), Error> {
        let sql = "delete from sweeps where id = $1";
        within!(self, |db| sqlx::query(sql).bind(id).execute(db).await.map(drop))?;
        Ok(())
    }
}

impl TryFrom<Row> for StoredSweep {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let corrupt = || Error::Corrupt("sweeps");
        let unsigned = |it: i64| u64::try_from(it).map_err(|_| corrupt());
        Ok(Self {
            state: SweepState::of(&row.state).ok_or_else(corrupt)?,
            configurations: unsigned(row.configurations)?,
            replicates: unsigned(row.replicates)?,
            id: row.id,
            name: row.name,
            method: row.method,
            priority: row.priority,
            document: row.document,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            ended_at: row.ended_at.map(Timestamp),
            counts: row.counts,
        })
    }
}
