//! Text that models of language learn from, character by character.

use super::{Digest, data::share, files::path};
use crate::document::Fields;

/// The longest sequence. A limit against slips of the keyboard.
pub(super) const LENGTH_MAX: u64 = 65_536;

/// How long a sequence is where nothing is said.
pub(super) const LENGTH: u64 = 64;

/// A text, cut into sequences. Its beginning trains and its end validates.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The file, in UTF-8.
    pub path: String,
    /// How many characters a sequence has; as many as its model looks at where only that is said.
    pub length: u64,
    /// The share of the characters that validates.
    pub validation: f64,
    /// What the file must contain, if that is said.
    pub digests: Vec<Digest>,
}

impl Text {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let path = fields.required("path", path);
        let length = fields.or("length", LENGTH, |it| it.whole(1, LENGTH_MAX));
        let validation = fields.or("validation", 0.1, share);
        let paths: Vec<&str> = path.as_deref().into_iter().collect();
        let digests = Digest::read(fields, &paths);
        Some(Self { path: path?, length: length?, validation: validation?, digests: digests? })
    }
}
