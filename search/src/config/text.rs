//! Text that models of language learn from, character by character.

use super::{
    Digest,
    data::{seed, share, validating},
    files::path,
};
use crate::document::Fields;

/// The longest sequence. A limit against slips of the keyboard.
pub(super) const LENGTH_MAX: u64 = 65_536;

/// How long a sequence is where nothing is said.
pub(super) const LENGTH: u64 = 64;

/// A text, cut into sequences. Its beginning trains and its end validates.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where it comes from.
    pub writing: Writing,
    /// How many characters a sequence has; as many as its model looks at where only that is said.
    pub length: u64,
    /// The share of the characters that validates.
    pub validation: f64,
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Writing {
    /// A file on the worker.
    File {
        /// The file, in UTF-8.
        path: String,
        /// What it must contain, if that is said.
        digests: Vec<Digest>,
    },
    /// It is drawn anew, the same for every trial of a sweep.
    Grammar {
        /// What it is drawn by.
        grammar: Grammar,
        /// How many sequences, training and validation together.
        samples: u64,
    },
}

/// Made-up words, each of which may be followed by four of them, with probabilities from 0.4 to 0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grammar {
    /// How many words there are.
    pub words: u64,
    /// What they, and the text, are drawn with.
    pub seed: u64,
}

impl Text {
    pub(super) fn file(fields: &Fields<'_>) -> Option<Self> {
        let path = fields.required("path", path);
        let (length, validation) = Self::cut(fields);
        let paths: Vec<&str> = path.as_deref().into_iter().collect();
        let digests = Digest::read(fields, &paths);
        let writing = Writing::File { path: path?, digests: digests? };
        Some(Self { writing, length: length?, validation: validation? })
    }

    pub(super) fn grammar(fields: &Fields<'_>) -> Option<Self> {
        // Fewer words than may follow one would leave no choice to learn.
        let words = fields.or("words", 32, |it| it.whole(8, 1_000));
        let samples = fields.or("samples", 2_000, |it| it.whole(10, 10_000_000));
        let (length, validation) = Self::cut(fields);
        let seed = seed(fields);
        let grammar = Grammar { words: words?, seed: seed? };
        let writing = Writing::Grammar { grammar, samples: samples? };
        Some(Self { writing, length: length?, validation: validation? })
    }

    /// How it is cut, into sequences and into parts.
    fn cut(fields: &Fields<'_>) -> (Option<u64>, Option<f64>) {
        let length = fields.or("length", LENGTH, |it| it.whole(1, LENGTH_MAX));
        (length, fields.or("validation", 0.1, share))
    }

    /// How many of so many sequences validate: one at least, and not all of them.
    pub fn validating(&self, samples: u64) -> u64 {
        validating(samples, self.validation)
    }

    /// How many sequences train, where that is known without looking into it.
    pub(super) fn rows(&self) -> Option<u64> {
        match self.writing {
            Writing::File { .. } => None,
            Writing::Grammar { samples, .. } => Some(samples - self.validating(samples)),
        }
    }
}
