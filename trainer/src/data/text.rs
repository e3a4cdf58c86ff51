//! Text for models of language: characters as numbers, cut into sequences.
//!
//! A sequence, a window of the text, is one sample: each begins where the one before ends, and an epoch takes
//! each of them once, in an order of its own. The vocabulary is that of the part that trains, so that
//! nothing is known of the rest; whatever else validates is one more symbol, the unknown.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, OnceLock},
};

use search::config::{self, Grammar, Writing};

use super::{Data, Samples, digest, file, following::Following, generated::index_of, grammar};
use crate::Error;

/// The most characters that a text has to be told apart, and one more for what it does not know.
const SYMBOLS_MAX: usize = 1 << 16;

/// The most characters that are drawn: 1 GiB. A limit against slips of the keyboard.
const CHARACTERS_MAX: u64 = 1 << 30;

/// A text in memory. Its beginning trains and its end validates: shuffled, the parts would share
/// sentences.
#[derive(Debug)]
pub struct Text {
    /// The file, or whatever else a user calls it.
    name: String,
    /// The characters of the training part, in their order.
    vocabulary: Vec<char>,
    length: usize,
    train: Arc<[u16]>,
    validation: Arc<[u16]>,
    /// What it is drawn by, if it is drawn.
    grammar: Option<Grammar>,
}

impl Text {
    /// Reads a text below `folder`, or draws one.
    pub fn load(text: &config::Text, folder: &Path) -> Result<Self, Error> {
        let length = index_of(text.length);
        match &text.writing {
            Writing::File { path, digests } => {
                digest::check(digests, folder)?;
                let bytes = file::read(folder, path)?;
                let content = content(path, &bytes)?;
                let count = content.chars().count();
                let train = count - validating(count, text.validation);
                Self::new(path, content, train, length)
            }
            Writing::Grammar { grammar, samples } => {
                let validation = text.validating(*samples);
                // Each part has one more: what follows its last sequence.
                let characters = samples.saturating_mul(text.length).saturating_add(2);
                if characters > CHARACTERS_MAX {
                    return Err(Error::Invalid(format!(
                        "grammar: {samples} sequences of {length} characters are more than fit; at most \
                         {CHARACTERS_MAX} characters"
                    )));
                }
                let content = grammar::write(*grammar, index_of(characters));
                let train = (samples - validation) * text.length + 1;
                let text = Self::new("grammar", &content, index_of(train), length)?;
                Ok(Self { grammar: Some(*grammar), ..text })
            }
        }
    }

    /// The first `train` characters train, the rest validate.
    fn new(name: &str, content: &str, train: usize, length: usize) -> Result<Self, Error> {
        let count = content.chars().count();
        for (part, held) in [("train", train), ("validate", count - train)] {
            if held <= length {
                return Err(file::invalid(
                    name,
                    format!(
                        "has {count} characters, of which {held} {part}; a sequence of {length} and what follows \
                         it do not fit"
                    ),
                ));
            }
        }
        if count / length >= u32::MAX as usize {
            let problem = format!("has {count} characters: more sequences than can be told apart");
            return Err(file::invalid(name, problem));
        }
        let vocabulary: BTreeSet<char> = content.chars().take(train).collect();
        let vocabulary: Vec<char> = vocabulary.into_iter().collect();
        if let [only] = *vocabulary {
            let problem = format!("holds nothing but {only:?}; there is nothing to learn");
            return Err(file::invalid(name, problem));
        }
        if vocabulary.len() >= SYMBOLS_MAX {
            let (held, max) = (vocabulary.len(), SYMBOLS_MAX - 1);
            let problem =
                format!("has {held} different characters; at most {max} can be told apart");
            return Err(file::invalid(name, problem));
        }
        let symbol = |it: char| vocabulary.binary_search(&it).unwrap_or(vocabulary.len());
        let symbol = |it| u16::try_from(symbol(it)).expect("there are fewer than 2^16");
        let mut characters = content.chars().map(symbol);
        let train: Arc<[u16]> = characters.by_ref().take(train).collect();
        let validation = characters.collect();
        let name = name.to_owned();
        Ok(Self { name, vocabulary, length, train, validation, grammar: None })
    }

    /// The same as samples: a sequence is one, and what follows each of its characters is to be told.
    pub(super) fn samples(&self) -> Data {
        let part = |characters: &Arc<[u16]>| {
            let following = Following::new(Arc::clone(characters), self.length, self.symbols());
            Samples::text(&self.name, Arc::clone(characters), following)
        };
        Data {
            train: part(&self.train),
            validation: part(&self.validation),
            outputs: self.symbols(),
            fingerprint: OnceLock::new(),
        }
    }

    /// How much chance there is in a character, in nats, where that is known.
    pub fn entropy(&self) -> Option<f64> {
        self.grammar.map(grammar::entropy)
    }

    /// The `val_loss` of whoever knows what the text is drawn by, where that is known. It lies above the
    /// entropy, as a sequence begins anywhere. No model comes below it but by luck.
    pub fn best_loss(&self) -> Option<f64> {
        let grammar = self.grammar?;
        // Drawn again, as the training part may lack some of its characters.
        let content = grammar::write(grammar, self.train.len() + self.validation.len());
        let part = &content.as_bytes()[self.train.len()..];
        let whole = |sequence| &part[sequence * self.length..][..=self.length];
        Some(grammar::best_loss(grammar, (0..self.validation().len()).map(whole)))
    }

    /// The beginning of the training part, in up to so many characters.
    pub fn beginning(&self, characters: usize) -> String {
        let beginning = self.train.iter().take(characters);
        beginning.map(|it| self.vocabulary[usize::from(*it)]).collect()
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

/// What a file says.
fn content<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Error> {
    str::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        let line = bytes[..byte].split(|it| *it == b'\n').count();
        file::invalid(path, format!("line {line}, byte {byte}: is not UTF-8"))
    })
}
