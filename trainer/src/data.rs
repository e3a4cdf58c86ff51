//! Data sets in memory, ready to train on.
//!
//! Each source has a file of its own that turns it into [`Samples`] or says what is wrong with it;
//! splitting and scaling are the same for all of them.

mod source;
mod summary;

mod cifar;
mod idx;
mod images;
mod npy;
mod numpy;
mod parquet;
mod table;
mod text;

mod digits;
mod generated;
mod grammar;
mod patterns;
mod teacher;

mod classes;
mod columns;
mod digest;
mod features;
mod file;
mod following;
mod group;
mod image;
mod label_noise;
mod samples;
mod scale;
mod targets;

use std::{path::Path, sync::OnceLock};

use search::config::{Dataset, LabelNoise, Scale, Source, Split, Target};

pub(crate) use self::digest::hexadecimal;
pub use self::{
    digest::digest,
    following::Following,
    group::{Group, Part},
    image::Image,
    samples::Samples,
    summary::{Class, Range, Summary},
    targets::{Numbers, Targets},
    text::Text,
};
use self::{scale::PIXEL, source::Loaded};
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// A data set in memory, ready to train on; cheap to share between runs.
#[derive(Debug)]
pub struct Data {
    pub(crate) train: Samples,
    pub(crate) validation: Samples,
    outputs: usize,
    /// Worked out when somebody asks.
    fingerprint: OnceLock<String>,
}

impl Data {
    /// Loads or generates `dataset`; files are looked for below `folder`.
    pub fn load(dataset: &Dataset, folder: &Path) -> Result<Self, Error> {
        match dataset {
            Dataset::Digits { noise } => Ok(digits::load()?.with_wrong_labels(*noise)),
            Dataset::Generated { shape, samples, seed, split, noise } => {
                let samples = generated::draw(*shape, *samples, *seed)?;
                Ok(Self::split(samples, split, |_, _| Vec::new())?.with_wrong_labels(*noise))
            }
            Dataset::Files { source, scale, split, digests } => {
                digest::check(digests, folder)?;
                let data = Self::files(Loaded::of(source, folder)?, *scale, split)?;
                match source {
                    Source::Table { target: Target::Numbers(scale), .. }
                    | Source::Numpy { target: Target::Numbers(scale), .. } => {
                        data.with_scaled_targets(*scale)
                    }
                    _ => Ok(data),
                }
            }
            Dataset::Text(text) => Ok(Text::load(text, folder)?.samples()),
        }
    }

    /// What its numbers come to, in 64 digits: the same for the same samples in the same order, from whichever file.
    pub(crate) fn fingerprint(&self) -> String {
        self.fingerprint.get_or_init(|| digest::of_parts([&self.train, &self.validation])).clone()
    }

    /// The samples that train.
    pub fn training(&self) -> &Samples {
        &self.train
    }

    /// The samples that validate.
    pub fn validation(&self) -> &Samples {
        &self.validation
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

    /// How many numbers a model gives for a sample: one for each class, or for each target.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// What the features are the pixels of, where they are.
    pub fn image(&self) -> Option<Image> {
        self.train.image()
    }

    /// The rows that are worth scoring apart.
    pub fn groups(&self) -> Vec<Group> {
        group::all(&self.train, &self.validation)
    }

    /// These rows, which validate as well: for the tests of what learns from them.
    #[cfg(test)]
    pub(crate) fn of(width: usize, features: &[f32], labels: &[u32]) -> Self {
        let part = || Samples::new("rows", width, features.to_vec(), labels.to_vec());
        Self::parts(part().unwrap(), part().unwrap()).unwrap()
    }

    /// The same with images.
    #[cfg(test)]
    pub(crate) fn of_images(image: Image, features: &[f32], labels: &[u32]) -> Self {
        let Self { train, validation, .. } = Self::of(image.size(), features, labels);
        let [train, validation] = [train, validation].map(|it| it.of_images(image));
        Self::parts(train, validation).unwrap()
    }

    /// Splits what was read where it has no part of its own to validate with, and scales both parts by
    /// the training part's statistics.
    fn files(loaded: Loaded, scale: Scale, split: &Split) -> Result<Self, Error> {
        let Loaded { mut train, validation, pixels } = loaded;
        let columns = |samples: &Samples, rows: &[usize]| match scale {
            Scale::MinMax if pixels => vec![PIXEL; samples.width()],
            Scale::None | Scale::MinMax | Scale::Standard => samples.columns(scale, rows),
        };
        let Some(mut validation) = validation else { return Self::split(train, split, columns) };
        let rows: Vec<usize> = (0..train.len()).collect();
        let columns = columns(&train, &rows);
        check_widths(&train, &validation)?;
        train.scale(&columns)?;
        validation.scale(&columns)?;
        Self::parts(train, validation)
    }

    /// Takes the validation part off, drawn by chance. Both parts keep the order of the rows. All rows
    /// are scaled as `columns` finds it right for those that train.
    fn split(
        mut samples: Samples,
        split: &Split,
        columns: impl Fn(&Samples, &[usize]) -> Vec<scale::Column<f64>>,
    ) -> Result<Self, Error> {
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
        samples.scale(&columns(&samples, train))?;
        Self::parts(samples.pick(train), samples.pick(validation))
    }

    /// Puts two parts together, if they fit.
    fn parts(train: Samples, validation: Samples) -> Result<Self, Error> {
        check_widths(&train, &validation)?;
        if let Some(only) = train.targets().only() {
            return Err(train.refused(&format!("all rows to train on have {only}")));
        }
        if let Targets::Numbers(numbers) = validation.targets()
            && numbers.variance() <= 0.0
        {
            return Err(validation.refused(
                "all rows to validate with have the same targets, so that their r² cannot be told; take more rows",
            ));
        }
        let outputs = train.targets().outputs().max(validation.targets().outputs());
        Ok(Self { train, validation, outputs, fingerprint: OnceLock::new() })
    }

    fn with_scaled_targets(mut self, scale: Scale) -> Result<Self, Error> {
        let Targets::Numbers(numbers) = self.train.targets() else { return Ok(self) };
        let columns = numbers.columns(scale);
        if columns.is_empty() {
            return Ok(self);
        }
        for part in [&mut self.train, &mut self.validation] {
            if let Some(numbers) = part.numbers_mut() {
                numbers.scale(&columns);
                if !numbers.variance().is_finite() {
                    return Err(
                        part.refused("a target leaves the finite numbers when it is scaled")
                    );
                }
            }
        }
        Ok(self)
    }

    fn with_wrong_labels(self, noise: LabelNoise) -> Self {
        let train = label_noise::add(self.train, self.outputs, noise);
        Self { train, ..self }
    }
}

fn check_widths(train: &Samples, validation: &Samples) -> Result<(), Error> {
    let [ours, theirs] = [train, validation].map(Samples::width);
    if ours == theirs {
        let [ours, theirs] = [train, validation].map(Samples::image);
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && ours != theirs
        {
            return Err(validation
                .refused(&format!("images of {theirs}, where the training part has {ours}")));
        }
        return Ok(());
    }
    Err(validation.refused(&format!("{theirs} features a row, where the training part has {ours}")))
}
