//! Lists of a sweep's trials: which of them, in which order, and from where on.

use sqlx::QueryBuilder;

use super::{
    COLUMNS, Row, Stored,
    conditions::{Condition, Piece, VALUE, push, sql},
    signed,
};
use crate::store::{Error, Store, on};

/// Not a state of its own: completed, and training got nowhere.
pub const DIVERGED: &str = "diverged";

/// Which trials of a sweep are asked for.
#[derive(Clone, Debug, Default)]
pub struct TrialFilter {
    /// Those that meet all of these.
    pub conditions: Vec<Condition>,
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
            Self::Value => VALUE,
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

impl TrialFilter {
    /// The trials of `sweep` that are asked for, wherever in the order: what stands behind a `where`.
    fn pieces(&self, store: &Store, sweep: &str) -> Vec<Piece> {
        let mut pieces = vec![sql("sweep_id = "), Piece::Text(sweep.to_owned())];
        for condition in &self.conditions {
            pieces.push(sql(" and "));
            pieces.extend(condition.pieces(store));
        }
        if self.measured {
            pieces.push(sql(" and next_seq > 0"));
        }
        pieces
    }

    /// Those of them after `after`, each time with an `and` before it.
    fn pieces_after(&self) -> Vec<Piece> {
        let (Some(Place { number, key: at }), key) = (self.after, self.order.by.sql()) else {
            return Vec::new();
        };
        let beyond = if self.order.descending { "<" } else { ">" };
        let number = Piece::Whole(signed(number));
        match at {
            _ if self.order.by == Key::Number => {
                vec![sql(format!(" and number {beyond} ")), number]
            }
            None => vec![sql(format!(" and {key} is null and number > ")), number],
            Some(at) => vec![
                sql(format!(" and ({key} {beyond} ")),
                Piece::Number(at),
                sql(format!(" or {key} is null or ({key} = ")),
                Piece::Number(at),
                sql(" and number > "),
                number,
                sql("))"),
            ],
        }
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
        let order = match by {
            Key::Number => format!(" order by number {direction}"),
            _ => format!(" order by {key} {direction} nulls last, number"),
        };
        let (asked, after) = (filter.pieces(self, sweep), filter.pieces_after());
        let rows: Vec<Row> = on!(self, |db| {
            // Ids are sorted, and rows fetched for those that are shown: a row is wide.
            let mut query = QueryBuilder::new("select ");
            query.push(COLUMNS).push(" from trials where id in (select id from trials where ");
            push(&mut query, &asked);
            push(&mut query, &after);
            query.push(&order).push(" limit ").push_bind(i64::from(limit));
            if filter.skip > 0 {
                query.push(" offset ").push_bind(signed(filter.skip));
            }
            query.push(")").push(&order);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// How many trials of `sweep` are asked for, wherever in the order.
    pub async fn trials_in_all(&self, sweep: &str, filter: &TrialFilter) -> Result<u64, Error> {
        let asked = filter.pieces(self, sweep);
        let count: i64 = on!(self, |db| {
            let mut query = QueryBuilder::new("select count(*) from trials where ");
            push(&mut query, &asked);
            query.build_query_scalar().fetch_one(db).await
        })?;
        Ok(count.max(0).unsigned_abs())
    }
}
