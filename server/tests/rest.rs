//! The REST door, without sockets, on both databases: what it answers, and what it refuses.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "rest/answers.rs"]
mod answers;
#[path = "rest/best_rates.rs"]
mod best_rates;
#[path = "rest/curves.rs"]
mod curves;
#[path = "rest/door.rs"]
mod door;
#[path = "rest/events.rs"]
mod events;
#[path = "rest/export.rs"]
mod export;
#[path = "rest/guard.rs"]
mod guard;
mod harness;
#[path = "rest/heat.rs"]
mod heat;
#[path = "rest/outside.rs"]
mod outside;
#[path = "rest/plots.rs"]
mod plots;
#[path = "rest/range_tests.rs"]
mod range_tests;
#[path = "rest/refusals.rs"]
mod refusals;
#[path = "rest/schedules.rs"]
mod schedules;
#[path = "rest/selecting.rs"]
mod selecting;
#[path = "rest/stopping.rs"]
mod stopping;
#[path = "rest/submitting.rs"]
mod submitting;
#[path = "rest/sweeps.rs"]
mod sweeps;
#[path = "rest/timeline.rs"]
mod timeline;
#[path = "rest/trials.rs"]
mod trials;
#[path = "rest/workers.rs"]
mod workers;
