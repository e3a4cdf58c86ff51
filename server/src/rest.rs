//! The REST door: turns requests into calls and answers into JSON, and decides nothing.

use axum::Router;

use crate::coordinator::Coordinator;

/// How the door is to behave.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether only this machine can reach it.
    pub loopback: bool,
}

/// The routes.
pub fn router(_coordinator: Coordinator, _options: Options) -> Router {
    Router::new()
}
