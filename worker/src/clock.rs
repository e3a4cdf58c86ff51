//! The one place that asks the machine what time it is.

use std::time::Instant;

/// Now, on a clock that never goes back.
#[expect(clippy::disallowed_methods, reason = "this is the clock everyone else must ask")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
