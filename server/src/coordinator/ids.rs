//! Names that sort by the time at which they were given: UUIDs of version 7.

use std::sync::Arc;

use uuid::{ContextV7, Uuid};

use crate::clock::Clock;

/// Gives names.
#[derive(Clone)]
pub(super) struct Ids {
    clock: Clock,
    /// Counts within a millisecond, so that names keep the order in which they were given.
    context: Arc<std::sync::Mutex<ContextV7>>,
}

impl Ids {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, context: Arc::default() }
    }

    /// A name that nobody has had before, after all that were given before.
    pub(super) fn next(&self) -> String {
        let now = self.clock.now().0.max(0).unsigned_abs();
        let (seconds, nanos) = (now / 1_000, (now % 1_000) * 1_000_000);
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let at = uuid::Timestamp::from_unix(&*context, seconds, u32::try_from(nanos).unwrap_or(0));
        Uuid::new_v7(at).to_string()
    }
}
