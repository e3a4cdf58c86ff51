//! When the trials of a sweep trained, and where: each of them, or of very many how busy their workers were.

use search::time::Timestamp;

use super::Coordinator;
use crate::{
    error::Error,
    store::{Times, Training},
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
    /// When it trained.
    pub time: Time,
}

/// From when to when a trial trained; up to now, if it still does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// From when.
    pub from: Timestamp,
    /// To when.
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
        let now = self.clock.now();
        let (workers, times) = self.store.training_times(&sweep.id).await?;
        if times.len() > trials_max {
            return Ok(Timeline::of(workers, &times, now, parts.max(1)));
        }
        let (workers, trainings) = self.store.trainings(&sweep.id).await?;
        Ok(each(workers, trainings, now, parts.max(1)))
    }
}

impl Timeline {
    /// What workers did, without the trials.
    fn of(workers: Vec<String>, times: &[Times], now: Timestamp, parts: usize) -> Self {
        let whole = |it: &Times| (*it, Time::of(it, now));
        let spent: Vec<(Times, Time)> = times.iter().map(whole).collect();
        let began = spent.iter().map(|it| it.1.from).min().unwrap_or(now);
        let ended = spent.iter().map(|it| it.1.to).max().unwrap_or(now);
        let mut lanes = vec![Lane::of(parts); workers.len()];
        for (it, time) in &spent {
            lanes[it.worker].add(it, *time, Time { from: began, to: ended });
        }
        Self { began, ended, workers, trials: times.len(), stretches: Vec::new(), lanes }
    }
}

/// What workers did, and each of the trials.
fn each(workers: Vec<String>, trainings: Vec<Training>, now: Timestamp, parts: usize) -> Timeline {
    let times: Vec<Times> = trainings.iter().map(|it| it.times).collect();
    let stretch = |training: Training| {
        let time = Time::of(&training.times, now);
        Stretch { training, time }
    };
    let stretches = trainings.into_iter().map(stretch).collect();
    Timeline { stretches, ..Timeline::of(workers, &times, now, parts) }
}

impl Time {
    fn of(times: &Times, now: Timestamp) -> Self {
        let to = times.ended_at.unwrap_or(now);
        let trained = times.train_ms.map_or(times.started_at.0, |it| to.0 - it);
        Self { from: Timestamp(trained.max(times.started_at.0).min(to.0)), to }
    }
}

impl Lane {
    fn of(parts: usize) -> Self {
        let none = || vec![0; parts];
        Self { busy: vec![0.0; parts], ended: none(), diverged: none(), failed: none() }
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a sweep")]
    fn add(&mut self, it: &Times, time: Time, whole: Time) {
        let parts = self.busy.len();
        let long = (whole.to.0 - whole.from.0).max(1) as f64 / parts as f64;
        let [from, to] = [time.from, time.to].map(|it| (it.0 - whole.from.0) as f64 / long);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part")]
        let part = |at: f64| (at as usize).min(parts - 1);
        for at in part(from)..=part(to) {
            self.busy[at] += (to.min((at + 1) as f64) - from.max(at as f64)).max(0.0);
        }
        if it.ended_at.is_some() {
            self.ended[part(to)] += 1;
            self.diverged[part(to)] += u64::from(it.diverged);
            self.failed[part(to)] += u64::from(it.failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn training(number: u64, worker: usize, started: i64, ended: Option<i64>) -> Training {
        let times = Times {
            worker,
            started_at: Timestamp(started),
            ended_at: ended.map(Timestamp),
            train_ms: ended.map(|it| (it - started).min(50)),
            failed: false,
            diverged: number == 1,
        };
        let (id, state) = (number.to_string(), "completed".into());
        Training { id, number, lr: None, attempt: 1, state, times }
    }

    fn three() -> Timeline {
        let trainings = vec![
            training(0, 0, 1_000, Some(1_050)),
            training(1, 0, 1_000, Some(1_100)),
            training(2, 1, 1_050, None),
        ];
        each(vec!["ada".into(), "bob".into()], trainings, Timestamp(1_200), 4)
    }

    #[test]
    fn a_trial_that_was_leased_ahead_trains_at_the_end_of_its_lease() {
        let timeline = three();
        let times = timeline.stretches.iter().map(|it| (it.time.from.0, it.time.to.0));
        assert_eq!(times.collect::<Vec<_>>(), [(1_000, 1_050), (1_050, 1_100), (1_050, 1_200)]);
        assert_eq!((timeline.began.0, timeline.ended.0), (1_000, 1_200));
    }

    #[test]
    fn a_lane_says_how_many_trained_and_what_became_of_them() {
        let timeline = three();
        let [ada, bob] = &timeline.lanes[..] else { panic!("two workers") };
        assert_eq!(ada.busy, [1.0, 1.0, 0.0, 0.0]);
        assert_eq!(bob.busy, [0.0, 1.0, 1.0, 1.0]);
        assert_eq!((&ada.ended[..], &ada.diverged[..]), (&[0, 1, 1, 0][..], &[0, 0, 1, 0][..]));
        assert_eq!(bob.ended, [0; 4]);
    }

    #[test]
    fn nothing_has_begun() {
        let timeline = Timeline::of(Vec::new(), &[], Timestamp(5), 4);
        assert_eq!((timeline.began, timeline.trials, timeline.lanes.len()), (Timestamp(5), 0, 0));
    }
}
