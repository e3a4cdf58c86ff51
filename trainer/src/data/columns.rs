//! Which columns of a table are features, and which hold what is to be told.

use super::file;
use crate::Error;

/// Where a table's columns go.
#[derive(Debug)]
pub(super) struct Columns {
    /// What the table is called.
    pub(super) table: String,
    /// All columns, in their order.
    pub(super) names: Vec<String>,
    /// Where the features are, in their order.
    pub(super) features: Vec<usize>,
    /// Where the targets are, in the order in which they were asked for.
    pub(super) targets: Vec<usize>,
}

impl Columns {
    /// The columns `wanted` are the targets, and the last one where none is named.
    pub(super) fn new(table: &str, names: Vec<String>, wanted: &[String]) -> Result<Self, Error> {
        if names.is_empty() {
            return Err(file::invalid(table, "has no columns; the first row must name them"));
        }
        let find = |target: &String| {
            let mut found = (0..names.len()).filter(|it| names[*it] == *target);
            match (found.next(), found.next()) {
                (Some(column), None) => Ok(column),
                (Some(_), Some(_)) => {
                    Err(file::invalid(table, format!("there are two columns {target:?}")))
                }
                (None, _) => {
                    let names = names.join(", ");
                    let problem = format!("there is no column {target:?}; there are: {names}");
                    Err(file::invalid(table, problem))
                }
            }
        };
        let targets = match wanted {
            [] => vec![names.len() - 1],
            wanted => wanted.iter().map(find).collect::<Result<_, _>>()?,
        };
        let features = (0..names.len()).filter(|it| !targets.contains(it)).collect();
        Ok(Self { table: table.to_owned(), features, targets, names })
    }

    /// Says what is wrong in a row, counted from 0, of a column.
    pub(super) fn refused(&self, row: usize, column: usize, problem: &str) -> Error {
        let (row, column) = (row + 1, &self.names[column]);
        file::invalid(&self.table, format!("row {row}, column {column:?}: {problem}"))
    }
}
