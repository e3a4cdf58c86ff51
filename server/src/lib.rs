//! The coordinator: hands out trials, remembers results, shows them.

pub mod clock;
pub mod coordinator;
pub mod error;
pub mod store;
