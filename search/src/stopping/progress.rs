//! What is known of a trial under way: as much of its curve as early stopping asks about, in a few numbers, so that
//! nothing that was reported before needs to be read again.

use serde::{Deserialize, Serialize};

use super::{Rule, Stopping};
use crate::{
    loss::Loss,
    metric::{Goal, Metric, Summary},
};

/// A loss so many times as high as where it began is far above it: fastai ends a range test there, counted
/// from the best loss, which is stricter.
const FAR: f64 = 4.0;

/// So many reports in a row must be far above. One may be a spike that training comes back from.
const FAR_REPORTS: u32 = 3;

/// The metric that says whether training is hopeless; where a trial has none, the deciding one, if it is a loss.
const TRAINING: &str = "train_loss";

/// A trial under way, as early stopping sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// How many updates or epochs it has trained.
    pub trained: u64,
    /// How many it is to train.
    pub budget: u64,
    /// How many rungs it has passed.
    pub passed: usize,
    /// Reports after the one before training.
    points: u64,
    /// The deciding metric before training.
    first: Option<f64>,
    /// The best value of the deciding metric.
    best: Option<f64>,
    /// The sum of its values, and how many those are.
    sum: f64,
    count: u32,
    /// The values that its summary needs.
    tail: Vec<f64>,
    /// The loss that training began with.
    began: Option<f64>,
    /// How many reports in a row lay far above that.
    far: u32,
}

/// What a report calls for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Call {
    /// The trial has reached a rung and is to be judged there.
    Judge(Reached),
    /// Training is hopeless: the trial has diverged.
    Diverged,
}

/// A trial at a rung. Lower is better, whatever the goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Which rung, from 0.
    pub rung: usize,
    /// What later trials compare themselves with.
    pub kept: f64,
    /// What it compares itself with what earlier trials left.
    pub own: f64,
}

impl Progress {
    /// A trial that has not begun.
    pub fn new(stopping: &Stopping) -> Self {
        Self { budget: stopping.whole(), ..Self::default() }
    }

    /// Takes note of a report of `metrics` after `step` updates.
    pub fn see(
        &mut self,
        stopping: &Stopping,
        metric: &Metric,
        step: u64,
        metrics: &[(&str, f64)],
    ) -> Option<Call> {
        let of = |name: &str| metrics.iter().find(|it| it.0 == name).map(|it| it.1);
        let deciding = of(&metric.name);
        self.points += u64::from(step > 0);
        self.trained = Stopping::trained(stopping.budget, step, self.points);
        self.look_for_hope(of(TRAINING).or(deciding.filter(|_| metric.goal == Goal::Minimize)));
        let value = deciding.filter(|it| it.is_finite())?;
        if step == 0 {
            self.first = Some(value);
            return None;
        }
        self.add(metric, value);
        if self.far >= FAR_REPORTS && self.trained >= stopping.rungs[0] {
            return Some(Call::Diverged);
        }
        let passed = stopping.rungs.partition_point(|it| *it <= self.trained);
        // Who has come to its end is not judged any more, and who has passed a rung not a second time.
        if passed <= self.passed || self.trained >= self.budget {
            return None;
        }
        self.passed = passed;
        self.reached(stopping.rule, metric).map(Call::Judge)
    }

    /// The value that the trial would have, were it to end here; and the same metric before training.
    pub fn score(&self, metric: &Metric) -> Option<(Loss, Option<Loss>)> {
        let value = metric.summary.of(metric.goal, &self.tail).and_then(Loss::new)?;
        Some((value, self.first.and_then(Loss::new)))
    }

    /// How many updates or epochs are spared where it ends here.
    pub fn spared(&self) -> u64 {
        self.budget.saturating_sub(self.trained)
    }

    /// Whether training was given up as hopeless, or would be.
    pub fn is_hopeless(&self) -> bool {
        self.far >= FAR_REPORTS
    }

    fn look_for_hope(&mut self, loss: Option<f64>) {
        let Some(loss) = loss.filter(|it| it.is_finite()) else { return };
        let began = *self.began.get_or_insert(loss);
        self.far = if began > 0.0 && loss > FAR * began { self.far + 1 } else { 0 };
    }

    fn add(&mut self, metric: &Metric, value: f64) {
        let goal = metric.goal;
        self.best = Some(self.best.filter(|it| !goal.better(value, *it)).unwrap_or(value));
        self.sum += value;
        self.count += 1;
        let kept = match metric.summary {
            Summary::Last | Summary::Best => 1,
            Summary::MeanOfLast(count) => count as usize,
        };
        if metric.summary == Summary::Best {
            self.tail.clear();
            self.tail.extend(self.best);
        } else {
            self.tail.push(value);
            self.tail.drain(..self.tail.len().saturating_sub(kept));
        }
    }

    fn reached(&self, rule: Rule, metric: &Metric) -> Option<Reached> {
        let lower = |it: f64| if metric.goal == Goal::Minimize { it } else { -it };
        let (kept, own) = match rule {
            Rule::Median { .. } => (self.sum / f64::from(self.count), self.best?),
            Rule::Asha { .. } => {
                let value = metric.summary.of(metric.goal, &self.tail)?;
                (value, value)
            }
        };
        let finite = kept.is_finite() && own.is_finite();
        let rung = self.passed - 1;
        finite.then(|| Reached { rung, kept: lower(kept), own: lower(own) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Budget;

    const ASHA: Rule = Rule::Asha { reduction_factor: 3, min_survivors: 3 };
    const MEDIAN: Rule = Rule::Median { min_trials: 5 };

    fn stopping(rule: Rule, budget: Budget) -> Stopping {
        Stopping { rule, budget, rungs: vec![2, 6] }
    }

    /// What a curve of `metric` calls for, a report an epoch.
    fn calls(rule: Rule, metric: &Metric, curve: &[f64]) -> Vec<Call> {
        let stopping = stopping(rule, Budget::Epochs(10));
        let mut progress = Progress::new(&stopping);
        let points = (0..).step_by(23).zip(curve);
        points
            .filter_map(|(step, value)| {
                progress.see(&stopping, metric, step, &[(&metric.name, *value)])
            })
            .collect()
    }

    fn judged(rung: usize, kept: f64, own: f64) -> Call {
        Call::Judge(Reached { rung, kept, own })
    }

    #[test]
    fn asha_compares_what_the_trial_would_come_to() {
        let curve = [9.0, 4.0, 2.0, 1.0, 3.0, 2.0, 5.0, 1.0];
        let last = Metric::default();
        assert_eq!(calls(ASHA, &last, &curve), [judged(0, 2.0, 2.0), judged(1, 5.0, 5.0)]);
        let best = Metric { summary: Summary::Best, ..Metric::default() };
        assert_eq!(calls(ASHA, &best, &curve), [judged(0, 2.0, 2.0), judged(1, 1.0, 1.0)]);
        let mean = Metric { summary: Summary::MeanOfLast(2), ..Metric::default() };
        assert_eq!(calls(ASHA, &mean, &curve), [judged(0, 3.0, 3.0), judged(1, 3.5, 3.5)]);
    }

    #[test]
    fn the_median_rule_compares_the_best_with_running_averages() {
        let curve = [9.0, 4.0, 2.0, 1.0, 3.0, 3.0, 5.0];
        let metric = Metric::default();
        assert_eq!(calls(MEDIAN, &metric, &curve), [judged(0, 3.0, 2.0), judged(1, 3.0, 1.0)]);
        let accuracy = Metric { goal: Goal::Maximize, ..metric };
        assert_eq!(calls(MEDIAN, &accuracy, &curve[..3]), [judged(0, -3.0, -4.0)]);
    }

    #[test]
    fn rungs_count_updates_where_the_sweep_does() {
        let stopping = stopping(ASHA, Budget::Steps(9));
        let mut progress = Progress::new(&stopping);
        let mut at = |step| progress.see(&stopping, &Metric::default(), step, &[("val_loss", 1.0)]);
        assert_eq!([0, 1].map(&mut at), [None, None]);
        assert_eq!(at(8), Some(judged(1, 1.0, 1.0)), "two rungs at once are judged as the higher");
        assert_eq!(at(9), None);
        assert_eq!((progress.trained, progress.spared()), (9, 0));
    }

    #[test]
    fn a_trial_at_its_end_is_not_judged() {
        let stopping = stopping(ASHA, Budget::Steps(9));
        let mut progress = Progress::new(&stopping);
        assert_eq!(progress.see(&stopping, &Metric::default(), 9, &[("val_loss", 1.0)]), None);
    }

    #[test]
    fn a_loss_that_stays_far_above_its_beginning_has_diverged_and_a_spike_has_not() {
        let metric = Metric::default();
        assert_eq!(calls(ASHA, &metric, &[2.0, 9.0, 9.0, 9.0]).last(), Some(&Call::Diverged));
        let spike = calls(ASHA, &metric, &[2.0, 9.0, 9.0, 7.0, 9.0, 9.0, 1.0]);
        assert_eq!(spike, [judged(0, 9.0, 9.0), judged(1, 1.0, 1.0)]);
        let accuracy = Metric { goal: Goal::Maximize, ..metric };
        assert!(!calls(ASHA, &accuracy, &[0.1, 0.9, 0.9, 0.9]).contains(&Call::Diverged));
    }

    #[test]
    fn what_is_not_finite_or_does_not_decide_is_left_to_others() {
        let stopping = stopping(ASHA, Budget::Epochs(10));
        let mut progress = Progress::new(&stopping);
        let metric = Metric::default();
        assert_eq!(progress.see(&stopping, &metric, 1, &[("val_loss", f64::NAN)]), None);
        assert_eq!(progress.see(&stopping, &metric, 2, &[("lr", 0.1)]), None);
        assert_eq!(progress.score(&metric), None);
        assert!(progress.see(&stopping, &metric, 3, &[("val_loss", 0.5)]).is_some());
        assert_eq!(progress.score(&metric), Some((Loss::new(0.5).unwrap(), None)));
    }

    #[test]
    fn it_is_kept_as_json() {
        let mut progress = Progress { budget: 20, ..Progress::default() };
        progress.see(
            &stopping(ASHA, Budget::Epochs(20)),
            &Metric::default(),
            23,
            &[("val_loss", 0.5)],
        );
        let json = serde_json::to_string(&progress).unwrap();
        assert_eq!(serde_json::from_str::<Progress>(&json).unwrap(), progress);
    }
}
