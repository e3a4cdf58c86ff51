//! A schedule shown before anything is trained: the course of a run, entry by entry.

mod reading;

use crate::{
    config::{Budget, Task, TrialConfig},
    course::{Course, Terms, Update},
    growth::Growth,
    metric::Metric,
    noise,
    schedule::{Schedule, Unit},
};

/// The most entries that are shown. They are written into one answer.
pub const ENTRIES_MAX: u64 = 200_000;

/// What is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The base rate.
    pub lr: f64,
    /// How it moves.
    pub schedule: Schedule,
    /// How the batch grows, if it does.
    pub growth: Option<Growth>,
    /// The optimizer's momentum, where that is known.
    pub momentum: Option<f64>,
    /// The data and the batches, where they are known; elsewhere an epoch is one update.
    pub data: Option<Data>,
    /// How long the run lasts.
    pub budget: Budget,
    /// What a plateau is told, one at each epoch's end; NaN for what is not a number.
    pub metrics: Vec<f64>,
    /// The metric that decides.
    pub metric: Metric,
}

/// How much data there is, and how much of it an update sees at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Data {
    /// Samples in an epoch.
    pub samples: u64,
    /// Samples in an update.
    pub batch_size: u64,
}

/// A preview, entry by entry: an entry is an update, or an epoch. All lists are equally long.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What an entry is.
    pub unit: Unit,
    /// The rate; of an epoch, that of its first update.
    pub lr: Vec<f64>,
    /// The momentum, where it moves.
    pub momentum: Option<Vec<f64>>,
    /// How many updates an entry has.
    pub updates: Vec<u64>,
    /// How many samples an update sees, where that is known.
    pub batch_size: Option<Vec<u64>>,
    /// The scale of the noise, where that is known.
    pub noise_scale: Option<Vec<f64>>,
}

impl Preview {
    /// The preview of a trial on so many samples. A synthetic curve has neither samples nor batches.
    pub fn of(config: &TrialConfig, metric: &Metric, samples: u64) -> Self {
        let data = match config.train.task {
            Task::Synthetic(_) => None,
            Task::Builtin(_) => Some(Data { samples, batch_size: config.train.batch_size }),
        };
        Self {
            lr: config.optimizer.lr,
            schedule: config.schedule.clone(),
            growth: config.growth.clone(),
            momentum: config.optimizer.rule.momentum(),
            data,
            budget: config.train.budget,
            metrics: Vec::new(),
            metric: metric.clone(),
        }
    }

    /// What the course of the run follows from.
    pub fn terms(&self) -> Terms<'_> {
        let Data { samples, batch_size } = self.data.unwrap_or(Data { samples: 1, batch_size: 1 });
        Terms {
            lr: self.lr,
            schedule: &self.schedule,
            growth: self.growth.as_ref(),
            batch_size,
            samples,
            budget: self.budget,
            metric: &self.metric,
        }
    }

    /// What an entry is: an epoch where the schedule counts in epochs, or the batch does.
    pub fn unit(&self) -> Unit {
        if self.growth.is_some() { Unit::Epoch } else { self.schedule.unit }
    }

    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        let course = Course::new(self.terms());
        match self.unit() {
            Unit::Step => course.steps(),
            Unit::Epoch => course.epochs(),
        }
    }

    /// Every entry; the first of them where there are more than [`ENTRIES_MAX`].
    pub fn show(&self) -> Shown {
        let mut course = Course::new(self.terms());
        let mut metrics = self.metrics.iter();
        let mut entries: Vec<(Update, u64)> = Vec::new();
        while (entries.len() as u64) < ENTRIES_MAX {
            let entry = match self.unit() {
                Unit::Step => course.next().map(|it| (it, 1)),
                Unit::Epoch => course.next_epoch(),
            };
            let Some(entry) = entry else { break };
            if self.unit() == Unit::Epoch || entry.0.ends_epoch {
                metrics.next().into_iter().for_each(|it| course.tell(*it));
            }
            entries.push(entry);
        }
        self.columns(&entries)
    }

    fn columns(&self, entries: &[(Update, u64)]) -> Shown {
        let updates = entries.iter().map(|(update, _)| update);
        let noise = |data: Data| {
            let scale = |it: &Update| {
                let momentum = it.momentum.or(self.momentum).unwrap_or(0.0);
                noise::scale(it.lr, momentum, data.samples, it.batch)
            };
            updates.clone().map(scale).collect()
        };
        Shown {
            unit: self.unit(),
            lr: updates.clone().map(|it| it.lr).collect(),
            momentum: updates.clone().map(|it| it.momentum).collect(),
            updates: entries.iter().map(|(_, count)| *count).collect(),
            batch_size: self.data.map(|_| updates.clone().map(|it| it.batch).collect()),
            noise_scale: self.data.map(noise),
        }
    }
}
