//! What the coordinator's answer to a call means for the attempts in it.

use std::sync::Arc;

use proto::v1::{Ack, Cancelled, Failed, Verdict, completion::Outcome};
use tonic::{Code, Status};

use crate::{
    attempt::{Attempt, Ended, Farewell, Order},
    buffer::Acked,
    held::Held,
    link::Refused,
};

/// So often a completion is sent again from where the coordinator asks. A coordinator that says
/// "recorded" and goes on asking is taken at its word.
const REWINDS_MAX: u32 = 3;

/// `reply`, if it has an answer for each attempt that spoke.
pub(super) fn fitting<T>(answers: usize, attempts: usize, reply: T) -> Result<T, Refused> {
    if answers == attempts {
        return Ok(reply);
    }
    let why = format!("{answers} answers for {attempts} attempts");
    Err(Refused(Status::data_loss(why)))
}

/// Whether nothing remains to be said about `ended`, whose points up to `end_seq` were sent with
/// its completion. Otherwise it is ready to be sent again.
pub(super) fn is_settled(ended: &mut Ended, ack: &Ack, end_seq: u64) -> bool {
    ended.attempt.suspect(false);
    match ack.verdict() {
        Verdict::Fenced => {
            ended.attempt.fence();
            true
        }
        Verdict::Cancel => {
            let cancelled = Farewell::Complete(Outcome::Cancelled(Cancelled {}));
            let was = std::mem::replace(&mut ended.farewell, cancelled);
            was == ended.farewell
        }
        // Its end was reached before it heard that it should stop, and counts.
        Verdict::Unspecified | Verdict::Ok | Verdict::Stop => {
            match ended.attempt.acked(ack.next_seq, end_seq) {
                Acked::All | Acked::Lost => true,
                Acked::Rewound => {
                    ended.rewinds += 1;
                    ended.rewinds > REWINDS_MAX
                }
            }
        }
    }
}

/// Does what the coordinator says to points of `attempt` before `end_seq`. Whether it turns out to
/// lack points that it had acknowledged: the attempt cannot go on then.
pub(super) fn is_lost(held: &Held, attempt: &Arc<Attempt>, ack: &Ack, end_seq: u64) -> bool {
    attempt.suspect(false);
    held.obey(attempt, ack.verdict());
    if ack.verdict() == Verdict::Fenced {
        // Also where it has ended in the meantime.
        attempt.tell(Order::Forget);
        return false;
    }
    let lost = attempt.acked(ack.next_seq, end_seq) == Acked::Lost;
    if lost {
        let trial = &attempt.assignment.trial;
        tracing::error!(trial.id = %trial, "the coordinator lost points: handing the trial back");
    }
    lost
}

/// The coordinator does not take what `ended` says, nor will it: the end is told without points
/// as a failure, and where that is refused as well, the trial handed back.
pub(super) fn refuse(ended: &mut Ended, refused: &Refused) {
    let order = order(&ended.attempt, refused);
    ended.attempt.silence();
    ended.refusals += 1;
    ended.farewell = match order {
        Order::GiveUp(error) if ended.refusals == 1 && ended.farewell != Farewell::Release => {
            Farewell::Complete(Outcome::Failed(Failed { error, permanent: false }))
        }
        _ => Farewell::Release,
    };
}

/// What becomes of an attempt when the coordinator refuses what it says. Somebody else may have
/// the permission that this worker lacks.
pub(super) fn order(attempt: &Attempt, refused: &Refused) -> Order {
    let trial = &attempt.assignment.trial;
    tracing::error!(trial.id = %trial, "the coordinator refuses what is said of a trial: {refused}");
    match refused.0.code() {
        Code::PermissionDenied | Code::Unauthenticated => Order::HandBack,
        _ => Order::GiveUp(format!("the coordinator refused what was reported: {refused}")),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proto::v1::{Assignment, Diverged};
    use trainer::Point;

    use super::*;

    /// A diverged attempt of so many points.
    fn ended(points: u64) -> Ended {
        let attempt = Attempt::new(Assignment::default(), Arc::default());
        (0..points).for_each(|step| attempt.keep(&Point { step, metrics: &[("loss", 1.0)] }));
        let farewell = Farewell::Complete(Outcome::Diverged(Diverged {}));
        Ended::new(Arc::new(attempt), farewell, Duration::ZERO)
    }

    fn ack(verdict: Verdict, next_seq: u64) -> Ack {
        Ack { verdict: verdict.into(), next_seq }
    }

    #[test]
    fn a_recorded_completion_is_settled() {
        assert!(is_settled(&mut ended(3), &ack(Verdict::Ok, 3), 3));
        assert!(is_settled(&mut ended(3), &ack(Verdict::Fenced, 0), 3));
    }

    #[test]
    fn a_completion_with_a_gap_is_sent_again_from_there_but_not_for_ever() {
        let mut ended = ended(3);
        assert!(!is_settled(&mut ended, &ack(Verdict::Ok, 1), 3));
        assert_eq!(ended.attempt.peek(9, 999).first_seq, 1);
        assert!(!is_settled(&mut ended, &ack(Verdict::Ok, 1), 3));
        assert!(!is_settled(&mut ended, &ack(Verdict::Ok, 1), 3));
        assert!(is_settled(&mut ended, &ack(Verdict::Ok, 1), 3));
    }

    #[test]
    fn a_completion_of_a_cancelled_trial_is_told_as_cancelled() {
        let mut ended = ended(0);
        assert!(!is_settled(&mut ended, &ack(Verdict::Cancel, 0), 0));
        assert_eq!(ended.farewell, Farewell::Complete(Outcome::Cancelled(Cancelled {})));
        assert!(is_settled(&mut ended, &ack(Verdict::Cancel, 0), 0));
    }

    #[test]
    fn what_is_refused_becomes_a_failure_and_then_goes_back() {
        let mut ended = ended(3);
        let refused = Refused(Status::invalid_argument("a value is too long"));
        refuse(&mut ended, &refused);
        assert!(
            matches!(&ended.farewell, Farewell::Complete(Outcome::Failed(it)) if it.error.contains("too long"))
        );
        assert_eq!(ended.attempt.pending(), 0);
        refuse(&mut ended, &refused);
        assert_eq!(ended.farewell, Farewell::Release);
    }

    #[test]
    fn what_this_worker_may_not_say_goes_back() {
        let mut ended = ended(3);
        refuse(&mut ended, &Refused(Status::permission_denied("no")));
        assert_eq!(ended.farewell, Farewell::Release);
    }

    #[test]
    fn an_acknowledgement_below_an_earlier_one_means_that_points_are_lost() {
        let (held, ended) = (Held::new(1, 1), ended(3));
        assert!(!is_lost(&held, &ended.attempt, &ack(Verdict::Ok, 2), 3));
        assert!(is_lost(&held, &ended.attempt, &ack(Verdict::Ok, 1), 3));
    }

    #[test]
    fn an_answer_that_leaves_somebody_out_is_none() {
        assert!(fitting(1, 2, ()).is_err() && fitting(2, 2, ()).is_ok());
    }
}
