//! What somebody who follows a sweep was told, so that it is not told again.

use std::collections::HashMap;

use search::{curve::Points, time::Timestamp};

use crate::store::{ChunkRow, Fresh, Stored, state_name};

/// Trials as they were told.
#[derive(Default)]
pub(super) struct Told(HashMap<String, As>);

/// How a trial stood when it was told, and how many of its points were.
struct As {
    at: Timestamp,
    state: &'static str,
    attempt: u32,
    failures: u32,
    stored: u64,
    next_seq: u64,
}

impl Told {
    /// Whether `trial` was not told yet as it stands. It may change twice within a millisecond.
    pub(super) fn is_news(&self, trial: &Stored) -> bool {
        self.0.get(&trial.id).is_none_or(|it| {
            it.at != trial.updated_at
                || it.state != state_name(&trial.trial.state)
                || it.attempt != trial.trial.attempt
                || it.failures != trial.trial.failures
                || it.stored != trial.next_seq
        })
    }

    /// The number of the first point of `trial`'s attempt that was not told, if anything of the trial was.
    pub(super) fn next_seq(&self, trial: &Stored) -> Option<u64> {
        let told = self.0.get(&trial.id)?;
        Some(if told.attempt == trial.trial.attempt { told.next_seq } else { 0 })
    }

    /// Notes that `trial` is told as it stands, with its points up to, and without, number `next_seq`.
    pub(super) fn note(&mut self, trial: &Stored, next_seq: u64) {
        let told = As {
            at: trial.updated_at,
            state: state_name(&trial.trial.state),
            attempt: trial.trial.attempt,
            failures: trial.trial.failures,
            stored: trial.next_seq,
            next_seq: next_seq.max(trial.next_seq),
        };
        self.0.insert(trial.id.clone(), told);
    }

    /// Forgets trials that last changed before `then`; those that run will have more points to tell.
    pub(super) fn forget(&mut self, then: Timestamp) {
        self.0.retain(|_, it| it.state == "running" || it.at >= then);
    }
}

/// Whether `rows` hold every point from number `first` up to, and without, number `end`.
pub(super) fn covers(rows: &[ChunkRow], first: u64, end: u64) -> bool {
    let mut next = first;
    for row in rows {
        if row.first_seq > next {
            return false;
        }
        next = next.max(row.first_seq + count(&row.points));
    }
    next >= end
}

/// The points in `rows`, which follow one another, from number `first` on.
pub(super) fn from(rows: Vec<ChunkRow>, first: u64) -> Vec<Points> {
    let mut skipped = rows.first().map_or(0, |it| first.saturating_sub(it.first_seq));
    let mut points = Vec::new();
    for run in rows.into_iter().flat_map(|it| it.points) {
        let skip = skipped.min(run.len() as u64);
        skipped -= skip;
        points.push(run.skip(usize::try_from(skip).unwrap_or(usize::MAX)));
    }
    points.retain(|it| !it.is_empty());
    points
}

/// The number behind the last of some points.
pub(super) fn end(fresh: &Fresh) -> u64 {
    fresh.first_seq + count(&fresh.points)
}

fn count(points: &[Points]) -> u64 {
    points.iter().map(|it| it.len() as u64).sum()
}
