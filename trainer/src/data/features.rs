//! The features of many rows: one table in memory, of which each part of a data set sees some rows.
//!
//! A table of bytes stays as it is read, a quarter of its size as numbers; rows are brought to their
//! scale as they are used. A table of numbers is scaled once. A text is a table as well.

use std::sync::Arc;

use super::scale::Column;

/// Rows of a table; a copy shares the table.
#[derive(Clone, Debug)]
pub(crate) struct Features {
    table: Arc<Table>,
    width: usize,
    /// Which of the table's rows these are.
    rows: Vec<u32>,
}

/// What was read, row after row.
#[derive(Clone, Debug)]
pub(crate) enum Table {
    /// Numbers, scaled in their place.
    Numbers(Vec<f32>),
    /// Bytes, and how each column of them is scaled; not at all where nothing is said.
    Bytes(Vec<u8>, Vec<Column<f32>>),
    /// A text's symbols, which are not scaled; the last one is no part of a row.
    Symbols(Arc<[u16]>),
}

impl Table {
    /// Bytes that are not scaled.
    pub(super) fn bytes(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes, Vec::new())
    }

    /// How many numbers it holds.
    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Bytes(bytes, _) => bytes.len(),
            Self::Symbols(symbols) => symbols.len().saturating_sub(1),
        }
    }
}

impl Features {
    /// All rows of a table whose rows are `width` wide.
    pub(super) fn new(table: Table, width: usize) -> Self {
        let rows = u32::try_from(table.len() / width.max(1)).expect("tables have far fewer rows");
        Self { table: Arc::new(table), width, rows: (0..rows).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Writes a row into the beginning of `into`.
    pub(crate) fn copy(&self, row: usize, into: &mut [f32]) {
        let start = self.rows[row] as usize * self.width;
        let into = &mut into[..self.width];
        match &*self.table {
            Table::Numbers(numbers) => into.copy_from_slice(&numbers[start..][..self.width]),
            Table::Bytes(bytes, columns) if columns.is_empty() => {
                for (into, byte) in into.iter_mut().zip(&bytes[start..]) {
                    *into = f32::from(*byte);
                }
            }
            Table::Symbols(symbols) => {
                for (into, symbol) in into.iter_mut().zip(&symbols[start..]) {
                    *into = f32::from(*symbol);
                }
            }
            Table::Bytes(bytes, columns) => {
                for ((into, byte), column) in into.iter_mut().zip(&bytes[start..]).zip(columns) {
                    *into = (f32::from(*byte) - column.origin) / column.unit;
                }
            }
        }
    }

    /// These of the rows, in this order.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        let rows = rows.iter().map(|row| self.rows[*row]).collect();
        Self { table: Arc::clone(&self.table), width: self.width, rows }
    }

    /// Brings the whole table to a common scale, whoever else sees rows of it: before it is shared.
    pub(super) fn scale(&mut self, columns: &[Column<f64>]) {
        match Arc::make_mut(&mut self.table) {
            Table::Numbers(numbers) => {
                for row in numbers.chunks_exact_mut(self.width) {
                    for (number, column) in row.iter_mut().zip(columns) {
                        *number = column.scaled(*number);
                    }
                }
            }
            Table::Symbols(_) => {}
            Table::Bytes(_, scales) => *scales = columns.iter().map(Column::single).collect(),
        }
    }

    /// The first place, as row and column, where a number is not finite, and that number.
    pub(super) fn not_finite(&self) -> Option<(usize, usize, f32)> {
        let Table::Numbers(numbers) = &*self.table else { return None };
        let at = numbers.iter().position(|it| !it.is_finite())?;
        Some((at / self.width, at % self.width, numbers[at]))
    }

    /// How many parts share the table.
    #[cfg(test)]
    pub(super) fn shared_by(&self) -> usize {
        Arc::strong_count(&self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_scaled_as_they_are_used_and_stay_bytes() {
        let mut features = Features::new(Table::bytes(vec![0, 51, 255, 102]), 2);
        features.scale(&[Column { origin: 0.0, unit: 255.0 }, Column { origin: 51.0, unit: 2.0 }]);
        let mut row = [9.0; 3];
        features.copy(1, &mut row);
        assert_eq!(row.map(f32::to_bits), [1.0_f32, 25.5, 9.0].map(f32::to_bits));
        assert!(matches!(&*features.table, Table::Bytes(bytes, _) if *bytes == [0, 51, 255, 102]));
    }

    #[test]
    fn parts_share_one_table() {
        let features = Features::new(Table::Numbers(vec![1.0, 2.0, 3.0]), 1);
        let (first, rest) = (features.pick(&[0]), features.pick(&[2, 1]));
        assert_eq!(features.shared_by(), 3);
        let mut row = [0.0];
        rest.copy(0, &mut row);
        assert_eq!((row[0].to_bits(), first.len(), rest.len()), (3.0_f32.to_bits(), 1, 2));
    }
}
