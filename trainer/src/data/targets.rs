//! What is to be told of each row: its class, real numbers, or what follows each of its symbols.

use std::sync::Arc;

use search::config::Scale;

use super::{
    following::Following,
    scale::{self, Column},
};

/// What is to be told of each row.
#[derive(Clone, Debug)]
pub enum Targets {
    /// Its class.
    Classes {
        /// The number of each row's class.
        labels: Vec<u32>,
        /// What the classes are called; nothing where numbers are all there is.
        names: Arc<[String]>,
    },
    /// Real numbers.
    Numbers(Numbers),
    /// What follows each symbol of a sequence.
    Following(Following),
}

/// Real numbers to be told, so many for each row.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Row after row.
    cells: Vec<f32>,
    width: usize,
    /// What a number of 1 stands for in each column, since they were scaled.
    units: Vec<f32>,
}

impl Targets {
    /// Classes that are called by their numbers.
    pub(super) fn labels(labels: Vec<u32>) -> Self {
        Self::Classes { labels, names: Arc::default() }
    }

    pub(super) fn numbers(numbers: Vec<f32>, width: usize) -> Self {
        Self::Numbers(Numbers { cells: numbers, width, units: vec![1.0; width] })
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Classes { labels, .. } => labels.len(),
            Self::Numbers(it) => it.cells.len() / it.width.max(1),
            Self::Following(it) => it.len(),
        }
    }

    /// These of the rows, in this order.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        match self {
            Self::Classes { labels, names } => Self::Classes {
                labels: rows.iter().map(|row| labels[*row]).collect(),
                names: Arc::clone(names),
            },
            Self::Numbers(it) => Self::Numbers(Numbers {
                cells: rows.iter().flat_map(|row| it.row(*row)).copied().collect(),
                width: it.width,
                units: it.units.clone(),
            }),
            Self::Following(it) => Self::Following(it.pick(rows)),
        }
    }

    /// Shows them as bytes. What classes are called changes nothing in a run.
    pub(super) fn digest(&self, see: &mut dyn FnMut(&[u8])) {
        match self {
            Self::Classes { labels, .. } => labels.iter().for_each(|it| see(&it.to_le_bytes())),
            Self::Numbers(Numbers { cells, units, .. }) => {
                see(b"numbers");
                cells.iter().chain(units).for_each(|it| see(&it.to_le_bytes()));
            }
            Self::Following(it) => it.digest(see),
        }
    }

    /// How many numbers a model must give for a row, as far as these rows show.
    pub(super) fn outputs(&self) -> usize {
        match self {
            Self::Classes { labels, .. } => labels.iter().max().map_or(0, |it| *it as usize + 1),
            Self::Numbers(it) => it.width,
            Self::Following(it) => it.kinds(),
        }
    }

    /// What every row has, if it is the same, in words.
    pub(super) fn only(&self) -> Option<String> {
        match self {
            Self::Classes { labels, .. } => {
                let first = *labels.first()?;
                let same = labels.iter().all(|it| *it == first);
                same.then(|| format!("the class {first}; at least two classes are needed"))
            }
            Self::Numbers(it) => {
                let bits = |column| it.column(column).map(f32::to_bits);
                let constant =
                    |column: &usize| bits(*column).all(|it| Some(it) == bits(*column).next());
                let column = (0..it.width).find(constant)?;
                let (number, column) = (it.cells[column], column + 1);
                Some(format!("the number {number} as target {column}; there is nothing to learn"))
            }
            // A text says so itself, which knows its characters.
            Self::Following(_) => None,
        }
    }
}

impl Numbers {
    /// How many there are for each row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Those of a row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.cells[row * self.width..][..self.width]
    }

    /// What a number of 1 stands for in each column, since they were scaled.
    pub fn units(&self) -> &[f32] {
        &self.units
    }

    /// How far they lie from their columns' means: the mean of the squares over all of them.
    pub(crate) fn variance(&self) -> f64 {
        let rows = scale::float(self.cells.len() / self.width);
        let column = |column: usize| {
            let mean = self.column(column).map(f64::from).sum::<f64>() / rows;
            self.column(column).map(|it| (f64::from(it) - mean).powi(2)).sum::<f64>() / rows
        };
        (0..self.width).map(column).sum::<f64>() / scale::float(self.width)
    }

    /// The columns' scales.
    pub(super) fn columns(&self, scale: Scale) -> Vec<Column<f64>> {
        let rows = self.cells.len() / self.width;
        scale::columns(scale, rows, self.width, |row, into| into.copy_from_slice(self.row(row)))
    }

    pub(super) fn scale(&mut self, columns: &[Column<f64>]) {
        for row in self.cells.chunks_exact_mut(self.width) {
            for (number, column) in row.iter_mut().zip(columns) {
                *number = column.scaled(*number);
            }
        }
        self.units = columns.iter().map(|it| it.single().unit).collect();
    }

    /// All numbers of a column.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = f32> {
        self.cells.iter().skip(column).step_by(self.width).copied()
    }
}
