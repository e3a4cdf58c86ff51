//! Data sets in memory, ready to train on.
//!
//! Each source has a file of its own that turns it into [`Samples`] or says what is wrong with it;
//! splitting and scaling are the same for all of them.

mod digits;
mod file;
mod generated;
mod group;
mod idx;
mod label_noise;
mod npy;
mod numpy;
mod patterns;
mod samples;
mod scale;
mod table;
mod teacher;

use std::path::Path;

use search::config::{Dataset, LabelNoise, Scale, Source, Split};

pub(crate) use self::{
    group::{Group, Part},
    samples::Samples,
};
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// A data set in memory, ready to train on; cheap to share between runs.
#[derive(Debug)]
pub struct Data {
    pub(crate) train: Samples,
    pub(crate) validation: Samples,
    classes: usize,
}

impl Data {
    /// Loads or generates `dataset`; files are looked for below `folder`.
    pub fn load(dataset: &Dataset, folder: &Path) -> Result<Self, Error> {
        match dataset {
            Dataset::Digits { noise } => Ok(digits::load()?.with_wrong_labels(*noise)),
            Dataset::Generated { shape, samples, seed, split, noise } => {
                let samples = generated::draw(*shape, *samples, *seed)?;
                Ok(Self::split(&samples, split)?.with_wrong_labels(*noise))
            }
            Dataset::Files { source: Source::Idx { images, labels, validation }, scale, split } => {
                let scale = |data| idx::scale(data, *scale);
                let train = idx::load(folder, images, labels)?;
                let Some([images, labels]) = validation else {
                    return scale(Self::split(&train, split)?);
                };
                scale(Self::parts(train, idx::load(folder, images, labels)?)?)
            }
            Dataset::Files { source: Source::Csv { path, target }, scale, split } => {
                let samples = table::load(folder, path, target.as_deref())?;
                Self::split(&samples, split)?.scaled(*scale)
            }
            Dataset::Files { source: Source::Numpy { features, labels }, scale, split } => {
                let samples = numpy::load(folder, features, labels)?;
                Self::split(&samples, split)?.scaled(*scale)
            }
        }
    }

    /// How many samples train.
    pub fn training_samples(&self) -> usize {
        self.train.len()
    }

    /// How many samples validate.
    pub fn validation_samples(&self) -> usize {
        self.validation.len()
    }

    /// How many numbers describe a sample.
    pub fn features(&self) -> usize {
        self.train.width()
    }

    /// How many classes there are to tell apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The rows that are worth scoring apart.
    pub(crate) fn groups(&self) -> Vec<Group> {
        group::all(&self.train, &self.validation)
    }

    /// Takes the validation part off, drawn by chance. Both parts keep the order of the rows.
    fn split(samples: &Samples, split: &Split) -> Result<Self, Error> {
        let count = samples.len();
        if count < 2 {
            return Err(samples.refused("holds 1 row; training and validation need one each"));
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a count lies between 0 and the count"
        )]
        let validation = (count as f64 * split.validation).round() as usize;
        let mut order: Vec<usize> = (0..count).collect();
        Draws::new(split.seed, Purpose::Split).shuffle(&mut order);
        let (train, validation) = order.split_at_mut(count - validation.clamp(1, count - 1));
        train.sort_unstable();
        validation.sort_unstable();
        Self::parts(samples.pick(train), samples.pick(validation))
    }

    /// Puts two parts together, if they fit.
    fn parts(train: Samples, validation: Samples) -> Result<Self, Error> {
        if train.width() != validation.width() {
            let (ours, theirs) = (train.width(), validation.width());
            return Err(validation
                .refused(&format!("{theirs} features a row, where the training part has {ours}")));
        }
        if let Some(only) = train.only_class() {
            return Err(train.refused(&format!(
                "all rows to train on have the class {only}; at least two classes are needed"
            )));
        }
        let classes = train.classes().max(validation.classes());
        Ok(Self { train, validation, classes })
    }

    fn with_wrong_labels(self, noise: LabelNoise) -> Self {
        let train = label_noise::add(self.train, self.classes, noise);
        Self { train, ..self }
    }

    fn scaled(mut self, scale: Scale) -> Result<Self, Error> {
        scale::scale(scale, &mut self.train, &mut self.validation)?;
        Ok(self)
    }
}
