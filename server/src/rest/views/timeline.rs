//! A timeline, column by column.

use serde::Serialize;
use utoipa::ToSchema;

use super::time;
use crate::coordinator::{Lane, Stretch, Timeline};

/// When the trials of a sweep trained, and where.
#[derive(Serialize, ToSchema)]
#[schema(as = Timeline)]
pub(in crate::rest) struct TimelineView {
    /// Whose.
    sweep: String,
    /// When the first trial began.
    began_at: String,
    /// How long it has been from then until the last ended, or until now, in milliseconds.
    length_ms: i64,
    /// How many trials have begun.
    trials: u64,
    /// The workers, in the order in which they came.
    workers: Vec<String>,
    /// Each trial; `null` where they are more than was asked for.
    stretches: Option<Stretches>,
    /// How busy each of the workers was, in their order.
    lanes: Vec<LaneView>,
}

/// The latest attempts of trials: an entry a trial in each list.
#[derive(Serialize, ToSchema)]
struct Stretches {
    /// The trials.
    trial: Vec<String>,
    /// Their places in the sweep.
    number: Vec<u64>,
    /// Their learning rates.
    lr: Vec<Option<f64>>,
    /// Which of the workers.
    worker: Vec<usize>,
    /// The numbers of the attempts.
    attempt: Vec<u64>,
    /// From when they trained, in milliseconds since the first trial began.
    from_ms: Vec<i64>,
    /// To when; up to now for those that train.
    to_ms: Vec<i64>,
    /// Where the trials stand; `diverged` for those that are completed and got nowhere.
    state: Vec<String>,
}

/// What one worker did, in equal parts of the time: an entry a part in each list.
#[derive(Serialize, ToSchema)]
#[schema(as = Lane)]
struct LaneView {
    /// How many trials trained side by side, on average.
    busy: Vec<f64>,
    /// How many ended.
    ended: Vec<u64>,
    /// How many of those diverged.
    diverged: Vec<u64>,
    /// How many of those failed.
    failed: Vec<u64>,
}

impl TimelineView {
    pub(in crate::rest) fn of(sweep: String, timeline: Timeline) -> Self {
        let began = timeline.began;
        Self {
            sweep,
            began_at: time(began),
            length_ms: timeline.ended.0 - began.0,
            trials: timeline.trials,
            workers: timeline.workers,
            stretches: timeline.stretches.map(|it| Stretches::of(&it, began.0)),
            lanes: timeline.lanes.into_iter().map(LaneView::of).collect(),
        }
    }
}

impl Stretches {
    fn of(all: &[Stretch], began: i64) -> Self {
        let state = |it: &Stretch| {
            if it.training.diverged { "diverged".to_owned() } else { it.training.state.clone() }
        };
        Self {
            trial: all.iter().map(|it| it.training.id.clone()).collect(),
            number: all.iter().map(|it| it.training.number).collect(),
            lr: all.iter().map(|it| it.training.lr).collect(),
            worker: all.iter().map(|it| it.lane).collect(),
            attempt: all.iter().map(|it| it.training.attempt).collect(),
            from_ms: all.iter().map(|it| it.training.since.0 - began).collect(),
            to_ms: all.iter().map(|it| it.training.till.0 - began).collect(),
            state: all.iter().map(state).collect(),
        }
    }
}

impl LaneView {
    fn of(it: Lane) -> Self {
        // Three digits behind the point are more than a plot shows.
        let short = |it: f64| (it * 1e3).round() / 1e3;
        Self {
            busy: it.busy.into_iter().map(short).collect(),
            ended: it.ended,
            diverged: it.diverged,
            failed: it.failed,
        }
    }
}
