//! When the trials of a sweep trained, and where: each of them, unless they are very many, and how busy the workers were.

use std::collections::HashMap;

use search::time::Timestamp;

use super::Coordinator;
use crate::{
    error::Error,
    store::{Gathered, Parts, Span, Training},
};

/// When a sweep's trials trained.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// When the first began.
    pub began: Timestamp,
    /// When the last ended, or now.
    pub ended: Timestamp,
    /// The workers, in the order in which they came.
    pub workers: Vec<String>,
    /// How many trials have begun.
    pub trials: u64,
    /// Each of them; none where they are more than was asked for.
    pub stretches: Option<Vec<Stretch>>,
    /// What the workers did meanwhile, in the order of `workers`.
    pub lanes: Vec<Lane>,
}

/// The time that one trial trained.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Whose lane it is in.
    pub lane: usize,
    /// Its latest attempt.
    pub training: Training,
}

/// What one worker did, in as many equal parts of the time between the first and the last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// How many trials trained side by side, on average.
    pub busy: Vec<f64>,
    /// How many ended.
    pub ended: Vec<u64>,
    /// How many of those diverged.
    pub diverged: Vec<u64>,
    /// How many of those failed.
    pub failed: Vec<u64>,
}

impl Coordinator {
    /// When the trials of a sweep trained: each of at most `trials_max`, and each worker's lane in `parts` parts.
    pub async fn timeline(
        &self,
        id: &str,
        trials_max: u64,
        parts: usize,
    ) -> Result<Timeline, Error> {
        let sweep = self.sweep(id).await?;
        let now = self.clock.now();
        let Some(span) = self.store.span(&sweep.id, now).await? else {
            let nothing = Timeline::of(Span { trials: 0, since: now, till: now });
            return Ok(Timeline { stretches: Some(Vec::new()), ..nothing });
        };
        let parts = Parts { since: span.since, till: span.till, count: parts.max(1) };
        let mut timeline = Timeline::of(span);
        timeline.add(self.store.gathered(&sweep.id, now, parts).await?, parts);
        if span.trials <= trials_max {
            let trainings = self.store.trainings(&sweep.id, now).await?;
            timeline.stretches = Some(timeline.laid_out(trainings));
        }
        Ok(timeline)
    }
}

impl Timeline {
    /// How long it is, and nothing yet of what was done.
    fn of(span: Span) -> Self {
        Self {
            began: span.since,
            ended: span.till,
            workers: Vec::new(),
            trials: span.trials,
            stretches: None,
            lanes: Vec::new(),
        }
    }

    /// The workers, and what they did.
    fn add(&mut self, mut all: Vec<Gathered>, parts: Parts) {
        all.sort_by_key(|it| it.first);
        let mut places: HashMap<String, usize> = HashMap::new();
        for it in all {
            let place = *places.entry(it.worker.clone()).or_insert(self.lanes.len());
            if place == self.lanes.len() {
                self.workers.push(it.worker.clone());
                self.lanes.push(Lane::of(parts.count));
            }
            self.lanes[place].add(&it, parts);
        }
    }

    /// The trials in the lanes of their workers.
    fn laid_out(&self, trainings: Vec<Training>) -> Vec<Stretch> {
        let places: HashMap<&str, usize> =
            self.workers.iter().enumerate().map(|(at, it)| (it.as_str(), at)).collect();
        // Between two readings a worker may have come: its trials are told the next time.
        let stretch = |training: Training| {
            let lane = *places.get(training.worker.as_str())?;
            Some(Stretch { lane, training })
        };
        trainings.into_iter().filter_map(stretch).collect()
    }
}

impl Lane {
    fn of(parts: usize) -> Self {
        let none = || vec![0; parts];
        Self { busy: vec![0.0; parts], ended: none(), diverged: none(), failed: none() }
    }

    /// Adds trials that began in one part and ended in the same or another; from when they did, all together, follows how
    /// long they trained in each.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a sweep")]
    fn add(&mut self, it: &Gathered, parts: Parts) {
        let last = parts.count - 1;
        let part = |at: i64| usize::try_from(at).unwrap_or(0).min(last);
        let (first, end) = (part(it.from_part), part(it.to_part));
        let long = (parts.till.0 - parts.since.0).max(1) as f64 / parts.count as f64;
        let [trials, from, to] =
            [it.trials as f64, it.from_ms as f64 / long, it.to_ms as f64 / long];
        if first == end {
            self.busy[first] += to - from;
        } else {
            self.busy[first] += trials * (first + 1) as f64 - from;
            self.busy[first + 1..end].iter_mut().for_each(|busy| *busy += trials);
            self.busy[end] += to - trials * end as f64;
        }
        self.ended[end] += it.ended;
        self.diverged[end] += it.diverged;
        self.failed[end] += it.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Parts = Parts { since: Timestamp(1_000), till: Timestamp(1_200), count: 4 };

    /// Two trials that trained from and to such a time after the beginning, the first of them over.
    fn two(from: [i64; 2], to: [i64; 2]) -> Gathered {
        Gathered {
            worker: "ada".into(),
            first: 0,
            from_part: from[0] / 50,
            to_part: to[0] / 50,
            trials: 2,
            from_ms: from.iter().sum(),
            to_ms: to.iter().sum(),
            ended: 1,
            diverged: 1,
            failed: 0,
        }
    }

    fn busy(it: &Gathered) -> Lane {
        let mut lane = Lane::of(4);
        lane.add(it, PARTS);
        lane
    }

    #[test]
    fn a_lane_says_how_many_trained_and_what_became_of_them() {
        let lane = busy(&two([10, 20], [30, 45]));
        assert_eq!(lane.busy, [0.9, 0.0, 0.0, 0.0]);
        assert_eq!((&lane.ended[..], &lane.diverged[..]), (&[1, 0, 0, 0][..], &[1, 0, 0, 0][..]));
        assert_eq!(lane.failed, [0; 4]);
    }

    #[test]
    fn trials_that_reach_over_several_parts_are_busy_in_each() {
        let lane = busy(&two([10, 40], [175, 160]));
        let told: Vec<f64> = lane.busy.iter().map(|it| (it * 1e6).round() / 1e6).collect();
        assert_eq!(told, [1.0, 2.0, 2.0, 0.7]);
        assert_eq!(lane.ended, [0, 0, 0, 1]);
    }

    #[test]
    fn what_ends_with_the_last_part_ends_in_it() {
        let lane = busy(&two([150, 150], [200, 200]));
        assert_eq!(lane.busy, [0.0, 0.0, 0.0, 2.0]);
        assert_eq!(lane.ended, [0, 0, 0, 1]);
    }

    #[test]
    fn workers_stand_in_the_order_in_which_they_came() {
        let of = |worker: &str, first| Gathered {
            worker: worker.into(),
            first,
            ..two([10, 20], [30, 45])
        };
        let span = Span { trials: 6, since: PARTS.since, till: PARTS.till };
        let mut timeline = Timeline::of(span);
        timeline.add(vec![of("ada", 9), of("bob", 2), of("ada", 1)], PARTS);
        assert_eq!(timeline.workers, ["ada", "bob"]);
        let ended: Vec<u64> = timeline.lanes.iter().map(|it| it.ended[0]).collect();
        assert_eq!(ended, [2, 1]);
    }
}
