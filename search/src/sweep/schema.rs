//! The JSON Schema of a sweep, for editors and programs that write sweeps.
//!
//! It takes every sweep that [`Sweep::read`](super::Sweep::read) takes, and refuses what is wrong in its shape: unknown
//! keys, kinds and types, numbers out of bounds. What hangs on several places at once (bounds out of order, too
//! many trials, a value that only some optimizers have) is found by the reader alone.

/// The schema, JSON Schema draft 2020-12.
pub fn schema() -> &'static str {
    include_str!("schema.json")
}
