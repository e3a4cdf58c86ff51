//! Which reader reads which files.

use std::path::Path;

use search::config::{Source, TableFormat};

use super::{Samples, cifar, idx, images, numpy, parquet, table};
use crate::Error;

/// What was read of a data set.
pub(super) struct Loaded {
    pub(super) train: Samples,
    /// A part of its own to validate with, where the set has one.
    pub(super) validation: Option<Samples>,
    /// Whether features are the bytes of pixels, whose range is known.
    pub(super) pixels: bool,
}

impl Loaded {
    /// Reads the files of `source`, below `folder`.
    pub(super) fn of(source: &Source, folder: &Path) -> Result<Self, Error> {
        match source {
            Source::Table { format, path, columns, target } => {
                let load = match format {
                    TableFormat::Csv => table::load,
                    TableFormat::Parquet => parquet::load,
                };
                load(folder, path, columns, *target).map(Self::rows)
            }
            Source::Numpy { features, labels, target } => {
                numpy::load(folder, features, labels, *target).map(Self::rows)
            }
            Source::Idx { images, labels, validation } => {
                let train = idx::load(folder, images, labels)?;
                let load = |[images, labels]: &[String; 2]| idx::load(folder, images, labels);
                let validation = validation.as_ref().map(load).transpose()?;
                Ok(Self { train, validation, pixels: true })
            }
            Source::Cifar { folder: path, set } => cifar::load(folder, path, *set),
            Source::Images(it) => images::load(folder, it),
        }
    }

    /// Rows that are still to be split.
    fn rows(train: Samples) -> Self {
        Self { train, validation: None, pixels: false }
    }
}
