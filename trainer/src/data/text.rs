//! Text for models of language: characters as numbers, cut into sequences.

use std::{collections::BTreeSet, path::Path};

use search::config;

use super::{digest, file};
use crate::Error;

/// The most characters that a text has to be told apart, and one more for what it does not know.
const SYMBOLS_MAX: usize = 1 << 16;

/// A text in memory. Its beginning trains and its end validates: shuffled, the parts would share
/// sentences.
#[derive(Debug)]
pub struct Text {
    /// The characters of the training part, in their order.
    vocabulary: Vec<char>,
    length: usize,
    train: Vec<u16>,
    validation: Vec<u16>,
}

impl Text {
    /// Reads a text below `folder`.
    pub fn load(text: &config::Text, folder: &Path) -> Result<Self, Error> {
        digest::check(&text.digests, folder)?;
        Self::parse(text, &file::read(folder, &text.path)?)
    }

    fn parse(text: &config::Text, bytes: &[u8]) -> Result<Self, Error> {
        let content = str::from_utf8(bytes).map_err(|error| {
            let byte = error.valid_up_to();
            let line = bytes[..byte].split(|it| *it == b'\n').count();
            file::invalid(&text.path, format!("line {line}, byte {byte}: is not UTF-8"))
        })?;
        let count = content.chars().count();
        let length = usize::try_from(text.length).unwrap_or(usize::MAX);
        let train = count - validating(count, text.validation);
        for (part, held) in [("train", train), ("validate", count - train)] {
            if held <= length {
                return Err(file::invalid(
                    &text.path,
                    format!(
                        "has {count} characters, of which {held} {part}; a sequence of {length} and what follows \
                         it do not fit"
                    ),
                ));
            }
        }
        let vocabulary: BTreeSet<char> = content.chars().take(train).collect();
        let vocabulary: Vec<char> = vocabulary.into_iter().collect();
        if vocabulary.len() >= SYMBOLS_MAX {
            let (held, max) = (vocabulary.len(), SYMBOLS_MAX - 1);
            let problem =
                format!("has {held} different characters; at most {max} can be told apart");
            return Err(file::invalid(&text.path, problem));
        }
        let symbol = |it: char| vocabulary.binary_search(&it).unwrap_or(vocabulary.len());
        let symbol = |it| u16::try_from(symbol(it)).expect("there are fewer than 2^16");
        let mut train_part: Vec<u16> = content.chars().map(symbol).collect();
        let validation = train_part.split_off(train);
        Ok(Self { vocabulary, length, train: train_part, validation })
    }

    /// The characters that can be told apart, in their order; a symbol is a place in here.
    pub fn vocabulary(&self) -> &[char] {
        &self.vocabulary
    }

    /// How many symbols there are: one for each character, and the last for all that the training part
    /// does not have.
    pub fn symbols(&self) -> usize {
        self.vocabulary.len() + 1
    }

    /// How many characters train and how many validate.
    pub fn characters(&self) -> [usize; 2] {
        [self.train.len(), self.validation.len()]
    }

    /// The sequences to train on, one after the other, each with what follows each of its characters.
    pub fn train(&self) -> impl ExactSizeIterator<Item = (&[u16], &[u16])> {
        sequences(&self.train, self.length)
    }

    /// The sequences to validate with.
    pub fn validation(&self) -> impl ExactSizeIterator<Item = (&[u16], &[u16])> {
        sequences(&self.validation, self.length)
    }

    /// How many of the characters that validate do not occur in the training part.
    pub fn unknown(&self) -> usize {
        self.validation.iter().filter(|it| usize::from(**it) == self.vocabulary.len()).count()
    }
}

/// What does not fill a sequence at the end is left out.
fn sequences(part: &[u16], length: usize) -> impl ExactSizeIterator<Item = (&[u16], &[u16])> {
    part[..part.len() - 1].chunks_exact(length).zip(part[1..].chunks_exact(length))
}

/// How many of so many characters validate.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count lies between 0 and the count"
)]
fn validating(count: usize, share: f64) -> usize {
    (count as f64 * share).round() as usize
}
