//! The states of a trial and the arrows between them.

use super::{Ending, Outcome};
use crate::time::Timestamp;

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
    /// Over: it failed too often, or in a way that trying again will not mend.
    Failed(String),
    /// Over: somebody did not want it any more.
    Cancelled,
    /// Over: too many workers were lost on it.
    Quarantined,
}

/// A worker's hold on a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who holds it.
    pub worker: String,
    /// The request that it was granted to, so that it can be granted again if the answer was lost.
    pub request: String,
    /// When we stop believing in that worker.
    pub until: Timestamp,
    /// Whether the worker is to be told to stop.
    pub cancelled: bool,
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
            (S::Running(lease), E::Tick(now)) if lease.until <= now => Ok(self.lost(lease, now)),
            (S::Queued(_), E::Cancel) => Ok(self.now(S::Cancelled)),
            (S::Running(lease), E::Cancel) => {
                Ok(self.now(S::Running(Lease { cancelled: true, ..lease.clone() })))
            }
            (S::Failed(_) | S::Quarantined, E::Retry) => {
                Ok(Self { failures: 0, ..self.now(S::Queued(Timestamp(0))) })
            }
            // The worker never heard our answer and says it again.
            (S::Completed(_) | S::Failed(_) | S::Cancelled, E::Finish(by, ..))
                if by.attempt == self.attempt =>
            {
                Ok(self.clone())
            }
            (_, E::Tick(_)) | (S::Cancelled, E::Cancel) => Ok(self.clone()),

            (_, E::Renew(..) | E::Finish(..) | E::Release(..)) => Err(R::Fenced),
            (S::Completed(_) | S::Failed(_) | S::Quarantined, E::Cancel) => Err(R::Over),
            (S::Running(_), E::Lease(_)) => Err(R::NotQueued),
            (S::Completed(_) | S::Failed(_) | S::Cancelled | S::Quarantined, E::Lease(_)) => {
                Err(R::Over)
            }
            (S::Queued(_) | S::Running(_) | S::Completed(_) | S::Cancelled, E::Retry) => {
                Err(R::NotFailed)
            }
        }
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

    /// A result that was reached before the worker heard of a cancellation counts.
    fn ended(&self, lease: &Lease, ending: Ending, retry_at: Timestamp) -> Self {
        let failures = self.failures + 1;
        match ending {
            Ending::Completed(outcome) => self.now(State::Completed(outcome)),
            Ending::Cancelled => self.now(State::Cancelled),
            Ending::Failed { .. } if lease.cancelled => self.now(State::Cancelled),
            Ending::Failed { permanent: false, .. } if failures < self.attempts_max => {
                Self { failures, ..self.now(State::Queued(retry_at)) }
            }
            Ending::Failed { error, .. } => Self { failures, ..self.now(State::Failed(error)) },
        }
    }

    fn handed_back(&self, lease: &Lease) -> Self {
        self.now(if lease.cancelled { State::Cancelled } else { State::Queued(Timestamp(0)) })
    }

    fn lost(&self, lease: &Lease, now: Timestamp) -> Self {
        let failures = self.failures + 1;
        let state = match lease.cancelled {
            true => State::Cancelled,
            false if failures < self.attempts_max => State::Queued(now),
            false => State::Quarantined,
        };
        Self { failures, ..self.now(state) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::Loss;

    const ADA: Holder<'_> = Holder { worker: "ada", attempt: 1 };

    fn lease(worker: &str, until: i64) -> Event<'static> {
        Event::Lease(Lease {
            worker: worker.into(),
            request: "r".into(),
            until: Timestamp(until),
            cancelled: false,
        })
    }

    fn running(until: i64) -> Trial {
        Trial::queued(3).after(lease("ada", until)).unwrap()
    }

    fn completed() -> Ending {
        let value = Loss::new(0.5).unwrap();
        Ending::Completed(Outcome::Finite { value, first: None })
    }

    fn failed(permanent: bool) -> Ending {
        Ending::Failed { error: "no such file".into(), permanent }
    }

    fn finish(by: Holder<'_>, ending: Ending) -> Event<'_> {
        Event::Finish(by, ending, Timestamp(77))
    }

    #[test]
    fn a_lost_worker_cannot_overwrite_its_successor() {
        let expired = running(10).after(Event::Tick(Timestamp(10))).unwrap();
        let retried = expired.after(lease("bob", 20)).unwrap();
        assert_eq!(retried.after(finish(ADA, completed())), Err(Refusal::Fenced));
        assert_eq!(retried.after(Event::Renew(ADA, Timestamp(99))), Err(Refusal::Fenced));
        assert_eq!(retried.after(Event::Release(ADA)), Err(Refusal::Fenced));
    }

    #[test]
    fn another_worker_cannot_speak_for_the_holder() {
        let bob = Holder { worker: "bob", attempt: 1 };
        assert_eq!(running(10).after(finish(bob, completed())), Err(Refusal::Fenced));
    }

    #[test]
    fn a_lease_that_still_runs_is_not_taken_away() {
        assert_eq!(running(10).after(Event::Tick(Timestamp(9))), Ok(running(10)));
        assert_eq!(running(10).after(lease("bob", 20)), Err(Refusal::NotQueued));
    }

    #[test]
    fn a_delayed_renewal_does_not_shorten_a_lease() {
        assert_eq!(running(10).after(Event::Renew(ADA, Timestamp(5))), Ok(running(10)));
    }

    #[test]
    fn saying_finish_twice_is_the_same_as_once() {
        let once = running(10).after(finish(ADA, completed())).unwrap();
        assert_eq!(once.after(finish(ADA, completed())), Ok(once.clone()));
        assert_eq!(once.after(finish(ADA, failed(true))), Ok(once));
    }

    #[test]
    fn a_result_after_the_quarantine_is_fenced() {
        let quarantined =
            Trial { attempts_max: 1, ..running(10) }.after(Event::Tick(Timestamp(10)));
        let quarantined = quarantined.unwrap();
        assert_eq!(quarantined.state, State::Quarantined);
        assert_eq!(quarantined.after(finish(ADA, completed())), Err(Refusal::Fenced));
    }

    #[test]
    fn a_failure_is_tried_again_until_the_budget_is_spent() {
        let mut trial = Trial::queued(2);
        for attempt in 1..=2 {
            trial = trial.after(lease("ada", 10)).unwrap();
            trial = trial.after(finish(Holder { attempt, ..ADA }, failed(false))).unwrap();
        }
        assert_eq!((trial.failures, trial.is_over()), (2, true));
        assert_eq!(trial.state, State::Failed("no such file".into()));
    }

    #[test]
    fn a_failure_that_may_be_tried_again_waits() {
        let waiting = running(10).after(finish(ADA, failed(false))).unwrap();
        assert_eq!(waiting.state, State::Queued(Timestamp(77)));
    }

    #[test]
    fn a_permanent_failure_ends_at_once() {
        assert!(running(10).after(finish(ADA, failed(true))).unwrap().is_over());
    }

    #[test]
    fn handing_back_costs_nothing() {
        let back = running(10).after(Event::Release(ADA)).unwrap();
        assert_eq!(back, Trial { attempt: 1, ..Trial::queued(3) });
    }

    #[test]
    fn a_cancelled_trial_ends_however_its_worker_takes_it() {
        let cancelled = running(10).after(Event::Cancel).unwrap();
        for event in [
            finish(ADA, Ending::Cancelled),
            finish(ADA, failed(false)),
            Event::Release(ADA),
            Event::Tick(Timestamp(10)),
        ] {
            assert_eq!(cancelled.after(event).unwrap().state, State::Cancelled);
        }
        assert!(matches!(
            cancelled.after(finish(ADA, completed())).unwrap().state,
            State::Completed(_)
        ));
    }

    #[test]
    fn only_what_failed_is_tried_again() {
        let failed = running(10).after(finish(ADA, failed(true))).unwrap();
        let again = failed.after(Event::Retry).unwrap();
        assert_eq!(again, Trial { attempt: 1, ..Trial::queued(3) });
        assert_eq!(running(10).after(Event::Retry), Err(Refusal::NotFailed));
        let completed = running(10).after(finish(ADA, completed())).unwrap();
        assert_eq!(completed.after(Event::Retry), Err(Refusal::NotFailed));
        assert_eq!(completed.after(Event::Cancel), Err(Refusal::Over));
    }
}
