//! What is wrong with a document, and where.

use std::{cell::RefCell, fmt};

use serde::{Deserialize, Serialize};

/// One mistake in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it is: dotted, as in `parameters.lr.min`; empty for the document itself.
    pub path: String,
    /// What is wrong there, and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

/// A place in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// The document itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// The entry `key` of the map that stands here.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let key = short(key, KEY_MAX);
        Self(if self.0.is_empty() { key } else { format!("{}.{key}", self.0) })
    }

    /// The `index`-th item of the list that stands here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }
}

/// The mistakes found so far. Readers share it, note what they find and go on.
#[derive(Debug, Default)]
pub struct Problems(RefCell<Vec<Problem>>);

/// So many mistakes are told; a document with more is told so in the last of them.
const TOLD_MAX: usize = 100;

impl Problems {
    /// Notes a mistake. Returns nothing, so that a reader can end with it.
    pub fn note<T>(&self, path: &Path, message: impl Into<String>) -> Option<T> {
        let mut noted = self.0.borrow_mut();
        let problem = Problem { path: path.0.clone(), message: message.into() };
        if noted.contains(&problem) {
            // Found on two ways; told once.
        } else if noted.len() < TOLD_MAX {
            noted.push(problem);
        } else if noted.len() == TOLD_MAX {
            noted.push(Problem { path: String::new(), message: "and more mistakes".into() });
        }
        None
    }

    /// Whether nothing has been found yet.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Whether so much has been found that nothing more will be told.
    pub fn is_full(&self) -> bool {
        self.0.borrow().len() > TOLD_MAX
    }

    /// The value that was read, if nothing was wrong with it.
    pub fn settle<T>(self, read: Option<T>) -> Result<T, Vec<Problem>> {
        let found = self.0.into_inner();
        match read {
            Some(value) if found.is_empty() => Ok(value),
            _ => Err(found),
        }
    }
}

/// So much of a key is shown in a path.
const KEY_MAX: usize = 100;

/// `text`, or its beginning where it is longer than `max` letters.
pub(super) fn short(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
