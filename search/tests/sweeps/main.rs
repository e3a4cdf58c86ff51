//! Sweeps as people write them: right ones are taken, wrong ones refused, by the reader and by the schema alike.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod cases;
mod checker;
mod schema;
mod wrong;
