//! The last that is said about an attempt.

use std::{sync::Arc, time::Duration};

use proto::v1::{self, completion::Outcome};
use trainer::Ending;

use crate::attempt::{Attempt, Order};

/// The last that is said about an attempt.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Farewell {
    /// How it ended.
    Complete(Outcome),
    /// That it is handed back.
    Release,
}

/// An attempt that has ended here, and that the coordinator must hear about.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Which.
    pub(crate) attempt: Arc<Attempt>,
    /// What is to be said.
    pub(crate) farewell: Farewell,
    /// How long it trained.
    pub(crate) took: Duration,
    /// How often the coordinator asked for older points of it.
    pub(crate) rewinds: u32,
    /// How often the coordinator refused what was said.
    pub(crate) refusals: u32,
}

impl Ended {
    pub(crate) fn new(attempt: Arc<Attempt>, farewell: Farewell, took: Duration) -> Self {
        Self { attempt, farewell, took, rewinds: 0, refusals: 0 }
    }
}

/// What remains to be said when training has ended with `result` under `order`.
pub(crate) fn farewell(order: Order, result: Result<Ending, v1::Failed>) -> Option<Farewell> {
    let outcome = match (order, result) {
        (Order::Forget, _) => return None,
        (Order::GiveUp(error), _) => failed(error),
        (Order::Cancel, _) => Outcome::Cancelled(v1::Cancelled {}),
        (Order::HandBack, Ok(Ending::Stopped)) => return Some(Farewell::Release),
        (Order::Stop, Ok(Ending::Stopped)) => Outcome::Stopped(v1::Stopped {}),
        (Order::Train, Ok(Ending::Stopped)) => failed("training stopped unasked"),
        (Order::Train | Order::HandBack | Order::Stop, Ok(Ending::Completed { value, first })) => {
            completed(value, first)
        }
        (Order::Train | Order::HandBack | Order::Stop, Ok(Ending::Diverged)) => {
            Outcome::Diverged(v1::Diverged {})
        }
        (Order::Train | Order::HandBack | Order::Stop, Err(error)) => Outcome::Failed(error),
    };
    Some(Farewell::Complete(outcome))
}

fn completed(value: f64, first: Option<f64>) -> Outcome {
    if !value.is_finite() {
        return Outcome::Diverged(v1::Diverged {});
    }
    Outcome::Completed(v1::Completed { value, first: first.filter(|it| it.is_finite()) })
}

fn failed(error: impl Into<String>) -> Outcome {
    Outcome::Failed(v1::Failed { error: error.into(), permanent: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_told_as_it_was_and_an_order_overrules_it() {
        let value = Ending::Completed { value: 0.5, first: Some(f64::NAN) };
        let told = |order, ending| farewell(order, Ok(ending));
        assert_eq!(
            told(Order::HandBack, value.clone()),
            Some(Farewell::Complete(completed(0.5, None)))
        );
        assert_eq!(told(Order::HandBack, Ending::Stopped), Some(Farewell::Release));
        let cancelled = Farewell::Complete(Outcome::Cancelled(v1::Cancelled {}));
        assert_eq!(told(Order::Cancel, value.clone()), Some(cancelled));
        assert_eq!(told(Order::Forget, value.clone()), None);
        let stopped = Farewell::Complete(Outcome::Stopped(v1::Stopped {}));
        assert_eq!(told(Order::Stop, Ending::Stopped), Some(stopped));
        let finished = Farewell::Complete(completed(0.5, None));
        assert_eq!(told(Order::Stop, value.clone()), Some(finished), "it was at its end before");
        let refused = told(Order::GiveUp("no".into()), Ending::Stopped);
        assert_eq!(refused, Some(Farewell::Complete(failed("no"))));
    }

    #[test]
    fn a_value_that_is_not_finite_is_a_divergence() {
        let ending = Ending::Completed { value: f64::INFINITY, first: None };
        let diverged = Farewell::Complete(Outcome::Diverged(v1::Diverged {}));
        assert_eq!(farewell(Order::Train, Ok(ending)), Some(diverged));
    }
}
