//! Lower whenever a metric has stopped getting better: `ReduceLROnPlateau`.
//!
//! What it does depends on what training has come to, so that it cannot say a rate for a moment: a [`Watch`] is told the
//! metric at each epoch's end and says which rate follows.

use super::LENGTH_MAX;
use crate::{
    document::{Fields, Value},
    metric::{Goal, Metric},
};

/// lr · `factor` after each `patience` + 1 epochs without a better metric
#[derive(Clone, Debug, PartialEq)]
pub struct Plateau {
    /// Which metric; the one that decides the sweep where nothing is said.
    pub metric: Option<String>,
    /// What the rate is multiplied by.
    pub factor: f64,
    /// How many epochs without a better metric are borne.
    pub patience: u64,
    /// By how much a metric must be better to count.
    pub threshold: f64,
    /// What the threshold is measured by.
    pub threshold_mode: Threshold,
    /// For how many epochs after a change nothing counts as bad.
    pub cooldown: u64,
    /// The lowest rate.
    pub min_lr: f64,
    /// Changes of the rate that are not larger than this are not made.
    pub eps: f64,
}

/// What a threshold is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// By the best metric.
    Rel,
    /// By itself.
    Abs,
}

/// A plateau's schedule while it watches a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    plateau: Plateau,
    goal: Goal,
    seen: Watched,
}

/// What a plateau has seen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watched {
    /// The best metric.
    pub best: Option<f64>,
    /// How many epochs in a row were no better.
    pub bad: u64,
    /// How many epochs of the cooldown are left.
    pub cooling: u64,
}

impl Watch {
    /// Before anything has been told.
    pub fn new(plateau: Plateau, goal: Goal) -> Self {
        Self { plateau, goal, seen: Watched::default() }
    }

    /// What it has seen.
    pub fn watched(&self) -> Watched {
        self.seen
    }

    /// The same plateau, having seen that.
    #[must_use]
    pub fn having(&self, seen: Watched) -> Self {
        Self { seen, ..self.clone() }
    }

    /// The rate that follows `lr` after an epoch that ended with this metric.
    pub fn after(&mut self, metric: f64, lr: f64) -> f64 {
        if self.is_better(metric) {
            self.seen.best = Some(metric);
            self.seen.bad = 0;
        } else {
            self.seen.bad += 1;
        }
        if self.seen.cooling > 0 {
            self.seen.cooling -= 1;
            self.seen.bad = 0;
        }
        if self.seen.bad <= self.plateau.patience {
            return lr;
        }
        self.seen.cooling = self.plateau.cooldown;
        self.seen.bad = 0;
        let lower = (lr * self.plateau.factor).max(self.plateau.min_lr);
        if lr - lower > self.plateau.eps { lower } else { lr }
    }

    /// What is not a number is never better.
    fn is_better(&self, metric: f64) -> bool {
        let Some(best) = self.seen.best else { return !metric.is_nan() };
        let by = self.plateau.threshold;
        let bar = match (self.plateau.threshold_mode, self.goal) {
            (Threshold::Rel, Goal::Minimize) => best * (1.0 - by),
            (Threshold::Rel, Goal::Maximize) => best * (1.0 + by),
            (Threshold::Abs, Goal::Minimize) => best - by,
            (Threshold::Abs, Goal::Maximize) => best + by,
        };
        self.goal.better(metric, bar)
    }
}

impl Plateau {
    /// The name of the metric that it watches in a run that `metric` decides.
    pub fn watched<'a>(&'a self, metric: &'a Metric) -> &'a str {
        self.metric.as_ref().unwrap_or(&metric.name)
    }

    /// Which way that metric is better.
    pub fn goal(&self, metric: &Metric) -> Goal {
        let name = self.watched(metric);
        if *name == metric.name { metric.goal } else { Goal::of(name) }
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let metric = fields.optional("metric", crate::metric::name);
        let factor = fields
            .or("factor", 0.1, |it| it.number("above 0 and below 1", |it| it > 0.0 && it < 1.0));
        let count = |it: &Value<'_>| it.whole(0, LENGTH_MAX);
        let patience = fields.or("patience", 10, count);
        let threshold = fields.or("threshold", 1e-4, Value::not_negative);
        let modes = [("rel", Threshold::Rel), ("abs", Threshold::Abs)];
        let threshold_mode = fields.or("threshold_mode", Threshold::Rel, |it| it.choice(&modes));
        let cooldown = fields.or("cooldown", 0, count);
        let min_lr = fields.or("min_lr", 0.0, Value::not_negative);
        let eps = fields.or("eps", 1e-8, Value::not_negative);
        Some(Self {
            metric: metric?,
            factor: factor?,
            patience: patience?,
            threshold: threshold?,
            threshold_mode: threshold_mode?,
            cooldown: cooldown?,
            min_lr: min_lr?,
            eps: eps?,
        })
    }
}
