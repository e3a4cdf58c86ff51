//! The states of a trial and the arrows between them.

use super::{Ending, Outcome};
use crate::{loss::Loss, time::Timestamp};

/// Why an attempt failed that ended as stopped without having been told to.
pub const UNASKED: &str = "training stopped unasked";

/// One point of the search, and what has become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// How many leases have been granted; the latest one is the only one that counts.
    pub attempt: u32,
    /// How many attempts failed or were lost.
    pub failures: u32,
    /// So many failures are too many.
    pub attempts_max: u32,
    /// Where it stands.
    pub state: State,
}

/// Where a trial stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Waiting for a worker, and not to be given to one before this time.
    Queued(Timestamp),
    /// Being trained.
    Running(Lease),
    /// Over, with a result.
    Completed(Outcome),
    /// Over: it was stopped early, with what it had come to. That is the value of a shorter run, and no result.
    Stopped(Score),
    /// Over: it failed too often, or in a way that trying again will not mend.
    Failed(String),
    /// Over: somebody did not want it any more.
    Cancelled,
    /// Over: too many workers were lost on it.
    Quarantined,
}

/// A worker's hold on a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Lease {
    /// Who holds it.
    pub worker: String,
    /// The request that it was granted to, so that it can be granted again if the answer was lost.
    pub request: String,
    /// When we stop believing in that worker.
    pub until: Timestamp,
    /// Whether the worker is to be told that somebody cancelled the trial.
    pub cancelled: bool,
    /// How the trial is to end before its time, where early stopping has said so.
    pub halt: Option<Halt>,
}

/// How a trial ends that early stopping ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Halt {
    /// It is not worth training on; this is what it has come to.
    Stop(Score),
    /// Its training is hopeless: it counts as diverged.
    Diverge,
}

/// What a trial that was stopped had come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The deciding metric.
    pub value: Loss,
    /// The same metric before training, where it was measured.
    pub first: Option<Loss>,
}

/// Who claims to hold a trial: a worker, for one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder<'a> {
    /// The worker.
    pub worker: &'a str,
    /// The attempt that it speaks for.
    pub attempt: u32,
}

/// Something that happened to a trial.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    /// A worker takes it.
    Lease(Lease),
    /// Its holder is alive, and keeps it until then.
    Renew(Holder<'a>, Timestamp),
    /// Its holder is done. A failed one that may be tried again waits until then.
    Finish(Holder<'a>, Ending, Timestamp),
    /// Its holder hands it back unfinished.
    Release(Holder<'a>),
    /// Time has passed; a lease may have run out.
    Tick(Timestamp),
    /// Early stopping ends it, or has more to say of one that it ends.
    Halt(Halt),
    /// Somebody does not want it any more.
    Cancel,
    /// Somebody wants a failed one tried again.
    Retry,
}

/// Why an event was turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The caller's attempt is over; nothing it says counts.
    #[error("the attempt is over")]
    Fenced,
    /// Somebody holds it, or its time has not come.
    #[error("the trial is not waiting for a worker")]
    NotQueued,
    /// The trial is over.
    #[error("the trial is over")]
    Over,
    /// It did not fail.
    #[error("only failed and quarantined trials can be tried again")]
    NotFailed,
}

impl Trial {
    /// A trial that nobody has touched.
    pub fn queued(attempts_max: u32) -> Self {
        Self { attempt: 0, failures: 0, attempts_max, state: State::Queued(Timestamp(0)) }
    }

    /// The trial as it stands after `event`.
    pub fn after(&self, event: Event<'_>) -> Result<Self, Refusal> {
        use {Event as E, Refusal as R, State as S};

        match (&self.state, event) {
            (S::Queued(_), E::Lease(lease)) => Ok(self.leased(lease)),
            (S::Running(lease), E::Renew(by, until)) if self.held(lease, by) => {
                Ok(self.renewed(lease, until))
            }
            (S::Running(lease), E::Finish(by, ending, retry_at)) if self.held(lease, by) => {
                Ok(self.ended(lease, ending, retry_at))
            }
            (S::Running(lease), E::Release(by)) if self.held(lease, by) => {
                Ok(self.handed_back(lease))
            }
            (S::Running(lease), E::Halt(halt)) => {
                Ok(self.now(S::Running(Lease { halt: Some(halt), ..lease.clone() })))
            }
            (S::Running(lease), E::Tick(now)) if lease.until <= now => Ok(self.lost(lease, now)),
            (S::Queued(_), E::Cancel) => Ok(self.now(S::Cancelled)),
            (S::Running(lease), E::Cancel) => {
                Ok(self.now(S::Running(Lease { cancelled: true, ..lease.clone() })))
            }
            (S::Failed(_) | S::Quarantined, E::Retry) => {
                Ok(Self { failures: 0, ..self.now(S::Queued(Timestamp(0))) })
            }
            // The worker never heard our answer and says it again.
            (S::Completed(_) | S::Stopped(_) | S::Failed(_) | S::Cancelled, E::Finish(by, ..))
                if by.attempt == self.attempt =>
            {
                Ok(self.clone())
            }
            (_, E::Tick(_)) | (S::Cancelled, E::Cancel) => Ok(self.clone()),

            (_, E::Renew(..) | E::Finish(..) | E::Release(..) | E::Halt(_)) => Err(R::Fenced),
            (S::Completed(_) | S::Stopped(_) | S::Failed(_) | S::Quarantined, E::Cancel) => {
                Err(R::Over)
            }
            (S::Running(_), E::Lease(_)) => Err(R::NotQueued),
            (
                S::Completed(_) | S::Stopped(_) | S::Failed(_) | S::Cancelled | S::Quarantined,
                E::Lease(_),
            ) => Err(R::Over),
            (
                S::Queued(_) | S::Running(_) | S::Completed(_) | S::Stopped(_) | S::Cancelled,
                E::Retry,
            ) => Err(R::NotFailed),
        }
    }

    /// Whether it is to be trained by itself: one more failure ends it. So no trial is given up for what another one of its
    /// bundle did.
    pub fn needs_peace(&self) -> bool {
        self.failures + 1 >= self.attempts_max
    }

    /// Whether nothing more will happen to it of itself.
    pub fn is_over(&self) -> bool {
        !matches!(self.state, State::Queued(_) | State::Running(_))
    }

    fn now(&self, state: State) -> Self {
        Self { state, ..*self }
    }

    fn held(&self, lease: &Lease, by: Holder<'_>) -> bool {
        by.attempt == self.attempt && by.worker == lease.worker
    }

    fn leased(&self, lease: Lease) -> Self {
        Self { attempt: self.attempt + 1, ..self.now(State::Running(lease)) }
    }

    /// A message that was long under way must not move the lease backwards.
    fn renewed(&self, lease: &Lease, until: Timestamp) -> Self {
        self.now(State::Running(Lease { until: until.max(lease.until), ..lease.clone() }))
    }

    /// A result that was reached before the worker heard that it should end counts.
    fn ended(&self, lease: &Lease, ending: Ending, retry_at: Timestamp) -> Self {
        let (error, permanent) = match (ending, lease.end()) {
            (Ending::Completed(outcome), _) => return self.now(State::Completed(outcome)),
            (_, Some(end)) => return self.now(end),
            (Ending::Cancelled, None) => return self.now(State::Cancelled),
            (Ending::Stopped, None) => (UNASKED.to_owned(), false),
            (Ending::Failed { error, permanent }, None) => (error, permanent),
        };
        let failures = self.failures + 1;
        let again = !permanent && failures < self.attempts_max;
        let state = if again { State::Queued(retry_at) } else { State::Failed(error) };
        Self { failures, ..self.now(state) }
    }

    fn handed_back(&self, lease: &Lease) -> Self {
        self.now(lease.end().unwrap_or(State::Queued(Timestamp(0))))
    }

    fn lost(&self, lease: &Lease, now: Timestamp) -> Self {
        let failures = self.failures + 1;
        let state = match lease.end() {
            Some(end) => end,
            None if failures < self.attempts_max => State::Queued(now),
            None => State::Quarantined,
        };
        Self { failures, ..self.now(state) }
    }
}

impl Lease {
    /// What becomes of the trial when its attempt is over without a result, where that has been said: it is not tried
    /// again. What a person wants goes before what a rule does.
    fn end(&self) -> Option<State> {
        match self.halt {
            _ if self.cancelled => Some(State::Cancelled),
            Some(Halt::Stop(score)) => Some(State::Stopped(score)),
            Some(Halt::Diverge) => Some(State::Completed(Outcome::Diverged)),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests;
