//! When the trials of a sweep trained, and where: each of them, or of very many how busy their workers were.

use search::time::Timestamp;

use super::Coordinator;
use crate::{error::Error, store::Training};

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
    pub trials: usize,
    /// Each of them; none where they are more than was asked for.
    pub stretches: Vec<Stretch>,
    /// What the workers did meanwhile, in the order of `workers`.
    pub lanes: Vec<Lane>,
}

/// The time that one trial trained.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Its latest attempt.
    pub training: Training,
    /// Which of the workers.
    pub worker: usize,
    /// From when.
    pub from: Timestamp,
    /// To when; up to now for one that trains.
    pub to: Timestamp,
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
        trials_max: usize,
        parts: usize,
    ) -> Result<Timeline, Error> {
        let sweep = self.sweep(id).await?;
        let trainings = self.store.trainings(&sweep.id).await?;
        Ok(laid_out(trainings, self.clock.now(), trials_max, parts.max(1)))
    }
}

fn laid_out(trainings: Vec<Training>, now: Timestamp, trials_max: usize, parts: usize) -> Timeline {
    let mut workers: Vec<String> = Vec::new();
    let stretch = |training: Training| {
        let worker = workers.iter().position(|it| *it == training.worker).unwrap_or_else(|| {
            workers.push(training.worker.clone());
            workers.len() - 1
        });
        let to = training.ended_at.unwrap_or(now);
        let trained = training.train_ms.map_or(training.started_at.0, |it| to.0 - it);
        let from = Timestamp(trained.max(training.started_at.0).min(to.0));
        Stretch { training, worker, from, to }
    };
    let mut stretches: Vec<Stretch> = trainings.into_iter().map(stretch).collect();
    let began = stretches.iter().map(|it| it.from).min().unwrap_or(now);
    let ended = stretches.iter().map(|it| it.to).max().unwrap_or(now);
    let mut lanes = vec![Lane::of(parts); workers.len()];
    for it in &stretches {
        lanes[it.worker].add(it, began, ended);
    }
    let trials = stretches.len();
    if trials > trials_max {
        stretches.clear();
    }
    Timeline { began, ended, workers, trials, stretches, lanes }
}

impl Lane {
    fn of(parts: usize) -> Self {
        let none = || vec![0; parts];
        Self { busy: vec![0.0; parts], ended: none(), diverged: none(), failed: none() }
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a sweep")]
    fn add(&mut self, it: &Stretch, began: Timestamp, ended: Timestamp) {
        let parts = self.busy.len();
        let long = (ended.0 - began.0).max(1) as f64 / parts as f64;
        let (from, to) = ((it.from.0 - began.0) as f64 / long, (it.to.0 - began.0) as f64 / long);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part")]
        let part = |at: f64| (at as usize).min(parts - 1);
        for at in part(from)..=part(to) {
            self.busy[at] += (to.min((at + 1) as f64) - from.max(at as f64)).max(0.0);
        }
        if it.training.ended_at.is_some() {
            self.ended[part(to)] += 1;
            self.diverged[part(to)] += u64::from(it.training.diverged);
            let failed = matches!(it.training.state.as_str(), "failed" | "quarantined");
            self.failed[part(to)] += u64::from(failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn training(number: u64, worker: &str, started: i64, ended: Option<i64>) -> Training {
        Training {
            id: number.to_string(),
            number,
            lr: None,
            worker: worker.into(),
            attempt: 1,
            started_at: Timestamp(started),
            ended_at: ended.map(Timestamp),
            train_ms: ended.map(|it| (it - started).min(50)),
            state: "completed".into(),
            diverged: number == 1,
        }
    }

    fn three() -> Vec<Training> {
        let ada = |number, started, ended| training(number, "ada", started, ended);
        vec![
            ada(0, 1_000, Some(1_050)),
            ada(1, 1_000, Some(1_100)),
            training(2, "bob", 1_050, None),
        ]
    }

    #[test]
    fn a_trial_that_was_leased_ahead_trains_at_the_end_of_its_lease() {
        let timeline = laid_out(three(), Timestamp(1_200), 10, 4);
        let times: Vec<_> = timeline.stretches.iter().map(|it| (it.from.0, it.to.0)).collect();
        assert_eq!(times, [(1_000, 1_050), (1_050, 1_100), (1_050, 1_200)]);
        assert_eq!((timeline.began.0, timeline.ended.0), (1_000, 1_200));
    }

    #[test]
    fn a_lane_says_how_many_trained_and_what_became_of_them() {
        let timeline = laid_out(three(), Timestamp(1_200), 2, 4);
        assert!(timeline.stretches.is_empty(), "three are more than two");
        let [ada, bob] = &timeline.lanes[..] else { panic!("two workers") };
        assert_eq!(ada.busy, [1.0, 1.0, 0.0, 0.0]);
        assert_eq!(bob.busy, [0.0, 1.0, 1.0, 1.0]);
        assert_eq!((&ada.ended[..], &ada.diverged[..]), (&[0, 1, 1, 0][..], &[0, 0, 1, 0][..]));
        assert_eq!(bob.ended, [0; 4]);
    }

    #[test]
    fn nothing_has_begun() {
        let timeline = laid_out(Vec::new(), Timestamp(5), 10, 4);
        assert_eq!((timeline.began, timeline.trials, timeline.lanes.len()), (Timestamp(5), 0, 0));
    }
}
