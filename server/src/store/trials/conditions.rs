//! Which trials are asked for, in the SQL of the open database.

use std::ops::Bound;

use search::condition::Span;
use sqlx::{Database, Encode, QueryBuilder, Type};

use super::listing::DIVERGED;
use crate::store::Store;

/// Something that a trial has to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A number of it lies in the span. One that is not there lies nowhere.
    Number(Quantity, Span),
    /// It is in this state, or [`DIVERGED`]; or it is not.
    State(String, bool),
    /// The worker of this id or name had it last; or it had not.
    Worker(String, bool),
    /// It trains one of these configurations.
    Configurations(Vec<u64>),
}

/// Numbers that trials have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Their places in the sweep.
    Number,
    /// Their configurations' places.
    Configuration,
    /// Which of their configurations' replicates they are, where there are so many configurations.
    Replicate(u64),
    /// Their rates.
    Rate,
    /// What the deciding metric came to.
    Value,
    /// How long they trained, in milliseconds.
    Duration,
    /// The numbers of their latest attempts.
    Attempt,
    /// How many attempts were failures.
    Failures,
}

/// What the deciding metric came to. A trial that is told to stop has what it is stopped with already, and has not ended.
pub(super) const VALUE: &str = "(case when state = 'running' then null else value end)";

/// A piece of a statement.
pub(super) enum Piece {
    Sql(String),
    Number(f64),
    Whole(i64),
    Text(String),
}

/// Adds `pieces` to `query`.
pub(super) fn push<DB: Database>(query: &mut QueryBuilder<DB>, pieces: &[Piece])
where
    for<'t> f64: Encode<'t, DB> + Type<DB>,
    for<'t> i64: Encode<'t, DB> + Type<DB>,
    for<'t> String: Encode<'t, DB> + Type<DB>,
{
    for piece in pieces {
        match piece {
            Piece::Sql(sql) => query.push(sql),
            Piece::Number(it) => query.push_bind(*it),
            Piece::Whole(it) => query.push_bind(*it),
            Piece::Text(it) => query.push_bind(it.clone()),
        };
    }
}

pub(super) fn sql(text: impl Into<String>) -> Piece {
    Piece::Sql(text.into())
}

impl Condition {
    /// After an `and`. What is null is neither met nor its opposite, but for a worker that nobody was.
    pub(super) fn pieces(&self, store: &Store) -> Vec<Piece> {
        match self {
            Self::Number(quantity, span) => quantity.within(*span),
            Self::State(state, is) => {
                let not = if *is { "" } else { "not " };
                if state == DIVERGED {
                    return vec![sql(format!("{not}(state = 'completed' and diverged)"))];
                }
                vec![sql(format!("{not}state = ")), Piece::Text(state.clone())]
            }
            Self::Worker(worker, is) => {
                let not = if *is { "" } else { "not " };
                let among = "coalesce(worker_id, '') in (select id from workers where id = ";
                vec![
                    sql(format!("{not}{among}")),
                    Piece::Text(worker.clone()),
                    sql(" or name = "),
                    Piece::Text(worker.clone()),
                    sql(")"),
                ]
            }
            Self::Configurations(all) => {
                // As one value: a database takes only so many.
                let listed = serde_json::to_string(all).unwrap_or_default();
                let (before, after) = match store {
                    Store::Sqlite(_) => ("(select value from json_each(", "))"),
                    Store::Postgres(_) => (
                        "(select cast(value as bigint) from json_array_elements_text(cast(",
                        " as json)))",
                    ),
                };
                vec![sql(format!("configuration in {before}")), Piece::Text(listed), sql(after)]
            }
        }
    }
}

impl Quantity {
    /// `span` as a condition on it.
    fn within(self, span: Span) -> Vec<Piece> {
        let mut pieces = vec![sql(if span.is_outside { "not (" } else { "(" })];
        let bounds = [(span.from, " >= ", " > "), (span.to, " <= ", " < ")];
        for (bound, with, without) in bounds {
            let (compare, at) = match bound {
                Bound::Included(at) => (with, at),
                Bound::Excluded(at) => (without, at),
                Bound::Unbounded => continue,
            };
            if pieces.len() > 1 {
                pieces.push(sql(" and "));
            }
            pieces.extend([sql(self.sql() + compare), Piece::Number(at)]);
        }
        pieces.push(sql(")"));
        pieces
    }

    /// A number in SQL.
    fn sql(self) -> String {
        match self {
            Self::Number => "number",
            Self::Configuration => "configuration",
            Self::Replicate(of) => return format!("(number / {of})"),
            Self::Rate => "lr",
            Self::Value => VALUE,
            Self::Duration => "train_ms",
            Self::Attempt => "attempt",
            Self::Failures => "failures",
        }
        .to_owned()
    }
}
