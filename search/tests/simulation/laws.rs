//! What must hold whatever happens.

use search::trial::{Ending, Event, Halt, Lease, Outcome, Refusal, State, Trial};

use super::world::{result, score};

/// The first law that the step from `before` to `after` breaks.
pub(crate) fn kept(
    trial: usize,
    before: &Trial,
    event: &Event<'_>,
    after: &Trial,
) -> Result<(), &'static str> {
    let leased = matches!(event, Event::Lease(_)) && before != after;
    let law = |holds: bool, law: &'static str| if holds { Ok(()) } else { Err(law) };
    law(
        after.attempt == before.attempt + u32::from(leased),
        "each lease is one attempt more, and nothing else is",
    )?;
    law(!before.is_over() || before == after || again(before, event, after), "what is over stays")?;
    law(belongs(trial, before, after), "a result is the last attempt's own")?;
    law(after.failures <= after.attempts_max, "failures have an end")?;
    law(after.failures == charged(before, event, after), "failures and losses are charged")?;
    law(!is_stranger(before, event) || before == after, "only the holder has a say")?;
    if let State::Running(lease) = &before.state {
        law(runs_on(lease, after) || let_go(lease, event), "a live lease is not stolen")?;
        law(!lease.cancelled || stays_cancelled(after), "who is cancelled is not tried again")?;
        law(lease.halt.is_none() || stays_halted(after), "who is stopped is not tried again")?;
    }
    Ok(())
}

/// What must hold of a trial that is over.
pub(crate) fn at_the_end((trial, it): (usize, &Trial)) -> Result<(), String> {
    let spent = it.failures == it.attempts_max;
    match &it.state {
        State::Quarantined if !spent => Err(format!("trial {trial} was given up too early")),
        State::Queued(_) | State::Running(_) => Err(format!("trial {trial} is not over")),
        _ => Ok(()),
    }
}

/// The one way back from an end.
fn again(before: &Trial, event: &Event<'_>, after: &Trial) -> bool {
    matches!(before.state, State::Failed(_) | State::Quarantined)
        && *event == Event::Retry
        && matches!(after.state, State::Queued(_))
}

fn belongs(trial: usize, before: &Trial, after: &Trial) -> bool {
    match &after.state {
        State::Completed(Outcome::Diverged) => {
            before == after || halt(before) == Some(Halt::Diverge)
        }
        State::Completed(outcome) => *outcome == result(trial, after.attempt),
        State::Stopped(it) => {
            let told = matches!(halt(before), Some(Halt::Stop(_)));
            *it == score(trial, after.attempt) && (before == after || told)
        }
        _ => true,
    }
}

/// How a running trial has been told to end.
fn halt(it: &Trial) -> Option<Halt> {
    if let State::Running(lease) = &it.state { lease.halt } else { None }
}

/// How many failures there must be now.
fn charged(before: &Trial, event: &Event<'_>, after: &Trial) -> u32 {
    let State::Running(lease) = &before.state else {
        return if before != after && *event == Event::Retry { 0 } else { before.failures };
    };
    let failed = match event {
        Event::Finish(_, Ending::Failed { .. } | Ending::Stopped, _) => {
            !is_stranger(before, event) && !lease.cancelled && lease.halt.is_none()
        }
        Event::Tick(now) => lease.until <= *now,
        _ => false,
    };
    before.failures + u32::from(failed)
}

/// Whether somebody speaks who does not hold the trial.
fn is_stranger(before: &Trial, event: &Event<'_>) -> bool {
    let (Event::Renew(by, _) | Event::Finish(by, ..) | Event::Release(by)) = event else {
        return false;
    };
    match &before.state {
        State::Running(lease) => by.worker != lease.worker || by.attempt != before.attempt,
        _ => true,
    }
}

/// Whether the lease is still there, at least as long as before.
fn runs_on(lease: &Lease, after: &Trial) -> bool {
    matches!(&after.state, State::Running(it)
        if (&it.worker, &it.request) == (&lease.worker, &lease.request) && it.until >= lease.until)
}

/// Whether the lease ran out, or its holder gave it up.
fn let_go(lease: &Lease, event: &Event<'_>) -> bool {
    match event {
        Event::Tick(now) => lease.until <= *now,
        Event::Finish(by, ..) | Event::Release(by) => by.worker == lease.worker,
        _ => false,
    }
}

fn stays_cancelled(after: &Trial) -> bool {
    match &after.state {
        State::Running(lease) => lease.cancelled,
        State::Completed(_) | State::Cancelled => true,
        State::Queued(_) | State::Stopped(_) | State::Failed(_) | State::Quarantined => false,
    }
}

fn stays_halted(after: &Trial) -> bool {
    match &after.state {
        State::Running(lease) => lease.halt.is_some(),
        State::Completed(_) | State::Stopped(_) | State::Cancelled => true,
        State::Queued(_) | State::Failed(_) | State::Quarantined => false,
    }
}

/// What this step was, in words.
pub(crate) fn seen(
    before: &Trial,
    event: &Event<'_>,
    after: Result<&Trial, &Refusal>,
) -> Option<&'static str> {
    let after = match after {
        Ok(after) => after,
        Err(Refusal::Fenced) => return Some("a fenced word"),
        Err(_) => return None,
    };
    match (&before.state, event, &after.state) {
        (State::Running(_), Event::Release(_), State::Queued(_)) => Some("an attempt handed back"),
        (State::Running(_), Event::Tick(_), State::Queued(_)) => Some("a lost worker"),
        (State::Running(_), _, State::Completed(_)) => Some("a trial completed"),
        (State::Running(_), _, State::Stopped(_)) => Some("a trial stopped"),
        (State::Running(_), _, State::Failed(_)) => Some("a trial failed"),
        (State::Running(_), _, State::Quarantined) => Some("a trial quarantined"),
        (State::Running(_), _, State::Cancelled) => Some("a cancelled attempt"),
        (State::Queued(_), _, State::Cancelled) => Some("a trial cancelled"),
        (State::Failed(_) | State::Quarantined, Event::Retry, _) => Some("a retry"),
        (_, Event::Finish(..), _) if before.is_over() => Some("a repeated ending"),
        _ => None,
    }
}
