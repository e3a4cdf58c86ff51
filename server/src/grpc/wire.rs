//! From messages to what the coordinator is asked, and from what it says to messages.
//!
//! A message is input: whatever is past these functions is known to be within bounds.

use proto::v1;
use search::{
    curve::Points,
    loss::Loss,
    trial::{Ending, Outcome},
};

use crate::{
    coordinator::{
        Ack, Assignment, Claim, Completion, LeaseRequest, Leased, Registration, Series, Verdict,
        bounds,
    },
    error::Error,
};

/// Letters in a name, a label, a version.
const NAME_MAX: usize = 200;
/// Labels of a worker.
const LABELS_MAX: usize = 64;
/// Slots of a worker.
const SLOTS_MAX: u32 = 1_024;
/// Trials that a slot trains as one computation.
const BUNDLE_MAX: u32 = 1_024;
/// Letters of an error that are kept.
const ERROR_MAX: usize = 4_000;

/// A worker's name among all workers.
pub(super) fn worker(id: &str) -> Result<&str, Error> {
    uuid(id, "worker").map(|()| id)
}

pub(super) fn registration(it: v1::RegisterRequest) -> Result<Registration, Error> {
    uuid(&it.worker, "worker")?;
    let texts = [
        ("name", &it.name),
        ("device", &it.device),
        ("device_reason", &it.device_reason),
        ("version", &it.version),
    ];
    texts.into_iter().try_for_each(|(path, text)| name(path, text))?;
    if it.labels.len() > LABELS_MAX {
        return Err(Error::invalid("labels", format!("are more than {LABELS_MAX}")));
    }
    it.labels
        .iter()
        .flat_map(|(key, value)| [key, value])
        .try_for_each(|text| name("labels", text))?;
    if !(1..=SLOTS_MAX).contains(&it.slots) {
        return Err(Error::invalid("slots", format!("must be from 1 to {SLOTS_MAX}")));
    }
    if it.bundle > BUNDLE_MAX {
        return Err(Error::invalid("bundle", format!("must be at most {BUNDLE_MAX}")));
    }
    Ok(Registration {
        id: it.worker,
        name: it.name,
        slots: it.slots,
        device: it.device,
        device_reason: it.device_reason,
        bundle: it.bundle.max(1),
        labels: it.labels.into_iter().collect(),
        version: it.version,
        stops: it.stops,
    })
}

pub(super) fn lease_request(it: v1::LeaseRequest) -> Result<LeaseRequest, Error> {
    uuid(&it.worker, "worker")?;
    uuid(&it.request, "request")?;
    if it.trials_max == 0 {
        return Err(Error::invalid("trials_max", "must be at least 1"));
    }
    let v1::LeaseRequest { worker, request, trials_max, wait_ms: _, bundle_max } = it;
    Ok(LeaseRequest { worker, request, trials_max, bundle_max })
}

pub(super) fn claims(held: Vec<v1::Held>) -> Result<Vec<Claim>, Error> {
    few("held", held.len())?;
    Ok(held.into_iter().map(|it| Claim { trial: it.trial, attempt: it.attempt }).collect())
}

pub(super) fn series(all: Vec<v1::Series>) -> Result<Vec<Series>, Error> {
    few("series", all.len())?;
    all.into_iter().map(one_series).collect()
}

fn one_series(it: v1::Series) -> Result<Series, Error> {
    let points: Result<Vec<Points>, _> = it.points.into_iter().map(Points::try_from).collect();
    let points = points.map_err(|error| Error::invalid("series.points", error.to_string()))?;
    let count = points.iter().map(Points::len).sum::<usize>();
    if count > bounds::POINTS {
        return Err(Error::invalid("series.points", format!("are more than {}", bounds::POINTS)));
    }
    if it.first_seq.saturating_add(count as u64) > bounds::POINTS_AN_ATTEMPT {
        let message = format!("an attempt has at most {} points", bounds::POINTS_AN_ATTEMPT);
        return Err(Error::invalid("series.first_seq", message));
    }
    Ok(Series { trial: it.trial, attempt: it.attempt, first_seq: it.first_seq, points })
}

pub(super) fn completions(all: Vec<v1::Completion>) -> Result<Vec<Completion>, Error> {
    few("completions", all.len())?;
    all.into_iter()
        .map(|it| {
            let missing = |path| Error::invalid(path, "is missing");
            let series = one_series(it.series.ok_or_else(|| missing("completions.series"))?)?;
            let ending = ending(it.outcome.ok_or_else(|| missing("completions.outcome"))?);
            Ok(Completion { series, ending, train_ms: it.train_ms.min(i64::MAX.unsigned_abs()) })
        })
        .collect()
}

/// A value that is not finite is not a value: the trial diverged, whatever its worker calls it.
fn ending(it: v1::completion::Outcome) -> Ending {
    use v1::completion::Outcome as O;
    match it {
        O::Completed(it) => Ending::Completed(match Loss::new(it.value) {
            Some(value) => Outcome::Finite { value, first: it.first.and_then(Loss::new) },
            None => Outcome::Diverged,
        }),
        O::Diverged(_) => Ending::Completed(Outcome::Diverged),
        O::Failed(it) => Ending::Failed { error: text(&it.error), permanent: it.permanent },
        O::Stopped(_) => Ending::Stopped,
        O::Cancelled(_) => Ending::Cancelled,
    }
}

pub(super) fn verdicts(told: &[Verdict]) -> Vec<i32> {
    told.iter().map(|it| v1::Verdict::from(*it).into()).collect()
}

impl From<Verdict> for v1::Verdict {
    fn from(it: Verdict) -> Self {
        match it {
            Verdict::Ok => Self::Ok,
            Verdict::Fenced => Self::Fenced,
            Verdict::Stop => Self::Stop,
            Verdict::Cancel => Self::Cancel,
        }
    }
}

impl From<Ack> for v1::Ack {
    fn from(it: Ack) -> Self {
        Self { verdict: v1::Verdict::from(it.verdict).into(), next_seq: it.next_seq }
    }
}

impl From<Assignment> for v1::Assignment {
    fn from(it: Assignment) -> Self {
        Self {
            trial: it.trial,
            attempt: it.attempt,
            sweep: it.sweep,
            seed: it.seed,
            config: it.config,
            metric: it.metric,
            rungs: it.rungs,
            bundle: it.bundle,
        }
    }
}

impl From<Leased> for v1::LeaseReply {
    fn from(it: Leased) -> Self {
        let assignments = it.assignments.into_iter().map(v1::Assignment::from).collect();
        Self { assignments, drain: it.drain }
    }
}

fn uuid(text: &str, path: &str) -> Result<(), Error> {
    uuid::Uuid::try_parse(text).map(drop).map_err(|_| Error::invalid(path, "must be a UUID"))
}

fn name(path: &str, text: &str) -> Result<(), Error> {
    if text.len() > NAME_MAX || text.contains(char::is_control) {
        let message = format!("must have at most {NAME_MAX} letters and no control characters");
        return Err(Error::invalid(path, message));
    }
    Ok(())
}

fn few(path: &str, count: usize) -> Result<(), Error> {
    let most = bounds::TRIALS;
    if count > most { Err(Error::invalid(path, format!("are more than {most}"))) } else { Ok(()) }
}

/// What can be stored of a text that somebody else wrote: Postgres takes no NUL.
fn text(it: &str) -> String {
    it.chars().filter(|it| *it != '\0').take(ERROR_MAX).collect()
}
