//! The one place that asks the machine what time it is.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::UNIX_EPOCH,
};

use search::time::Timestamp;

/// A source of the current time.
///
/// Several coordinators on one Postgres must agree on when a lease runs out, so theirs shows the
/// database's time: the machine's, moved by what the database was last seen to differ from it.
#[derive(Clone)]
pub struct Clock {
    machine: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The wall clock.
    #[expect(clippy::disallowed_methods, reason = "this is the clock everyone else must ask")]
    pub fn system() -> Self {
        Self::manual(|| {
            let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }

    /// A clock that a test turns by hand.
    pub fn manual(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { machine: Arc::new(read), ahead_ms: Arc::default() }
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        Timestamp((self.machine)().0 + self.ahead_ms.load(Ordering::Relaxed))
    }

    /// Follows another clock, which showed `theirs` when this machine's showed `ours`.
    pub fn follow(&self, theirs: Timestamp, ours: Timestamp) {
        self.ahead_ms.store(theirs.0 - ours.0, Ordering::Relaxed);
    }

    /// This machine's own time.
    pub fn machine(&self) -> Timestamp {
        (self.machine)()
    }
}
