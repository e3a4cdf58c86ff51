//! What goes into one call: as much as has gathered, within bounds.
//!
//! An attempt under suspicion (a call about it and others was refused) goes alone, so that one
//! that the coordinator cannot accept costs the others nothing.

use std::sync::Arc;

use proto::v1::{Completion, Held, Series, completion::Outcome};

use crate::{
    attempt::{Attempt, Ended, Farewell},
    buffer::Part,
};

/// So many attempts speak in one call.
const ATTEMPTS_MAX: usize = 256;

/// So many points one attempt may send in one call. The coordinator insists on it.
const POINTS_MAX: usize = 1_000;

/// So large a message becomes: a quarter of what gRPC servers usually take.
const BYTES_MAX: usize = 1 << 20;

/// What an attempt's ids, numbers and lengths take in a message.
const ATTEMPT_BYTES: usize = 256;

/// An attempt, and the number of the point after the last one that was sent of it.
pub(super) type Sent<T> = (T, u64);

/// Whether the points of `attempt` must be reported before its completion can carry the rest.
pub(super) fn is_too_long(attempt: &Attempt) -> bool {
    !attempt.fits(POINTS_MAX, BYTES_MAX)
}

/// Whether the points of `attempt` fill a call by themselves.
pub(super) fn is_full(attempt: &Attempt) -> bool {
    attempt.pending() >= POINTS_MAX || attempt.pending_bytes() >= BYTES_MAX
}

/// Takes out of `ended` those whose completions go into the next call.
pub(super) fn completions(ended: &mut Vec<Ended>) -> (Vec<Completion>, Vec<Sent<Ended>>) {
    let mut bytes = 0;
    let ready = |it: &Ended| it.farewell != Farewell::Release && !is_too_long(&it.attempt);
    let chosen = choose(ended, ready, |it| {
        bytes += it.attempt.pending_bytes() + words(it) + ATTEMPT_BYTES;
        bytes <= BYTES_MAX
    });
    let told = chosen.into_iter().filter_map(|it| {
        let Farewell::Complete(outcome) = it.farewell.clone() else { return None };
        let (series, part) = series(&it.attempt, BYTES_MAX);
        let train_ms = u64::try_from(it.took.as_millis()).unwrap_or(u64::MAX);
        let completion = Completion { series: Some(series), outcome: Some(outcome), train_ms };
        Some((completion, (it, part.end_seq())))
    });
    told.unzip()
}

/// Takes out of `ended` those that are handed back in the next call. `ready` says which can be.
pub(super) fn releases(ended: &mut Vec<Ended>, ready: impl Fn(&Ended) -> bool) -> Vec<Ended> {
    choose(ended, |it| it.farewell == Farewell::Release && ready(it), |_| true)
}

/// The points of `attempts` that go into the next call.
pub(super) fn reports(attempts: &[Arc<Attempt>]) -> (Vec<Series>, Vec<Sent<Arc<Attempt>>>) {
    let pending = || attempts.iter().filter(|it| it.pending() > 0);
    let suspect = pending().find(|it| it.is_suspect());
    let (mut bytes, mut reports) = (0, (Vec::new(), Vec::new()));
    for attempt in suspect.map_or_else(|| pending().collect(), |it| vec![it]) {
        if reports.0.len() == ATTEMPTS_MAX || bytes >= BYTES_MAX {
            break;
        }
        let (series, part) = series(attempt, BYTES_MAX - bytes);
        bytes += part.bytes + ATTEMPT_BYTES;
        reports.0.push(series);
        reports.1.push((Arc::clone(attempt), part.end_seq()));
    }
    reports
}

/// Takes some out of `ended`: those that are `ready`, until one no longer `fits`, but one at least.
fn choose(
    ended: &mut Vec<Ended>,
    ready: impl Fn(&Ended) -> bool,
    mut fits: impl FnMut(&Ended) -> bool,
) -> Vec<Ended> {
    let alone = ended.iter().any(|it| ready(it) && it.attempt.is_suspect());
    let (mut count, mut full) = (0, false);
    let chosen = ended.extract_if(.., |it| {
        if full || !ready(it) || alone && !it.attempt.is_suspect() {
            return false;
        }
        let chosen = count == 0 || fits(it);
        count += usize::from(chosen);
        full = alone || !chosen || count == ATTEMPTS_MAX;
        chosen
    });
    chosen.collect()
}

fn series(attempt: &Attempt, bytes_max: usize) -> (Series, Part) {
    let mut part = attempt.peek(POINTS_MAX, bytes_max);
    let Held { trial, attempt } = attempt.held();
    let points = std::mem::take(&mut part.points);
    (Series { trial, attempt, first_seq: part.first_seq, points }, part)
}

/// How long the text of an outcome is.
fn words(ended: &Ended) -> usize {
    match &ended.farewell {
        Farewell::Complete(Outcome::Failed(failed)) => failed.error.len(),
        Farewell::Complete(_) | Farewell::Release => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proto::v1::{Assignment, Diverged};
    use trainer::Point;

    use super::*;

    fn attempt(points: u64) -> Arc<Attempt> {
        let attempt = Attempt::new(Assignment::default(), Arc::default());
        (0..points).for_each(|step| attempt.keep(&Point { step, metrics: &[("loss", 1.0)] }));
        Arc::new(attempt)
    }

    fn ended(points: u64) -> Ended {
        let farewell = Farewell::Complete(Outcome::Diverged(Diverged {}));
        Ended::new(attempt(points), farewell, Duration::ZERO)
    }

    #[test]
    fn a_call_carries_a_bounded_number_of_completions_with_their_points() {
        let mut all: Vec<Ended> = (0..300).map(|_| ended(3)).collect();
        let (completions, said) = completions(&mut all);
        assert_eq!((completions.len(), said.len(), all.len()), (256, 256, 44));
        let series = completions[0].series.as_ref().unwrap();
        assert_eq!((series.points[0].steps.as_slice(), said[0].1), ([0, 1, 2].as_slice(), 3));
    }

    #[test]
    fn a_message_stays_below_its_bound() {
        let mut all: Vec<Ended> = (0..256).map(|_| ended(1_000)).collect();
        let (completions, _) = completions(&mut all);
        let bytes: usize = completions.iter().map(prost::Message::encoded_len).sum();
        assert!((BYTES_MAX / 3..=BYTES_MAX).contains(&bytes), "{bytes}");
    }

    #[test]
    fn a_long_curve_is_reported_first() {
        let mut all = vec![ended(1_001), ended(1)];
        assert_eq!((completions(&mut all).0.len(), all.len()), (1, 1));
        let attempt = &all[0].attempt;
        assert!(is_too_long(attempt));
        let (series, sent) = reports(std::slice::from_ref(attempt));
        assert_eq!((series[0].points[0].steps.len(), sent[0].1), (1_000, 1_000));
        attempt.acked(1_000, 1_000);
        assert_eq!(completions(&mut all).0[0].series.as_ref().unwrap().first_seq, 1_000);
    }

    #[test]
    fn a_suspect_goes_alone() {
        let mut all = vec![ended(1), ended(1), ended(1)];
        all[1].attempt.suspect(true);
        assert_eq!((completions(&mut all).0.len(), all.len()), (1, 2));
        assert_eq!(completions(&mut all).0.len(), 2);
        let attempts = [attempt(1), attempt(1)];
        attempts[1].suspect(true);
        assert!(Arc::ptr_eq(&reports(&attempts).1[0].0, &attempts[1]));
    }

    #[test]
    fn what_is_not_ready_is_not_handed_back() {
        let release = |points| Ended { farewell: Farewell::Release, ..ended(points) };
        let mut all = vec![release(1), release(0), ended(0)];
        assert_eq!(releases(&mut all, |it| it.attempt.pending() == 0).len(), 1);
        assert_eq!(all.len(), 2);
    }
}
