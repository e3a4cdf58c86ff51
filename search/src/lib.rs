//! The rules of a learning-rate search, with no input or output.
//!
//! Everything here is a value or a function from values to values. Time and randomness
//! come in as arguments, so a test can replay any history exactly.

pub mod answer;
pub mod bundling;
pub mod condition;
pub mod config;
pub mod course;
pub mod curve;
pub mod document;
pub mod find;
pub mod growth;
pub mod loss;
pub mod metric;
pub mod noise;
pub mod policy;
pub mod preview;
pub mod range_test;
pub mod schedule;
pub mod stopping;
pub mod sweep;
pub mod time;
pub mod trial;
