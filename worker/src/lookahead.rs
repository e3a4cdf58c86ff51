//! How many trials to hold beyond those in training, so that a slot never waits for the network.

use std::time::Duration;

/// So much work should lie ready for each slot: several times what a call to the coordinator takes.
const READY: Duration = Duration::from_millis(500);

/// Trials that take longer gain nothing from lying ready, and another worker could train them.
pub(crate) const LONG: Duration = Duration::from_secs(1);

/// Trials shorter than a timer's tick are reported together.
const BRISK: Duration = Duration::from_millis(2);

/// So long at most the end of a trial waits for others to be told with it, while there is enough to train: each call and
/// each commit behind it takes time from the training.
const PATIENCE: Duration = Duration::from_millis(250);

/// So many trials at most lie ready for each slot. More would not make the calls much fewer, and
/// all of them wait for their leases to end when a worker dies.
const AHEAD_MAX: u32 = 64;

/// How much the last trial weighs in the mean.
const WEIGHT: f64 = 0.125;

/// How long trials take here of late.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    mean: Option<Duration>,
}

impl Pace {
    /// Takes note of a trial that was trained.
    pub(crate) fn took(&mut self, time: Duration) {
        let mean = self.mean.unwrap_or(time);
        self.mean = Some(mean.mul_f64(1.0 - WEIGHT) + time.mul_f64(WEIGHT));
    }

    /// Takes note of trials in training that have taken `time` already.
    pub(crate) fn takes_longer_than(&mut self, time: Duration) {
        self.mean = self.mean.max(Some(time));
    }

    /// How many trials should lie ready for each slot. None as long as nothing is known.
    pub(crate) fn ahead(self) -> usize {
        let Some(mean) = self.mean.filter(|mean| *mean <= LONG) else { return 0 };
        let fit = READY.as_nanos().div_ceil(mean.as_nanos().max(1));
        u32::try_from(fit).map_or(AHEAD_MAX, |fit| fit.min(AHEAD_MAX)) as usize
    }

    /// How long an end may wait to be told with others, where so many trials lie ready for each slot: until half of them
    /// are used up, as telling brings the next.
    pub(crate) fn patience(self, ready: usize) -> Duration {
        let Some(mean) = self.mean else { return Duration::ZERO };
        let least = if mean < BRISK { BRISK } else { Duration::ZERO };
        let half = mean.saturating_mul(u32::try_from(ready).unwrap_or(u32::MAX)) / 2;
        half.min(PATIENCE).max(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(millis: u64) -> usize {
        let mut pace = Pace::default();
        pace.took(Duration::from_millis(millis));
        pace.ahead()
    }

    #[test]
    fn half_a_second_of_work_lies_ready() {
        assert_eq!([ahead(100), ahead(250), ahead(300), ahead(700)], [5, 2, 2, 1]);
    }

    #[test]
    fn trivial_trials_lie_ready_up_to_a_limit_and_long_ones_not_at_all() {
        assert_eq!([ahead(0), ahead(1), ahead(1_000), ahead(1_001)], [64, 64, 1, 0]);
    }

    #[test]
    fn nothing_lies_ready_before_anything_is_known() {
        assert_eq!(Pace::default().ahead(), 0);
        assert_eq!(Pace::default().patience(9), Duration::ZERO);
    }

    #[test]
    fn an_end_waits_for_others_while_there_is_enough_to_train() {
        let patience = |millis, ready| {
            let mut pace = Pace::default();
            pace.took(Duration::from_millis(millis));
            pace.patience(ready).as_millis()
        };
        assert_eq!([patience(100, 5), patience(100, 3), patience(100, 1)], [250, 150, 50]);
        assert_eq!(patience(100, 0), 0, "the next trial comes with the answer");
        assert_eq!([patience(1, 0), patience(1, 64)], [2, 32]);
    }

    #[test]
    fn one_slow_trial_among_many_changes_little_and_a_slow_one_under_way_counts_at_once() {
        let mut pace = Pace::default();
        (0..100).for_each(|_| pace.took(Duration::from_millis(1)));
        pace.took(Duration::from_millis(100));
        assert!((30..64).contains(&pace.ahead()), "{}", pace.ahead());
        pace.takes_longer_than(Duration::from_secs(3));
        assert_eq!(pace.ahead(), 0);
    }
}
