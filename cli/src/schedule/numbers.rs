//! A schedule as numbers: a table for people, CSV and JSON for programs.

use search::{document::Node, preview::Shown};

use super::name;
use crate::{numbers, screen};

/// So many rows of a long schedule stand in the table.
const ROWS: usize = 20;

/// A column: its name and what stands in it.
struct Column {
    name: &'static str,
    values: Values,
}

enum Values {
    Counts(Vec<u64>),
    Numbers(Vec<f64>),
}

impl Column {
    fn node(&self, at: usize) -> Node {
        match &self.values {
            Values::Counts(it) => Node::Integer(i64::try_from(it[at]).unwrap_or(i64::MAX)),
            Values::Numbers(it) => Node::Number(it[at]),
        }
    }

    fn exact(&self, at: usize) -> String {
        match &self.values {
            Values::Counts(it) => it[at].to_string(),
            Values::Numbers(it) if it[at].is_finite() => it[at].to_string(),
            Values::Numbers(_) => String::new(),
        }
    }

    fn short(&self, at: usize) -> String {
        match &self.values {
            Values::Counts(it) => it[at].to_string(),
            Values::Numbers(it) => numbers::rate(it[at]),
        }
    }
}

/// The columns that there are, under the names that the REST door gives them.
fn columns(shown: &Shown) -> Vec<Column> {
    let counts = |name, it: &Vec<u64>| Column { name, values: Values::Counts(it.clone()) };
    let numbers = |name, it: &Vec<f64>| Column { name, values: Values::Numbers(it.clone()) };
    [
        Some(numbers("lr", &shown.lr)),
        shown.momentum.as_ref().map(|it| numbers("momentum", it)),
        shown.batch_size.as_ref().map(|it| counts("batch_size", it)),
        Some(counts("updates", &shown.updates)),
        shown.noise_scale.as_ref().map(|it| numbers("noise_scale", it)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The lists, as the REST door answers them.
pub(crate) fn document(shown: &Shown) -> Node {
    let list = |it: Column| {
        let items = (0..shown.lr.len()).map(|at| it.node(at)).collect();
        (it.name.to_owned(), Node::List(items))
    };
    Node::Map(columns(shown).into_iter().map(list).collect())
}

/// Every entry, a row each.
pub(crate) fn csv(shown: &Shown) -> String {
    let columns = columns(shown);
    let names: Vec<&str> = columns.iter().map(|it| it.name).collect();
    let head = format!("{},{}\n", name(shown.unit), names.join(","));
    let row = |at: usize| {
        let cells = columns.iter().map(|it| it.exact(at));
        [at.to_string()].into_iter().chain(cells).collect::<Vec<_>>().join(",") + "\n"
    };
    head + &(0..shown.lr.len()).map(row).collect::<String>()
}

/// Some of the entries, evenly spread, with the first and the last.
pub(crate) fn table(shown: &Shown) -> String {
    let columns = columns(shown);
    let last = shown.lr.len().saturating_sub(1);
    let each = shown.lr.len().div_ceil(ROWS).max(1);
    let mut entries: Vec<usize> = (0..=last).step_by(each).collect();
    if entries.last() != Some(&last) {
        entries.push(last);
    }
    let head: Vec<String> = [name(shown.unit)]
        .into_iter()
        .chain(columns.iter().map(|it| it.name))
        .map(str::to_owned)
        .collect();
    let row = |at: usize| {
        [at.to_string()].into_iter().chain(columns.iter().map(|it| it.short(at))).collect()
    };
    screen::rows_of(&head, entries.into_iter().map(row).collect())
}
