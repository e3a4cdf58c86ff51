//! The one place that asks the machine what time it is.

use std::time::{Duration, Instant, SystemTime};

/// Now, on a clock that never goes back.
#[expect(clippy::disallowed_methods, reason = "this is the clock everyone else must ask")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// How long ago that was; nothing where it lies ahead.
#[expect(clippy::disallowed_methods, reason = "this is the clock everyone else must ask")]
pub(crate) fn age(time: SystemTime) -> Duration {
    SystemTime::now().duration_since(time).unwrap_or_default()
}
