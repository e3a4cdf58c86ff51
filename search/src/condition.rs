//! Conditions that people put to trials, such as `lr >= 0.01 and batch_size = 32`.
//!
//! Numbers are shown rounded, and looked for as they are shown: two are equal where they agree in all digits that are
//! written, and in three at least. So `lr = 0.0316` finds the rate 10^-1.5.

mod reading;
#[cfg(test)]
mod tests;

use std::ops::{Bound, RangeBounds as _};

use crate::document::Node;

pub use reading::{LENGTH_MAX, TERMS_MAX, read};

/// What somebody wants of one thing about a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What the thing is called.
    pub name: String,
    /// How it is compared.
    pub compare: Compare,
    /// With what.
    pub operand: Operand,
}

/// How two things are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// What something is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number.
    Number {
        /// As it was written.
        written: String,
        /// What that comes to, finite.
        value: f64,
        /// Numbers no further from it than this are equal to it.
        slack: f64,
    },
    /// Anything else.
    Word(String),
}

/// Numbers in a row, or all others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The lowest.
    pub from: Bound<f64>,
    /// The highest.
    pub to: Bound<f64>,
    /// All others are meant.
    pub is_outside: bool,
}

impl Compare {
    const WRITTEN: [(&'static str, Self); 6] = [
        ("!=", Self::Unequal),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("=", Self::Equal),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    /// How it is written.
    pub fn sign(self) -> &'static str {
        Self::WRITTEN.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

impl Span {
    /// Whether `number` is meant.
    pub fn contains(&self, number: f64) -> bool {
        number.is_finite() && (self.from, self.to).contains(&number) != self.is_outside
    }

    /// The numbers that are meant, each so many times as large; `factor` is above zero.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { from: self.from.map(|it| it * factor), to: self.to.map(|it| it * factor), ..self }
    }
}

impl Condition {
    /// The numbers that meet it; `None` where it compares with a word.
    pub fn span(&self) -> Option<Span> {
        let Operand::Number { value, slack, .. } = self.operand else { return None };
        let (low, high) = (value - slack, value + slack);
        let (from, to) = match self.compare {
            Compare::Equal | Compare::Unequal => (Bound::Included(low), Bound::Included(high)),
            Compare::Less => (Bound::Unbounded, Bound::Excluded(low)),
            Compare::AtMost => (Bound::Unbounded, Bound::Included(high)),
            Compare::Greater => (Bound::Excluded(high), Bound::Unbounded),
            Compare::AtLeast => (Bound::Included(low), Bound::Unbounded),
        };
        Some(Span { from, to, is_outside: self.compare == Compare::Unequal })
    }

    /// The word that is wanted, or not wanted where the second is false; `None` where words cannot be compared so.
    pub fn word(&self) -> Option<(&str, bool)> {
        let word = match &self.operand {
            Operand::Number { written, .. } => written,
            Operand::Word(word) => word,
        };
        match self.compare {
            Compare::Equal => Some((word, true)),
            Compare::Unequal => Some((word, false)),
            Compare::Less | Compare::AtMost | Compare::Greater | Compare::AtLeast => None,
        }
    }

    /// Whether a setting of `value` meets it. A map is known by its `kind`; nothing meets no condition.
    pub fn is_met_by(&self, value: &Node) -> bool {
        if let (Some(number), Some(span)) = (value.number(), self.span()) {
            return span.contains(number);
        }
        let named = match value {
            Node::Text(text) => text.clone(),
            Node::Bool(it) => it.to_string(),
            Node::Map(_) => match value.get("kind") {
                Some(Node::Text(kind)) => kind.clone(),
                _ => return false,
            },
            Node::Integer(_) | Node::Number(_) | Node::List(_) => String::new(),
            Node::Null => return false,
        };
        self.word().is_some_and(|(word, is_wanted)| (named == word) == is_wanted)
    }
}
