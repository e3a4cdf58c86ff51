//! Lists of a sweep's trials: which of them, in which order, and from where on.

use sqlx::QueryBuilder;

use super::{COLUMNS, Row, Stored, signed};
use crate::store::{Error, Store, on};

/// Not a state of its own: completed, and training got nowhere.
pub const DIVERGED: &str = "diverged";

/// Which trials of a sweep are asked for.
#[derive(Clone, Debug, Default)]
pub struct TrialFilter {
    /// Those in this state, or [`DIVERGED`].
    pub state: Option<String>,
    /// Those that have points.
    pub measured: bool,
    /// In which order.
    pub order: Order,
    /// Those after this place in the order.
    pub after: Option<Place>,
    /// Without the first so many of those.
    pub skip: u64,
}

/// An order of trials. Those without a value stand last either way, and equals by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: Key,
    /// The highest first.
    pub descending: bool,
}

/// What trials can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// Their numbers.
    #[default]
    Number,
    /// Their rates.
    Rate,
    /// What the deciding metric came to.
    Value,
    /// Where they stand: those that run first, then those that wait, then the others.
    State,
    /// How long they trained.
    Duration,
    /// When their latest attempts began.
    Start,
}

/// A place in an order of trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The number of the trial there.
    pub number: u64,
    /// What it is ordered by; nothing where it has no such value, or the order is that of the numbers.
    pub key: Option<f64>,
}

impl Key {
    /// A number in SQL.
    fn sql(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Rate => "lr",
            // One that is told to stop has what it is stopped with already, and has not ended.
            Self::Value => "(case when state = 'running' then null else value end)",
            Self::State => {
                "cast(case state when 'running' then 0 when 'queued' then 1 when 'completed' then 2 when 'stopped' then 3 \
                 when 'failed' then 4 when 'cancelled' then 5 else 6 end as double precision)"
            }
            Self::Duration => "cast(train_ms as double precision)",
            Self::Start => "cast(started_at as double precision)",
        }
    }

    /// What `trial` is ordered by, as the database has it.
    pub fn of(self, trial: &Stored) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds stay far below 2^53")]
        match self {
            Self::Number => None,
            Self::Rate => trial.lr,
            Self::Value => trial.value(),
            Self::State => Some(state_place(trial)),
            Self::Duration => trial.train_ms.map(|it| it as f64),
            Self::Start => trial.started_at.map(|it| it.0 as f64),
        }
    }
}

fn state_place(trial: &Stored) -> f64 {
    use search::trial::State as S;
    match trial.trial.state {
        S::Running(_) => 0.0,
        S::Queued(_) => 1.0,
        S::Completed(_) => 2.0,
        S::Stopped(_) => 3.0,
        S::Failed(_) => 4.0,
        S::Cancelled => 5.0,
        S::Quarantined => 6.0,
    }
}

impl Store {
    /// Up to `limit` trials of `sweep`, in the order that `filter` asks for.
    pub async fn trials(
        &self,
        sweep: &str,
        filter: &TrialFilter,
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        let (key, by) = (filter.order.by.sql(), filter.order.by);
        let direction = if filter.order.descending { "desc" } else { "asc" };
        let beyond = if filter.order.descending { " < " } else { " > " };
        let rows: Vec<Row> = on!(self, |db| {
            // Ids are sorted, and rows fetched for those that are shown: a row is wide.
            let mut query = QueryBuilder::new("select ");
            query
                .push(COLUMNS)
                .push(" from trials where id in (select id from trials where sweep_id = ");
            query.push_bind(sweep);
            match filter.state.as_deref() {
                None => {}
                Some(DIVERGED) => {
                    query.push(" and state = 'completed' and diverged");
                }
                Some(state) => {
                    query.push(" and state = ").push_bind(state);
                }
            }
            if filter.measured {
                query.push(" and next_seq > 0");
            }
            match (filter.after, by) {
                (None, _) => {}
                (Some(after), Key::Number) => {
                    query.push(" and number").push(beyond).push_bind(signed(after.number));
                }
                (Some(Place { number, key: None }), _) => {
                    query.push(" and ").push(key).push(" is null and number > ");
                    query.push_bind(signed(number));
                }
                (Some(Place { number, key: Some(at) }), _) => {
                    query.push(" and (").push(key).push(beyond).push_bind(at);
                    query.push(" or ").push(key).push(" is null or (").push(key).push(" = ");
                    query.push_bind(at).push(" and number > ").push_bind(signed(number)).push("))");
                }
            }
            let order = match by {
                Key::Number => format!(" order by number {direction}"),
                _ => format!(" order by {key} {direction} nulls last, number"),
            };
            query.push(&order).push(" limit ").push_bind(i64::from(limit));
            if filter.skip > 0 {
                query.push(" offset ").push_bind(signed(filter.skip));
            }
            query.push(")").push(&order);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }
}
