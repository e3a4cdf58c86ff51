//! Apache Parquet: a table by columns, in groups of rows.

mod cells;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use search::config::Target;

use self::cells::{Group, damaged};
use super::{Samples, classes::Classes, columns::Columns, features::Table, file, targets::Targets};
use crate::Error;

/// Reads `path`, as [`read`] does. The library trusts some of what a file says of itself, and panics
/// where that is nonsense.
pub(super) fn load(
    folder: &Path,
    path: &str,
    wanted: &[String],
    target: Target,
) -> Result<Samples, Error> {
    let read = AssertUnwindSafe(|| read(folder, path, wanted, target));
    catch_unwind(read).unwrap_or_else(|_| Err(file::invalid(path, "is a damaged Parquet file")))
}

/// Reads `path`. The columns `wanted` hold the targets; the last one does where none is named.
fn read(folder: &Path, path: &str, wanted: &[String], target: Target) -> Result<Samples, Error> {
    let file = file::open(folder, path)?;
    let reader = SerializedFileReader::new(file).map_err(|error| damaged(path, &error))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let names = schema.columns().iter().map(|it| it.path().parts().join(".")).collect();
    let columns = Columns::new(path, names, wanted)?;
    let (mut features, mut numbers, mut classes) = (Vec::new(), Vec::new(), Classes::default());
    let mut first = 0;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(|error| damaged(path, &error))?;
        let rows = u64::try_from(group.metadata().num_rows()).unwrap_or(u64::MAX);
        Samples::fits(path, rows.saturating_add(first as u64), columns.names.len() as u64)?;
        let group = Group::new(&columns, &*group, first);
        group.rows_of(&columns.features, &mut features)?;
        match target {
            Target::Class => group.classes(columns.targets[0], &mut classes)?,
            Target::Numbers(_) => group.rows_of(&columns.targets, &mut numbers)?,
        }
        first += group.rows;
    }
    let targets = match target {
        Target::Class => classes.numbered(path)?,
        Target::Numbers(_) => Targets::numbers(numbers, columns.targets.len()),
    };
    Samples::of(path, columns.features.len(), Table::Numbers(features), targets)
}
