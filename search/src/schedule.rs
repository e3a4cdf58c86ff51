//! How the learning rate moves while a trial trains.
//!
//! `t` counts from 0 and is the update (or epoch) that the rate is used for. Names and defaults are
//! `PyTorch`'s where it has the schedule, else Keras'.

use crate::document::{Fields, Value};

/// A schedule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// The formula.
    pub kind: Kind,
    /// What `t` counts.
    pub unit: Unit,
}

/// A schedule's formula, with `lr` for the base rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// lr
    Constant,
    /// lr / (1 + `decay_rate` · t / `decay_steps`), as Keras' `InverseTimeDecay`
    TimeBased {
        /// How much slower after `decay_steps`.
        decay_rate: f64,
        /// The length of a decay.
        decay_steps: u64,
        /// Whether t / `decay_steps` is rounded down.
        staircase: bool,
    },
    /// lr · `gamma` ^ (t / `decay_steps`), as `ExponentialLR` and Keras' `ExponentialDecay`
    Exponential {
        /// The factor of a decay.
        gamma: f64,
        /// The length of a decay.
        decay_steps: u64,
        /// Whether t / `decay_steps` is rounded down.
        staircase: bool,
    },
    /// lr · `gamma` ^ ⌊t / `step_size`⌋, as `StepLR`
    Step {
        /// The length of a step.
        step_size: u64,
        /// The factor of a step.
        gamma: f64,
    },
    /// The range test's own: from `start` at t = 0 to `end` at t = `steps` - 1, whatever lr is.
    Range {
        /// The first rate.
        start: f64,
        /// The last rate.
        end: f64,
        /// How many updates.
        steps: u64,
        /// How it rises.
        mode: Ramp,
    },
}

/// How a range test's rate rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ramp {
    /// By the same factor each time.
    Exponential,
    /// By the same amount each time.
    Linear,
}

/// What a schedule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Updates.
    Step,
    /// Passes over the data.
    Epoch,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { kind: Kind::Constant, unit: Unit::Step }
    }
}

impl Schedule {
    /// The rate for update number `step`, which belongs to pass number `epoch`, from base rate `lr`.
    pub fn lr(&self, lr: f64, step: u64, epoch: u64) -> f64 {
        let t = match self.unit {
            Unit::Step => step,
            Unit::Epoch => epoch,
        };
        match self.kind {
            Kind::Constant => lr,
            Kind::TimeBased { decay_rate, decay_steps, staircase } => {
                lr / (1.0 + decay_rate * decays(t, decay_steps, staircase))
            }
            Kind::Exponential { gamma, decay_steps, staircase } => {
                lr * gamma.powf(decays(t, decay_steps, staircase))
            }
            Kind::Step { step_size, gamma } => lr * gamma.powf(decays(t, step_size, true)),
            // The end is exactly what was asked for, whatever rounding does before it.
            Kind::Range { end, steps, .. } if t >= steps.saturating_sub(1) => end,
            Kind::Range { start, end, steps, mode } => {
                let share = float(t) / float(steps - 1);
                match mode {
                    Ramp::Exponential => start * (end / start).powf(share),
                    Ramp::Linear => start + (end - start) * share,
                }
            }
        }
    }

    /// The last rate of a range test; nothing for any other schedule.
    pub fn ramp_end(&self) -> Option<f64> {
        match self.kind {
            Kind::Range { end, .. } => Some(end),
            Kind::Constant
            | Kind::TimeBased { .. }
            | Kind::Exponential { .. }
            | Kind::Step { .. } => None,
        }
    }

    /// Reads a schedule, `{ kind: …, … }`.
    pub(crate) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let kind: Option<fn(&Fields<'_>) -> Option<Kind>> = fields.required("kind", |it| {
            it.choice(&[
                ("constant", constant as fn(&Fields<'_>) -> Option<Kind>),
                ("time_based", time_based),
                ("exponential", exponential),
                ("step", step),
                ("range", range),
            ])
        });
        let unit = fields.or("unit", Unit::Step, |it| {
            it.choice(&[("step", Unit::Step), ("epoch", Unit::Epoch)])
        });
        let kind = kind?(&fields);
        fields.finish();
        Some(Self { kind: kind?, unit: unit? })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of several readers")]
fn constant(_: &Fields<'_>) -> Option<Kind> {
    Some(Kind::Constant)
}

fn time_based(fields: &Fields<'_>) -> Option<Kind> {
    let decay_rate = fields.required("decay_rate", Value::not_negative);
    let (decay_steps, staircase) = (length(fields, "decay_steps"), stairs(fields));
    Some(Kind::TimeBased {
        decay_rate: decay_rate?,
        decay_steps: decay_steps?,
        staircase: staircase?,
    })
}

fn exponential(fields: &Fields<'_>) -> Option<Kind> {
    let gamma = fields.required("gamma", Value::positive);
    let (decay_steps, staircase) = (length(fields, "decay_steps"), stairs(fields));
    Some(Kind::Exponential { gamma: gamma?, decay_steps: decay_steps?, staircase: staircase? })
}

fn step(fields: &Fields<'_>) -> Option<Kind> {
    let step_size = fields.required("step_size", |it| it.whole(1, LENGTH_MAX));
    let gamma = fields.or("gamma", 0.1, Value::positive);
    Some(Kind::Step { step_size: step_size?, gamma: gamma? })
}

fn range(fields: &Fields<'_>) -> Option<Kind> {
    let start = fields.required("start", Value::positive);
    let end = fields.required("end", Value::positive);
    let steps = fields.required("steps", |it| it.whole(2, RANGE_MAX));
    let modes = [("exponential", Ramp::Exponential), ("linear", Ramp::Linear)];
    let mode = fields.or("mode", Ramp::Exponential, |it| it.choice(&modes));
    let (start, end) = (start?, end?);
    if end <= start {
        return fields.note("end", format!("must lie above `start`, which is {start}"));
    }
    Some(Kind::Range { start, end, steps: steps?, mode: mode? })
}

const LENGTH_MAX: u64 = 1_000_000_000;

/// The longest range test: its curve is read as a whole.
const RANGE_MAX: u64 = crate::range_test::UPDATES_MAX as u64;

fn length(fields: &Fields<'_>, key: &'static str) -> Option<u64> {
    fields.or(key, 1, |it| it.whole(1, LENGTH_MAX))
}

fn stairs(fields: &Fields<'_>) -> Option<bool> {
    fields.or("staircase", false, Value::bool)
}

/// How many decays of length `each` there were by `t`.
fn decays(t: u64, each: u64, staircase: bool) -> f64 {
    if staircase { float(t / each) } else { float(t) / float(each) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of updates are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
