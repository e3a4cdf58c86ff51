//! A document as a person wrote it, JSON or YAML, before anybody has judged it.
//!
//! Reading is in two steps, so that every mistake can be told at once: the text becomes a [`Node`],
//! and [`Fields`] takes the node apart, noting each [`Problem`] with its path and going on.

mod fields;
mod node;
mod problem;

pub use fields::{Fields, Value};
pub use node::{BYTES_MAX, Malformed, Node};
pub use problem::{Path, Problem, Problems};
