//! The course of a run: update by update, at which rate, with which momentum, on which rows.
//!
//! The one place that puts schedules, growing batches and plateaus together. The trainer follows it, and whoever shows a
//! schedule beforehand does too, so that what is shown is what trains.

use std::ops::Range;

use crate::{
    config::{Budget, TrialConfig},
    growth::{Growth, Stage},
    metric::Metric,
    schedule::{Schedule, Unit, Watch, Watched},
};

/// What a course follows from.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The base rate.
    pub lr: f64,
    /// How it moves.
    pub schedule: &'a Schedule,
    /// How the batch grows, if it does.
    pub growth: Option<&'a Growth>,
    /// How many samples the first update sees.
    pub batch_size: u64,
    /// How many samples an epoch sees.
    pub samples: u64,
    /// How long the run lasts. A range test lasts as long as its ramp, whatever is said here.
    pub budget: Budget,
    /// The metric that decides, which a plateau watches unless it names another.
    pub metric: &'a Metric,
}

/// A run, at some moment of it. As an iterator it gives the updates that are left.
#[derive(Clone, Debug)]
pub struct Course {
    schedule: Schedule,
    stages: Vec<Stage>,
    /// The base rate, which a plateau lowers.
    lr: f64,
    watch: Option<Watch>,
    samples: u64,
    /// How many updates there are in all, and how many epochs they begin.
    steps: u64,
    epochs: u64,
    /// How many updates were made, how many epochs ended, and how many rows of the next were seen.
    made: u64,
    epoch: u64,
    seen: u64,
}

/// What the past of a run has left in its course; the rest follows from the [`Terms`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// How many updates were made.
    pub made: u64,
    /// The base rate, which a plateau lowers.
    pub lr: f64,
    /// What a plateau has seen, if the schedule is one.
    pub watched: Option<Watched>,
}

/// One update.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// Its number, from 0.
    pub step: u64,
    /// Which pass over the data it belongs to, from 0.
    pub epoch: u64,
    /// Its rate.
    pub lr: f64,
    /// Its momentum, where that moves.
    pub momentum: Option<f64>,
    /// The batch that the schedule asks for. The last of an epoch may have fewer rows.
    pub batch: u64,
    /// Its rows, of those of the epoch in their order.
    pub rows: Range<u64>,
    /// Whether the epoch ends with it.
    pub ends_epoch: bool,
}

impl Course {
    /// The beginning of a run. One on no samples at all is treated as one on a single sample.
    pub fn new(terms: Terms<'_>) -> Self {
        let Terms { lr, schedule, growth, batch_size, samples, metric, .. } = terms;
        let samples = samples.max(1);
        let stages = Growth::stages(growth, batch_size, samples);
        let budget = match (schedule.ramp(), schedule.unit) {
            (None, _) => terms.budget,
            (Some(ramp), Unit::Step) => Budget::Steps(ramp.steps),
            (Some(ramp), Unit::Epoch) => Budget::Epochs(ramp.steps),
        };
        let (steps, epochs) = length(&stages, samples, budget);
        let watch = schedule.plateau().map(|it| Watch::new(it.clone(), it.goal(metric)));
        let schedule = schedule.for_run(steps, epochs);
        Self { schedule, stages, lr, watch, samples, steps, epochs, made: 0, epoch: 0, seen: 0 }
    }

    /// Where the run stands.
    pub fn moment(&self) -> Moment {
        Moment { made: self.made, lr: self.lr, watched: self.watch.as_ref().map(Watch::watched) }
    }

    /// The same course at such a moment; nothing if it never comes there.
    #[must_use]
    pub fn at(&self, moment: Moment) -> Option<Self> {
        let Moment { made, lr, watched } = moment;
        if made > self.steps || watched.is_some() != self.watch.is_some() {
            return None;
        }
        let watch = self.watch.as_ref().zip(watched).map(|(watch, it)| watch.having(it));
        let (epoch, seen) = self.place(made);
        Some(Self { lr, watch, made, epoch, seen, ..self.clone() })
    }

    /// How many updates there are in all.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// How many epochs they begin.
    pub fn epochs(&self) -> u64 {
        self.epochs
    }

    /// The largest batch.
    pub fn batch_max(&self) -> u64 {
        self.stages.iter().map(|it| it.batch).max().unwrap_or(1)
    }

    /// Tells a plateau its metric at the end of an epoch, which moves the rates that follow. No other schedule listens.
    pub fn tell(&mut self, metric: f64) {
        if let Some(watch) = &mut self.watch {
            self.lr = watch.after(metric, self.lr);
        }
    }

    /// The first update of the next epoch and how many there are in it, which are passed over.
    pub fn next_epoch(&mut self) -> Option<(Update, u64)> {
        let first = self.next()?;
        if !first.ends_epoch {
            let left = (self.samples - self.seen).div_ceil(first.batch);
            self.made += left.min(self.steps - self.made);
            (self.epoch, self.seen) = (self.epoch + 1, 0);
        }
        Some((first.clone(), self.made - first.step))
    }

    /// How many epochs end with so many updates, and how many rows of the next are seen by then.
    fn place(&self, made: u64) -> (u64, u64) {
        let mut left = made;
        let ends = self.stages.iter().skip(1).map(|it| it.from).chain([u64::MAX]);
        for (stage, end) in self.stages.iter().zip(ends) {
            let updates = self.samples.div_ceil(stage.batch);
            let these = updates.saturating_mul(end.saturating_sub(stage.from));
            if left < these {
                return (stage.from + left / updates, left % updates * stage.batch);
            }
            left -= these;
        }
        (self.epochs, 0)
    }

    fn stage(&self) -> Stage {
        let passed = self.stages.partition_point(|it| it.from <= self.epoch);
        self.stages[passed.max(1) - 1]
    }
}

impl Iterator for Course {
    type Item = Update;

    fn next(&mut self) -> Option<Update> {
        if self.made == self.steps {
            return None;
        }
        let Stage { batch, share, .. } = self.stage();
        let (step, epoch) = (self.made, self.epoch);
        let rows = self.seen..(self.seen + batch).min(self.samples);
        let ends_epoch = rows.end == self.samples;
        self.made += 1;
        (self.epoch, self.seen) = if ends_epoch { (epoch + 1, 0) } else { (epoch, rows.end) };
        let lr = self.schedule.lr(self.lr * share, step, epoch);
        let momentum = self.schedule.momentum(step, epoch);
        Some(Update { step, epoch, lr, momentum, batch, rows, ends_epoch })
    }
}

impl TrialConfig {
    /// The course of the trial on so many samples.
    pub fn course(&self, metric: &Metric, samples: u64) -> Course {
        Course::new(Terms {
            lr: self.optimizer.lr,
            schedule: &self.schedule,
            growth: self.growth.as_ref(),
            batch_size: self.train.batch_size,
            samples,
            budget: self.train.budget,
            metric,
        })
    }
}

/// How many updates a budget comes to, and how many epochs they begin.
fn length(stages: &[Stage], samples: u64, budget: Budget) -> (u64, u64) {
    let (mut steps, mut epochs) = (0_u64, 0_u64);
    let ends = stages.iter().skip(1).map(|it| it.from).chain([u64::MAX]);
    for (stage, end) in stages.iter().zip(ends) {
        let updates = samples.div_ceil(stage.batch);
        let left = match budget {
            Budget::Epochs(all) => all.saturating_sub(epochs),
            Budget::Steps(all) => (all - steps).div_ceil(updates),
        };
        let these = left.min(end.saturating_sub(epochs));
        epochs += these;
        steps = steps.saturating_add(updates.saturating_mul(these));
        if let Budget::Steps(all) = budget {
            steps = steps.min(all);
        }
    }
    (steps, epochs)
}
