//! CSV: a header row, a column with the classes, numbers in all the others.

use std::{collections::BTreeMap, path::Path};

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::{Samples, file, samples::CLASSES_MAX};
use crate::Error;

/// Reads `path`. Classes are the distinct values of column `target` (the last one where nothing is
/// said), in numeric order if all are numbers, else by the alphabet.
pub(super) fn load(folder: &Path, path: &str, target: Option<&str>) -> Result<Samples, Error> {
    parse(path, &file::read(folder, path)?, target)
}

/// As [`load`], from memory.
pub(super) fn parse(name: &str, bytes: &[u8], target: Option<&str>) -> Result<Samples, Error> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
    let columns: Vec<String> = match reader.byte_headers() {
        Ok(header) => header.iter().map(|it| String::from_utf8_lossy(it).into_owned()).collect(),
        Err(error) => return Err(file::invalid(name, error)),
    };
    let target = target_column(name, &columns, target)?;
    let (mut features, mut classes) = (Vec::new(), Vec::new());
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| ragged(name, &error))? {
        let row = classes.len() + 1;
        for (column, cell) in
            columns.iter().zip(&record).enumerate().filter(|it| it.0 != target).map(|it| it.1)
        {
            features.push(number(name, cell, row, column)?);
        }
        let class = String::from_utf8_lossy(&record[target]).into_owned();
        if class.is_empty() {
            let column = &columns[target];
            return Err(file::invalid(
                name,
                format!("row {row}, column {column:?}: the class is empty"),
            ));
        }
        classes.push(class);
    }
    let labels = labels(name, &classes)?;
    Samples::new(name, columns.len() - 1, features, labels)
}

/// Where the classes are.
fn target_column(name: &str, columns: &[String], target: Option<&str>) -> Result<usize, Error> {
    if columns.is_empty() {
        return Err(file::invalid(name, "is empty; the first row must name the columns"));
    }
    let Some(target) = target else { return Ok(columns.len() - 1) };
    let mut found = (0..columns.len()).filter(|it| columns[*it] == target);
    match (found.next(), found.next()) {
        (Some(column), None) => Ok(column),
        (Some(_), Some(_)) => Err(file::invalid(name, format!("there are two columns {target:?}"))),
        (None, _) => {
            let columns = columns.join(", ");
            Err(file::invalid(name, format!("there is no column {target:?}; there are: {columns}")))
        }
    }
}

fn number(name: &str, cell: &[u8], row: usize, column: &str) -> Result<f32, Error> {
    let text = String::from_utf8_lossy(cell);
    match text.parse::<f32>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(file::invalid(
            name,
            format!("row {row}, column {column:?}: {text:?} is not a finite number"),
        )),
        Err(_) => Err(file::invalid(
            name,
            format!("row {row}, column {column:?}: {text:?} is not a number"),
        )),
    }
}

/// A number for each class, in their order.
fn labels(name: &str, classes: &[String]) -> Result<Vec<u32>, Error> {
    let mut numbers: BTreeMap<Key<'_>, u32> = keys(classes).into_iter().map(|it| (it, 0)).collect();
    if numbers.len() > CLASSES_MAX {
        let (count, rows) = (numbers.len(), classes.len());
        return Err(file::invalid(
            name,
            format!(
                "the target has {count} different values in {rows} rows; at most {CLASSES_MAX} classes can be told apart"
            ),
        ));
    }
    for (number, label) in (0..).zip(numbers.values_mut()) {
        *label = number;
    }
    Ok(keys(classes).iter().map(|it| numbers[it]).collect())
}

/// A class in its order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// A finite number's bits, so turned that they are ordered as the numbers are.
    Number(u64),
    Text(&'a str),
}

/// The classes' keys: numbers if all are.
fn keys(classes: &[String]) -> Vec<Key<'_>> {
    let number = |it: &String| it.parse::<f64>().ok().filter(|it| it.is_finite()).map(ordered);
    let numbers: Option<Vec<Key<'_>>> =
        classes.iter().map(|it| number(it).map(Key::Number)).collect();
    numbers.unwrap_or_else(|| classes.iter().map(|it| Key::Text(it)).collect())
}

/// The bits of a number, so turned that they are ordered as the numbers are; -0 is 0.
fn ordered(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn ragged(name: &str, error: &csv::Error) -> Error {
    if let csv::ErrorKind::UnequalLengths { pos, expected_len, len } = error.kind() {
        let row = pos.as_ref().map_or(0, csv::Position::record);
        return file::invalid(
            name,
            format!("row {row} has {len} cells, the header has {expected_len}"),
        );
    }
    file::invalid(name, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_are_numbers_are_numbered_in_numeric_order() {
        let samples = parse("t", b"a,b\n1,10\n2,9\n3,-1\n4,9.0\n", None).unwrap();
        assert_eq!((0..4).map(|it| samples.label(it)).collect::<Vec<_>>(), [2, 1, 0, 1]);
    }

    #[test]
    fn classes_that_are_words_are_numbered_by_the_alphabet() {
        let samples = parse("t", b"kind,a\nb,1\n10,2\na,3\n", Some("kind")).unwrap();
        assert_eq!((0..3).map(|it| samples.label(it)).collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(samples.features(2), [3.0]);
    }

    #[test]
    fn spaces_quotes_and_a_byte_order_mark_do_no_harm() {
        let samples = parse("t", b"\xef\xbb\xbf\"a\", b ,c\n 1 ,\"2\",x\n3,4,y\n", None).unwrap();
        assert_eq!(samples.features(0), [1.0, 2.0]);
        assert_eq!(samples.label(1), 1);
    }
}
