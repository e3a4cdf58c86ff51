//! CSV: a header row, then numbers in the columns of features, and classes or numbers in the targets'.

use std::path::Path;

use csv::{ByteRecord, ReaderBuilder, Trim};
use search::config::Target;

use super::{Samples, classes::Classes, columns::Columns, features::Table, file, targets::Targets};
use crate::Error;

/// Reads `path`. The columns `wanted` hold the targets; the last one does where none is named.
pub(super) fn load(
    folder: &Path,
    path: &str,
    wanted: &[String],
    target: Target,
) -> Result<Samples, Error> {
    parse(path, &file::read(folder, path)?, wanted, target)
}

/// As [`load`], from memory.
pub(super) fn parse(
    name: &str,
    bytes: &[u8],
    wanted: &[String],
    target: Target,
) -> Result<Samples, Error> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
    let names: Vec<String> = match reader.byte_headers() {
        Ok(header) if header.is_empty() => {
            return Err(file::invalid(name, "is empty; the first row must name the columns"));
        }
        Ok(header) => header.iter().map(|it| String::from_utf8_lossy(it).into_owned()).collect(),
        Err(error) => return Err(file::invalid(name, error)),
    };
    let columns = Columns::new(name, names, wanted)?;
    let (mut features, mut numbers, mut classes) = (Vec::new(), Vec::new(), Classes::default());
    let (mut record, mut row) = (ByteRecord::new(), 0);
    loop {
        let start = place(reader.position().byte());
        if !reader.read_byte_record(&mut record).map_err(|error| ragged(name, &error))? {
            break;
        }
        if bytes.get(start..place(reader.position().byte())).is_some_and(is_open) {
            let problem = format!("row {}: a quote is opened and never closed", row + 1);
            return Err(file::invalid(name, problem));
        }
        for column in &columns.features {
            features.push(number(&columns, &record, row, *column)?);
        }
        for column in &columns.targets {
            match target {
                Target::Class => classes.push(class(&columns, &record, row, *column)?),
                Target::Numbers(_) => numbers.push(number(&columns, &record, row, *column)?),
            }
        }
        row += 1;
    }
    let targets = match target {
        Target::Class => classes.numbered(name)?,
        Target::Numbers(_) => Targets::numbers(numbers, columns.targets.len()),
    };
    Samples::of(name, columns.features.len(), Table::Numbers(features), targets)
}

/// Whether a quote is still open where a row ends, which then swallowed the lines that follow. Within quotes, two stand for
/// one; a row on one line may hold one for inches. Empty lines before a row are no part of it.
fn is_open(row: &[u8]) -> bool {
    let (mut is_even, mut is_one_line) = (true, true);
    for byte in row.trim_ascii() {
        is_even ^= *byte == b'"';
        is_one_line &= !matches!(byte, b'\n' | b'\r');
    }
    !is_even && !is_one_line
}

fn place(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

fn number(columns: &Columns, record: &ByteRecord, row: usize, column: usize) -> Result<f32, Error> {
    let text = String::from_utf8_lossy(&record[column]);
    match text.parse::<f32>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(columns.refused(row, column, &format!("{text:?} is not a finite number"))),
        Err(_) => Err(columns.refused(row, column, &format!("{text:?} is not a number"))),
    }
}

fn class<'a>(
    columns: &Columns,
    record: &'a ByteRecord,
    row: usize,
    column: usize,
) -> Result<&'a str, Error> {
    match str::from_utf8(&record[column]) {
        Ok("") => Err(columns.refused(row, column, "the class is empty")),
        Ok(class) => Ok(class),
        Err(_) => Err(columns.refused(row, column, "the class is not UTF-8")),
    }
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

    fn classified(bytes: &[u8], target: &[&str]) -> Samples {
        let wanted: Vec<String> = target.iter().map(ToString::to_string).collect();
        parse("t", bytes, &wanted, Target::Class).unwrap()
    }

    #[test]
    fn classes_that_are_numbers_are_numbered_in_numeric_order() {
        let samples = classified(b"a,b\n1,10\n2,9\n3,-1\n4,9.0\n", &[]);
        assert_eq!((0..4).map(|it| samples.label(it)).collect::<Vec<_>>(), [2, 1, 0, 1]);
    }

    #[test]
    fn classes_that_are_words_are_numbered_by_the_alphabet() {
        let samples = classified(b"kind,a\nb,1\n10,2\na,3\n", &["kind"]);
        assert_eq!((0..3).map(|it| samples.label(it)).collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(samples.row(2), [3.0]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_and_not_read_to_the_end() {
        let told = |bytes: &[u8]| match parse("t", bytes, &[], Target::Class) {
            Err(error) => error.to_string(),
            Ok(samples) => format!("{} rows", samples.len()),
        };
        assert_eq!(
            told(b"a,b\n1,x\n2,\"y\n3,x\n4,y\n"),
            "t: row 2: a quote is opened and never closed"
        );
        assert_eq!(told(b"a,b\n1,x\n2,\"y\n\"\"z\"\n4,y\n"), "3 rows");
        assert_eq!(told(b"a,b\n1,5\" pipe\n\n2,6\" pipe\n"), "2 rows");
        let returns = told(b"a,b\r1,x\r2,\"y\r3,x\r");
        assert_eq!(returns, "t: row 2: a quote is opened and never closed");
    }

    #[test]
    fn spaces_quotes_and_a_byte_order_mark_do_no_harm() {
        let samples = classified(b"\xef\xbb\xbf\"a\", b ,c\n 1 ,\"2\",x\n3,4,y\n", &[]);
        assert_eq!(samples.row(0), [1.0, 2.0]);
        assert_eq!(samples.label(1), 1);
    }
}
