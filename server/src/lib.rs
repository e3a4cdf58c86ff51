//! The coordinator: hands out trials, remembers results, shows them.

pub mod clock;
pub mod coordinator;
pub mod error;
pub mod grpc;
mod listener;
pub mod rest;
mod server;
pub mod store;

pub use server::{Config, Error, LEASE_MIN, Server};
