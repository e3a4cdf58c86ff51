//! What a data set looks like from outside, for people to check.

use super::{Data, Numbers, Samples, Targets};

/// What a data set looks like from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Summary {
    /// Rows belong to classes.
    Classes(Vec<Class>),
    /// Rows have numbers to be told.
    Numbers(Vec<Range>),
    /// Rows are sequences of a text, which has so many symbols.
    Symbols(usize),
}

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// What it is called.
    pub name: String,
    /// How many rows of it train, and how many validate.
    pub rows: [usize; 2],
}

/// A target, as the model meets it in the training part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest number.
    pub min: f32,
    /// The largest one.
    pub max: f32,
}

impl Data {
    /// What the targets look like.
    pub fn summary(&self) -> Summary {
        match self.train.targets() {
            Targets::Numbers(numbers) => {
                Summary::Numbers((0..numbers.width()).map(|it| range(numbers, it)).collect())
            }
            Targets::Following(_) => Summary::Symbols(self.outputs),
            Targets::Classes { names, .. } => {
                let counts = [&self.train, &self.validation].map(|it| counts(it, self.outputs));
                let class = |at: usize| Class {
                    name: names.get(at).cloned().unwrap_or_else(|| at.to_string()),
                    rows: [counts[0][at], counts[1][at]],
                };
                Summary::Classes((0..self.outputs).map(class).collect())
            }
        }
    }
}

/// How many rows each class has.
fn counts(samples: &Samples, classes: usize) -> Vec<usize> {
    let mut counts = vec![0; classes];
    if let Targets::Classes { labels, .. } = samples.targets() {
        for label in labels {
            counts[*label as usize] += 1;
        }
    }
    counts
}

fn range(numbers: &Numbers, column: usize) -> Range {
    let nothing = Range { min: f32::INFINITY, max: f32::NEG_INFINITY };
    numbers
        .column(column)
        .fold(nothing, |it, number| Range { min: it.min.min(number), max: it.max.max(number) })
}
