//! What to do about a call that failed, and how long to wait before.

use std::time::Duration;

use tonic::{Code, Status};

/// The longest wait before the first repetition; each further one may wait twice as long.
const FIRST: Duration = Duration::from_millis(100);

/// The longest wait of all.
pub(crate) const LONGEST: Duration = Duration::from_secs(10);

/// What to do about a call that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Nobody answered, or not to the end: say the same again, over a new connection if need be.
    Reconnect,
    /// The coordinator is there but cannot answer now: say the same again.
    Repeat,
    /// The coordinator does not know this worker: register, then say the same again.
    Register,
    /// The answer will stay the same, however often it is said.
    GiveUp,
}

/// What to do about `status`.
pub(crate) fn remedy(status: &Status) -> Remedy {
    match status.code() {
        // A connection that ends in order shows as CANCELLED now and then, a broken one as UNKNOWN.
        Code::Unavailable | Code::Unknown | Code::Cancelled | Code::DeadlineExceeded => {
            Remedy::Reconnect
        }
        Code::Internal if status.message().contains("h2 protocol error") => Remedy::Reconnect,
        // The database's bad minute must not cost a trial.
        Code::Internal | Code::ResourceExhausted | Code::Aborted => Remedy::Repeat,
        Code::NotFound => Remedy::Register,
        Code::Ok
        | Code::InvalidArgument
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::OutOfRange
        | Code::Unimplemented
        | Code::DataLoss
        | Code::Unauthenticated => Remedy::GiveUp,
    }
}

/// How long to wait after `tries` failures: anything up to a limit that doubles ("full jitter"),
/// so that many workers do not come back at once. `draw` is a random number.
pub(crate) fn wait(tries: u32, draw: u64) -> Duration {
    let longest = FIRST.saturating_mul(1 << tries.saturating_sub(1).min(10)).min(LONGEST);
    let nanos = (longest.as_nanos() * u128::from(draw)) >> 64;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// How long the coordinator asks to be left alone, in whole seconds, if it says so.
pub(crate) fn asked(status: &Status) -> Option<Duration> {
    let seconds = status.metadata().get("retry-after")?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_connection_is_made_anew() {
        for status in [
            Status::unavailable("tcp connect error"),
            Status::unknown("transport error"),
            Status::cancelled("operation was canceled"),
            Status::deadline_exceeded("no answer"),
            Status::internal("h2 protocol error: error reading a body from connection"),
        ] {
            assert_eq!(remedy(&status), Remedy::Reconnect, "{status}");
        }
    }

    #[test]
    fn an_answer_that_will_not_change_is_final() {
        for status in [Status::invalid_argument("no"), Status::permission_denied("no")] {
            assert_eq!(remedy(&status), Remedy::GiveUp, "{status}");
        }
        assert_eq!(remedy(&Status::not_found("no worker")), Remedy::Register);
        assert_eq!(remedy(&Status::resource_exhausted("busy")), Remedy::Repeat);
        assert_eq!(remedy(&Status::internal("internal failure")), Remedy::Repeat);
    }

    #[test]
    fn waits_grow_from_a_tenth_of_a_second_to_ten_seconds() {
        let longest = |tries| wait(tries, u64::MAX).as_millis();
        assert_eq!([1, 2, 3, 4].map(longest), [99, 199, 399, 799]);
        assert_eq!([8, 20, u32::MAX].map(longest), [9_999; 3]);
        assert_eq!(wait(20, 0), Duration::ZERO);
        assert_eq!(wait(1, 1 << 63), Duration::from_millis(50));
    }

    #[test]
    fn a_wait_that_the_coordinator_asks_for_is_kept_up_to_a_limit() {
        let mut status = Status::resource_exhausted("busy");
        assert_eq!(asked(&status), None);
        status.metadata_mut().insert("retry-after", "3".parse().unwrap());
        assert_eq!(asked(&status), Some(Duration::from_secs(3)));
        status.metadata_mut().insert("retry-after", "3000".parse().unwrap());
        assert_eq!(asked(&status), Some(LONGEST));
    }
}
