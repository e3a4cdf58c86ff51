//! The cells of a Parquet file's columns, as numbers or as the names of classes.

use parquet::{
    basic::{ConvertedType, LogicalType},
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::DataType,
    errors::ParquetError,
    file::reader::RowGroupReader,
    schema::types::ColumnDescriptor,
};

use super::super::{classes::Classes, columns::Columns, file};
use crate::Error;

/// A group of rows.
pub(super) struct Group<'a> {
    columns: &'a Columns,
    reader: &'a dyn RowGroupReader,
    /// How many rows lie before it.
    first: usize,
    /// How many it has.
    pub(super) rows: usize,
}

/// What a column holds.
enum Cells {
    Numbers(Vec<f64>),
    Texts(Vec<String>),
}

impl<'a> Group<'a> {
    /// The group after the `first` rows of a table.
    pub(super) fn new(columns: &'a Columns, reader: &'a dyn RowGroupReader, first: usize) -> Self {
        let rows = usize::try_from(reader.metadata().num_rows()).unwrap_or(0);
        Self { columns, reader, first, rows }
    }

    /// Adds what stands in some columns to `into`, row after row.
    pub(super) fn rows_of(&self, columns: &[usize], into: &mut Vec<f32>) -> Result<(), Error> {
        let read = columns.iter().map(|it| self.numbers(*it)).collect::<Result<Vec<_>, _>>()?;
        for row in 0..self.rows {
            into.extend(read.iter().map(|it| it[row]));
        }
        Ok(())
    }

    /// Adds the classes that stand in a column.
    pub(super) fn classes(&self, column: usize, into: &mut Classes) -> Result<(), Error> {
        match self.cells(column)? {
            Cells::Texts(texts) => {
                for (row, text) in texts.iter().enumerate() {
                    if text.is_empty() {
                        return Err(self.refused(row, column, "the class is empty"));
                    }
                    into.push(text);
                }
            }
            Cells::Numbers(numbers) => {
                for (row, number) in numbers.into_iter().enumerate() {
                    if !number.is_finite() {
                        let problem = format!("the class {number} is not a finite number");
                        return Err(self.refused(row, column, &problem));
                    }
                    into.push(&number.to_string());
                }
            }
        }
        Ok(())
    }

    fn numbers(&self, column: usize) -> Result<Vec<f32>, Error> {
        let Cells::Numbers(numbers) = self.cells(column)? else {
            return Err(self.unusable(column, "holds text; numbers are needed here"));
        };
        #[expect(clippy::cast_possible_truncation, reason = "features are in single precision")]
        let numbers: Vec<f32> = numbers.into_iter().map(|it| it as f32).collect();
        match numbers.iter().position(|it| !it.is_finite()) {
            None => Ok(numbers),
            Some(row) => {
                let problem = format!("{} is not a finite number", numbers[row]);
                Err(self.refused(row, column, &problem))
            }
        }
    }

    /// The cells of a column, one for each row.
    fn cells(&self, column: usize) -> Result<Cells, Error> {
        let table = &self.columns.table;
        let reader =
            self.reader.get_column_reader(column).map_err(|error| damaged(table, &error))?;
        let kind = self.kind(column)?;
        match reader {
            ColumnReader::BoolColumnReader(it) => {
                self.read(column, it, |it| f64::from(u8::from(*it))).map(Cells::Numbers)
            }
            ColumnReader::Int32ColumnReader(it) => {
                let number = |it: &i32| match kind {
                    Kind::Unsigned => f64::from(it.cast_unsigned()),
                    Kind::Plain => f64::from(*it),
                };
                self.read(column, it, number).map(Cells::Numbers)
            }
            ColumnReader::Int64ColumnReader(it) => {
                #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 they are rounded")]
                let number = |it: &i64| match kind {
                    Kind::Unsigned => it.cast_unsigned() as f64,
                    Kind::Plain => *it as f64,
                };
                self.read(column, it, number).map(Cells::Numbers)
            }
            ColumnReader::FloatColumnReader(it) => {
                self.read(column, it, |it| f64::from(*it)).map(Cells::Numbers)
            }
            ColumnReader::DoubleColumnReader(it) => {
                self.read(column, it, |it| *it).map(Cells::Numbers)
            }
            ColumnReader::ByteArrayColumnReader(it) => {
                let texts =
                    self.read(column, it, |it| str::from_utf8(it.data()).map(str::to_owned))?;
                let refused = |row| self.refused(row, column, "is not UTF-8");
                let texts = texts.into_iter().enumerate();
                let texts = texts.map(|(row, it)| it.map_err(|_| refused(row)));
                texts.collect::<Result<_, _>>().map(Cells::Texts)
            }
            ColumnReader::Int96ColumnReader(_) => Err(self.unusable(column, "holds times")),
            ColumnReader::FixedLenByteArrayColumnReader(_) => {
                Err(self.unusable(column, "holds bytes of a fixed length"))
            }
        }
    }

    /// What a column's numbers mean, if that is something we read.
    fn kind(&self, column: usize) -> Result<Kind, Error> {
        let descriptor = self.reader.metadata().column(column).column_descr_ptr();
        if descriptor.max_rep_level() > 0 {
            return Err(self.unusable(column, "holds lists; a cell must hold one value"));
        }
        Kind::of(&descriptor).ok_or_else(|| {
            let kind = match descriptor.converted_type() {
                ConvertedType::NONE => format!("{:?}", descriptor.logical_type_ref()),
                converted => converted.to_string(),
            };
            self.unusable(column, &format!("holds values of type {kind}"))
        })
    }

    /// All values of a column; a null is refused.
    fn read<T: DataType, V>(
        &self,
        column: usize,
        mut reader: ColumnReaderImpl<T>,
        value: impl Fn(&T::T) -> V,
    ) -> Result<Vec<V>, Error> {
        let (mut values, mut levels) = (Vec::new(), Vec::new());
        let table = &self.columns.table;
        let (records, ..) = reader
            .read_records(self.rows, Some(&mut levels), None, &mut values)
            .map_err(|error| damaged(table, &error))?;
        let whole = self.reader.metadata().column(column).column_descr().max_def_level();
        if let Some(row) = levels.iter().position(|it| *it < whole) {
            return Err(self.refused(row, column, "is null"));
        }
        if records != self.rows || values.len() != self.rows {
            let (rows, held, name) = (self.rows, values.len(), &self.columns.names[column]);
            let problem = format!("column {name:?}: declares {rows} rows but holds {held}");
            return Err(file::invalid(table, problem));
        }
        Ok(values.iter().map(value).collect())
    }

    fn refused(&self, row: usize, column: usize, problem: &str) -> Error {
        self.columns.refused(self.first + row, column, problem)
    }

    fn unusable(&self, column: usize, problem: &str) -> Error {
        let column = &self.columns.names[column];
        file::invalid(
            &self.columns.table,
            format!("column {column:?} {problem}; take it out, or turn it into numbers or text"),
        )
    }
}

/// What whole numbers mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Unsigned,
}

impl Kind {
    /// None for dates, decimals and all else that would not be read as it is meant.
    fn of(descriptor: &ColumnDescriptor) -> Option<Self> {
        use ConvertedType as T;
        match descriptor.converted_type() {
            T::UINT_8 | T::UINT_16 | T::UINT_32 | T::UINT_64 => Some(Self::Unsigned),
            T::UTF8 | T::ENUM | T::JSON | T::INT_8 | T::INT_16 | T::INT_32 | T::INT_64 => {
                Some(Self::Plain)
            }
            T::NONE => match descriptor.logical_type_ref() {
                None | Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => {
                    Some(Self::Plain)
                }
                Some(_) => None,
            },
            _ => None,
        }
    }
}

/// The file is not what it should be.
pub(super) fn damaged(name: &str, error: &ParquetError) -> Error {
    file::invalid(name, format!("is not a Parquet file, or a damaged one: {error}"))
}
