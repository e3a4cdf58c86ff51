//! Rows of features with what is to be told of them.

use std::sync::Arc;

use search::config::Scale;

use super::{
    Image,
    features::{Features, Table},
    following::Following,
    scale::{self, Column},
    targets::{Numbers, Targets},
};
use crate::Error;

/// The most numbers that a data set may hold: 4 GiB. A limit against slips of the keyboard.
const NUMBERS_MAX: usize = 1 << 30;

/// The most classes: what lies above is a regression's target or an identifier.
pub(super) const CLASSES_MAX: usize = 1 << 16;

/// Rows of features with what is to be told of them, and where they came from.
#[derive(Debug)]
pub struct Samples {
    /// The file, or whatever else a user calls it.
    name: String,
    features: Features,
    /// What the features are the pixels of, where they are.
    image: Option<Image>,
    targets: Targets,
    /// What is known of each row; nothing where there is nothing to know.
    marks: Vec<Mark>,
}

/// What is known of a row besides its class, and makes it worth scoring apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Its label is right, where others are not.
    Clean,
    /// Its label is wrong.
    Wrong,
    /// It shows a simple pattern alone.
    Simple,
    /// It shows a complex pattern alone.
    Complex,
}

impl Samples {
    /// Rows of `width` finite features, and a label below [`CLASSES_MAX`] for each.
    pub(super) fn new(
        name: &str,
        width: usize,
        features: Vec<f32>,
        labels: Vec<u32>,
    ) -> Result<Self, Error> {
        Self::of(name, width, Table::Numbers(features), Targets::labels(labels))
    }

    /// The rows of a table, each `width` wide, with a target for each.
    pub(super) fn of(
        name: &str,
        width: usize,
        table: Table,
        targets: Targets,
    ) -> Result<Self, Error> {
        let features = Features::new(table, width);
        let samples =
            Self { name: name.to_owned(), features, image: None, targets, marks: Vec::new() };
        if samples.targets.len() == 0 {
            return Err(samples.refused("holds no rows"));
        }
        if width == 0 {
            return Err(samples.refused("holds no features"));
        }
        assert_eq!(samples.features.len(), samples.targets.len(), "readers count rows");
        if let Some((row, column, value)) = samples.features.not_finite() {
            let (row, column) = (row + 1, column + 1);
            return Err(samples
                .refused(&format!("row {row}, feature {column}: {value} is not a finite number")));
        }
        Ok(samples)
    }

    /// A text's sequences, as rows of symbols.
    pub(super) fn text(name: &str, symbols: Arc<[u16]>, following: Following) -> Self {
        let features = Features::new(Table::Symbols(symbols), following.length());
        let targets = Targets::Following(following);
        assert_eq!(features.len(), targets.len(), "both count sequences");
        Self { name: name.to_owned(), features, image: None, targets, marks: Vec::new() }
    }

    /// Refuses so many rows of so many features, were they larger than memory.
    pub(super) fn fits(name: &str, rows: u64, width: u64) -> Result<(), Error> {
        if rows.saturating_mul(width) <= NUMBERS_MAX as u64 {
            return Ok(());
        }
        Err(Error::Invalid(format!(
            "{name}: {rows} rows of {width} features are more than fit; at most {NUMBERS_MAX} numbers"
        )))
    }

    /// How many rows there are.
    #[expect(clippy::len_without_is_empty, reason = "there is always a row")]
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// How many features a row has.
    pub fn width(&self) -> usize {
        self.features.width()
    }

    /// Writes the features of `row`, scaled, into the beginning of `into`.
    pub fn copy(&self, row: usize, into: &mut [f32]) {
        self.features.copy(row, into);
    }

    pub(crate) fn features(&self) -> &Features {
        &self.features
    }

    /// What is to be told of each row.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// These rows, in this order. They share their features with these.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        Self {
            name: self.name.clone(),
            features: self.features.pick(rows),
            image: self.image,
            targets: self.targets.pick(rows),
            marks: rows.iter().filter_map(|row| self.marks.get(*row)).copied().collect(),
        }
    }

    /// The same rows, whose features are the pixels of such images.
    pub(super) fn of_images(self, image: Image) -> Self {
        assert_eq!(image.size(), self.width(), "readers count pixels");
        Self { image: Some(image), ..self }
    }

    /// What the features are the pixels of, where they are.
    pub(crate) fn image(&self) -> Option<Image> {
        self.image
    }

    /// The same rows, with what is known of each.
    pub(super) fn marked(self, marks: Vec<Mark>) -> Self {
        assert!(marks.is_empty() || marks.len() == self.len(), "each row has a mark, or none has");
        Self { marks, ..self }
    }

    /// The rows with this mark.
    pub(super) fn with_mark(&self, mark: Mark) -> Vec<u32> {
        (0_u32..).zip(&self.marks).filter(|(_, it)| **it == mark).map(|(row, _)| row).collect()
    }

    /// The labels, to be changed; none where numbers are to be told.
    pub(super) fn labels_mut(&mut self) -> &mut [u32] {
        match &mut self.targets {
            Targets::Classes { labels, .. } => labels,
            Targets::Numbers(_) | Targets::Following(_) => &mut [],
        }
    }

    /// The scales of the features, by the statistics of these of the rows.
    pub(super) fn columns(&self, scale: Scale, rows: &[usize]) -> Vec<Column<f64>> {
        let copy = |row: usize, into: &mut [f32]| self.features.copy(rows[row], into);
        scale::columns(scale, rows.len(), self.width(), copy)
    }

    /// Brings all features to a common scale. No scales leave them as they are.
    pub(super) fn scale(&mut self, columns: &[Column<f64>]) -> Result<(), Error> {
        if columns.is_empty() {
            return Ok(());
        }
        self.features.scale(columns);
        let Some((_, column, _)) = self.features.not_finite() else { return Ok(()) };
        let column = column + 1;
        Err(self.refused(&format!("feature {column} leaves the finite numbers when it is scaled")))
    }

    /// The real numbers to be told, to be scaled; none where classes are.
    pub(super) fn numbers_mut(&mut self) -> Option<&mut Numbers> {
        match &mut self.targets {
            Targets::Classes { .. } | Targets::Following(_) => None,
            Targets::Numbers(numbers) => Some(numbers),
        }
    }

    /// Says what is wrong with them.
    pub(super) fn refused(&self, problem: &str) -> Error {
        Error::Invalid(format!("{}: {problem}", self.name))
    }

    /// A row's features.
    #[cfg(test)]
    pub(crate) fn row(&self, row: usize) -> Vec<f32> {
        let mut features = vec![0.0; self.width()];
        self.features.copy(row, &mut features);
        features
    }

    /// A row's class.
    #[cfg(test)]
    pub(crate) fn label(&self, row: usize) -> u32 {
        match &self.targets {
            Targets::Classes { labels, .. } => labels[row],
            Targets::Numbers(_) | Targets::Following(_) => panic!("there are no classes"),
        }
    }
}
