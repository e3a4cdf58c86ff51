//! Workers.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::time;
use crate::coordinator::{Liveness, Seen};

/// A process that trains.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Worker {
    /// The name that it chose among all workers, a UUID.
    id: String,
    /// What people call it.
    name: String,
    /// How many trials it trains side by side.
    slots: u32,
    /// What it trains on: `cpu`, `cuda:0`.
    device: String,
    /// Why on that; empty where the worker does not say.
    device_reason: String,
    /// How many trials a slot trains as one computation at most; 1: each by itself.
    bundle: u32,
    /// What its operator says of it.
    labels: BTreeMap<String, String>,
    /// Which version of the program it is.
    version: String,
    /// `active`, `draining` (asked to leave) or `gone` (fell silent).
    state: &'static str,
    /// How many trials it holds.
    running: u64,
    /// When it came.
    registered_at: String,
    /// When it was last heard from.
    seen_at: String,
}

impl Worker {
    pub(in crate::rest) fn of(Seen { worker, liveness, running }: Seen) -> Self {
        Self {
            state: match liveness {
                Liveness::Active => "active",
                Liveness::Draining => "draining",
                Liveness::Gone => "gone",
            },
            running,
            registered_at: time(worker.registered_at),
            seen_at: time(worker.seen_at),
            id: worker.id,
            name: worker.name,
            slots: worker.slots,
            device: worker.device,
            device_reason: worker.device_reason,
            bundle: worker.bundle,
            labels: worker.labels,
            version: worker.version,
        }
    }
}
