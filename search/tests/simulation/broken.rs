//! Rules with a mistake each. The simulation is worth something if it notices every one.

use search::{
    time::Timestamp,
    trial::{Ending, Event, Halt, Holder, Refusal, State, Trial},
};

use super::world::{Rule, score};

type After = Result<Trial, Refusal>;

/// What is wrong, the rule, and the law that it breaks.
pub(crate) const RULES: &[(&str, Rule, &str)] = &[
    ("anybody may speak for a trial", no_fence, "only the holder has a say"),
    ("an old attempt of the same worker counts", old_attempts, "only the holder has a say"),
    ("handing back is charged", charged_release, "failures and losses are charged"),
    ("lost workers are not charged", free_losses, "failures and losses are charged"),
    ("a lease is taken away early", early_expiry, "failures and losses are charged"),
    ("a running trial is leased again", second_lease, "a live lease is not stolen"),
    ("a late renewal shortens a lease", shorter_lease, "a live lease is not stolen"),
    ("a renewal forgets the cancellation", forgotten_cancel, "who is cancelled is not tried again"),
    ("a cancelled trial goes back to the queue", requeued, "who is cancelled is not tried again"),
    ("a renewal forgets the stop", forgotten_stop, "who is stopped is not tried again"),
    ("a trial stops that nobody stopped", unasked_stop, "a result is the last attempt's own"),
    ("a stop outranks whoever cancels", stubborn_stop, "who is cancelled is not tried again"),
    ("a stopped trial can be tried again", stopped_retried, "what is over stays"),
    ("attempts are not counted", uncounted, "each lease is one attempt more"),
    ("a second ending replaces the first", second_ending, "what is over stays"),
    ("a result after the quarantine counts", late_result, "what is over stays"),
    ("completed trials can be tried again", retried, "what is over stays"),
    ("leases never end", endless, "failures and losses are charged"),
    ("a failed trial waits for ever", patient, "the search never ends"),
    ("trials are given up at the first loss", impatient, "was given up too early"),
];

fn current<'a>(trial: &'a Trial, by: Holder<'a>) -> Holder<'a> {
    match &trial.state {
        State::Running(lease) => Holder { worker: &lease.worker, attempt: trial.attempt },
        _ => by,
    }
}

fn no_fence(trial: &Trial, event: Event<'_>) -> After {
    trial.after(match event {
        Event::Renew(by, until) => Event::Renew(current(trial, by), until),
        Event::Finish(by, ending, at) => Event::Finish(current(trial, by), ending, at),
        Event::Release(by) => Event::Release(current(trial, by)),
        other => other,
    })
}

fn old_attempts(trial: &Trial, event: Event<'_>) -> After {
    let now = |by: Holder<'_>| trial.attempt.max(by.attempt);
    trial.after(match event {
        Event::Renew(by, until) => Event::Renew(Holder { attempt: now(by), ..by }, until),
        Event::Finish(by, ending, at) => {
            Event::Finish(Holder { attempt: now(by), ..by }, ending, at)
        }
        Event::Release(by) => Event::Release(Holder { attempt: now(by), ..by }),
        other => other,
    })
}

fn charged_release(trial: &Trial, event: Event<'_>) -> After {
    let released = matches!(event, Event::Release(_));
    let after = trial.after(event)?;
    Ok(Trial { failures: after.failures + u32::from(released), ..after })
}

fn free_losses(trial: &Trial, event: Event<'_>) -> After {
    let tick = matches!(event, Event::Tick(_));
    let after = trial.after(event)?;
    Ok(if tick { Trial { failures: trial.failures, ..after } } else { after })
}

fn early_expiry(trial: &Trial, event: Event<'_>) -> After {
    trial.after(match event {
        Event::Tick(now) => Event::Tick(Timestamp(now.0 + 3)),
        other => other,
    })
}

fn second_lease(trial: &Trial, event: Event<'_>) -> After {
    match (&trial.state, event) {
        (State::Running(_), Event::Lease(lease)) => {
            let attempt = trial.attempt + 1;
            Ok(Trial { attempt, state: State::Running(lease), ..trial.clone() })
        }
        (_, other) => trial.after(other),
    }
}

fn shorter_lease(trial: &Trial, event: Event<'_>) -> After {
    let until = if let Event::Renew(_, until) = event { Some(until) } else { None };
    let mut after = trial.after(event)?;
    if let (State::Running(lease), Some(until)) = (&mut after.state, until) {
        lease.until = until;
    }
    Ok(after)
}

fn forgotten_cancel(trial: &Trial, event: Event<'_>) -> After {
    let renewed = matches!(event, Event::Renew(..));
    let mut after = trial.after(event)?;
    if let State::Running(lease) = &mut after.state
        && renewed
    {
        lease.cancelled = false;
    }
    Ok(after)
}

fn forgotten_stop(trial: &Trial, event: Event<'_>) -> After {
    let renewed = matches!(event, Event::Renew(..));
    let mut after = trial.after(event)?;
    if let State::Running(lease) = &mut after.state
        && renewed
    {
        lease.halt = None;
    }
    Ok(after)
}

fn unasked_stop(trial: &Trial, event: Event<'_>) -> After {
    let stopped = matches!(event, Event::Finish(_, Ending::Stopped, _));
    let after = trial.after(event)?;
    // Neither tried again nor failed: it counts as stopped, with what it would have come to.
    match after.state {
        State::Queued(_) | State::Failed(_) if stopped => {
            let state = State::Stopped(score(0, after.attempt));
            Ok(Trial { state, failures: trial.failures, ..after })
        }
        _ => Ok(after),
    }
}

fn stubborn_stop(trial: &Trial, event: Event<'_>) -> After {
    let halt = if let State::Running(lease) = &trial.state { lease.halt } else { None };
    let after = trial.after(event)?;
    match (&after.state, halt) {
        (State::Cancelled, Some(Halt::Stop(score))) => {
            Ok(Trial { state: State::Stopped(score), ..after })
        }
        _ => Ok(after),
    }
}

fn stopped_retried(trial: &Trial, event: Event<'_>) -> After {
    match (&trial.state, &event) {
        (State::Stopped(_), Event::Retry) => {
            Ok(Trial { failures: 0, state: State::Queued(Timestamp(0)), ..trial.clone() })
        }
        _ => trial.after(event),
    }
}

fn requeued(trial: &Trial, event: Event<'_>) -> After {
    let released = matches!(event, Event::Release(_));
    let after = trial.after(event)?;
    let state = if released { State::Queued(Timestamp(0)) } else { after.state };
    Ok(Trial { state, ..after })
}

fn uncounted(trial: &Trial, event: Event<'_>) -> After {
    let after = trial.after(event)?;
    Ok(Trial { attempt: trial.attempt.max(1), ..after })
}

fn second_ending(trial: &Trial, event: Event<'_>) -> After {
    match (&trial.state, event) {
        (State::Completed(_), Event::Finish(by, Ending::Failed { error, .. }, _))
            if by.attempt == trial.attempt =>
        {
            Ok(Trial { state: State::Failed(error), ..trial.clone() })
        }
        (_, other) => trial.after(other),
    }
}

fn late_result(trial: &Trial, event: Event<'_>) -> After {
    match (&trial.state, event) {
        (State::Quarantined, Event::Finish(by, Ending::Completed(outcome), _))
            if by.attempt == trial.attempt =>
        {
            Ok(Trial { state: State::Completed(outcome), ..trial.clone() })
        }
        (_, other) => trial.after(other),
    }
}

fn retried(trial: &Trial, event: Event<'_>) -> After {
    match (&trial.state, &event) {
        (State::Completed(_), Event::Retry) => {
            Ok(Trial { failures: 0, state: State::Queued(Timestamp(0)), ..trial.clone() })
        }
        _ => trial.after(event),
    }
}

fn endless(trial: &Trial, event: Event<'_>) -> After {
    match event {
        Event::Tick(_) => Ok(trial.clone()),
        other => trial.after(other),
    }
}

fn patient(trial: &Trial, event: Event<'_>) -> After {
    trial.after(match event {
        Event::Finish(by, ending, _) => Event::Finish(by, ending, Timestamp(i64::MAX)),
        other => other,
    })
}

fn impatient(trial: &Trial, event: Event<'_>) -> After {
    let tick = matches!(event, Event::Tick(_));
    let after = trial.after(event)?;
    let lost = tick && after.failures > trial.failures;
    let state = if lost { State::Quarantined } else { after.state };
    Ok(Trial { state, ..after })
}
