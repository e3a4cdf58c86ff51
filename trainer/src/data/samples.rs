//! Rows of features with their classes.

use crate::Error;

/// The most numbers that a data set may hold: 4 GiB. A limit against slips of the keyboard.
const NUMBERS_MAX: usize = 1 << 30;

/// The most classes: what lies above is a regression's target or an identifier.
pub(super) const CLASSES_MAX: usize = 1 << 16;

/// Rows of features with their classes, and where they came from.
#[derive(Debug)]
pub(crate) struct Samples {
    /// The file, or whatever else a user calls it.
    name: String,
    width: usize,
    features: Vec<f32>,
    labels: Vec<u32>,
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
        let samples = Self { name: name.to_owned(), width, features, labels, marks: Vec::new() };
        if samples.labels.is_empty() {
            return Err(samples.refused("holds no rows"));
        }
        if width == 0 {
            return Err(samples.refused("holds no features"));
        }
        assert_eq!(samples.features.len(), samples.labels.len() * width, "readers count rows");
        if let Some(at) = samples.features.iter().position(|it| !it.is_finite()) {
            let (row, column, value) = (at / width + 1, at % width + 1, samples.features[at]);
            return Err(samples
                .refused(&format!("row {row}, feature {column}: {value} is not a finite number")));
        }
        Ok(samples)
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

    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn features(&self, row: usize) -> &[f32] {
        &self.features[row * self.width..][..self.width]
    }

    pub(crate) fn label(&self, row: usize) -> u32 {
        self.labels[row]
    }

    /// All features, row after row, to be scaled.
    pub(super) fn features_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.features.chunks_exact_mut(self.width)
    }

    /// One more than the largest label.
    pub(super) fn classes(&self) -> usize {
        self.labels.iter().max().map_or(0, |it| *it as usize + 1)
    }

    /// The class of every row, if it is the same one.
    pub(super) fn only_class(&self) -> Option<u32> {
        let first = *self.labels.first()?;
        self.labels.iter().all(|it| *it == first).then_some(first)
    }

    /// These rows, in this order.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        Self {
            name: self.name.clone(),
            width: self.width,
            features: rows.iter().flat_map(|row| self.features(*row)).copied().collect(),
            labels: rows.iter().map(|row| self.labels[*row]).collect(),
            marks: rows.iter().filter_map(|row| self.marks.get(*row)).copied().collect(),
        }
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

    /// The labels, to be changed.
    pub(super) fn labels_mut(&mut self) -> &mut [u32] {
        &mut self.labels
    }

    /// Says what is wrong with them.
    pub(super) fn refused(&self, problem: &str) -> Error {
        Error::Invalid(format!("{}: {problem}", self.name))
    }
}
