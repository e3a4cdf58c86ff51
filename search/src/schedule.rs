//! How the learning rate moves while a trial trains.
//!
//! `t` counts from 0 and is the update (or epoch) that the rate is used for. Names and defaults are
//! `PyTorch`'s where it has the schedule, else Keras' or Transformers'. A schedule may be longer than the run, which
//! then ends before it, or shorter: what follows its end stands with each.

mod cosine;
mod cosine_restarts;
mod cyclic;
mod exponential;
mod inverse_sqrt;
mod kind;
mod multistep;
mod one_cycle;
mod piecewise;
mod plateau;
mod polynomial;
mod range;
mod step;
mod swing;
mod time_based;
mod warmup;
mod wsd;

pub(crate) use self::multistep::milestones;
pub use self::{
    cosine::{After, Cosine},
    cosine_restarts::CosineRestarts,
    cyclic::{Cyclic, Mode},
    exponential::Exponential,
    inverse_sqrt::InverseSqrt,
    kind::Kind,
    multistep::Multistep,
    one_cycle::{Anneal, OneCycle},
    piecewise::{Pieces, Piecewise},
    plateau::{Plateau, Threshold, Watch, Watched},
    polynomial::Polynomial,
    range::{Ramp, Range},
    step::Step,
    swing::Swing,
    time_based::TimeBased,
    warmup::{Rise, Warmup},
    wsd::{Decay, Wsd},
};
use crate::document::{Fields, Value};

/// The longest of anything that a schedule counts. A limit against slips of the keyboard.
pub(crate) const LENGTH_MAX: u64 = 1_000_000_000;

/// A schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// The formula.
    pub kind: Kind,
    /// What `t` counts.
    pub unit: Unit,
    /// What comes before.
    pub warmup: Warmup,
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
        Self { kind: Kind::Constant, unit: Unit::Step, warmup: Warmup::default() }
    }
}

impl Schedule {
    /// The rate for update number `step`, which belongs to pass number `epoch`, from base rate `lr`.
    pub fn lr(&self, lr: f64, step: u64, epoch: u64) -> f64 {
        let t = self.unit.of(step, epoch);
        match t.checked_sub(self.warmup.steps) {
            Some(t) => self.kind.rate(lr, t),
            None => self.kind.rate(lr, 0) * self.warmup.factor(t),
        }
    }

    /// The momentum for update number `step`, which belongs to pass number `epoch`; nothing where it stays.
    pub fn momentum(&self, step: u64, epoch: u64) -> Option<f64> {
        let t = self.unit.of(step, epoch).saturating_sub(self.warmup.steps);
        self.kind.momentum(t)
    }

    /// The same schedule in a run of so many updates and passes: what has no length of its own fills what the warm-up
    /// leaves of the run.
    #[must_use]
    pub fn for_run(&self, steps: u64, epochs: u64) -> Self {
        let left = self.unit.of(steps, epochs).saturating_sub(self.warmup.steps).max(1);
        let mut told = self.clone();
        if let Kind::OneCycle(OneCycle { total_steps: open, .. })
        | Kind::Cosine(Cosine { t_max: open, .. })
        | Kind::Polynomial(Polynomial { total_iters: open, .. }) = &mut told.kind
        {
            open.get_or_insert(left);
        }
        if let Kind::Wsd(Wsd { stable_steps: open, decay_steps, .. }) = &mut told.kind {
            open.get_or_insert(left.saturating_sub(*decay_steps));
        }
        told
    }

    /// The plateau that it waits for; nothing for any other schedule.
    pub fn plateau(&self) -> Option<&Plateau> {
        if let Kind::Plateau(plateau) = &self.kind { Some(plateau) } else { None }
    }

    /// Settles whether the momentum moves: where nothing is said, if the optimizer has one. `false` where it was asked
    /// for in vain.
    pub(crate) fn settle_momentum(&mut self, has_momentum: bool) -> bool {
        let (Kind::OneCycle(OneCycle { swing, .. }) | Kind::Cyclic(Cyclic { swing, .. })) =
            &mut self.kind
        else {
            return true;
        };
        *swing.cycles.get_or_insert(has_momentum) <= has_momentum
    }

    /// The range test's ramp; nothing for any other schedule.
    pub fn ramp(&self) -> Option<&Range> {
        if let Kind::Range(range) = &self.kind { Some(range) } else { None }
    }

    /// The last rate of a range test; nothing for any other schedule.
    pub fn ramp_end(&self) -> Option<f64> {
        self.ramp().map(|it| it.end)
    }

    /// Reads a schedule, `{ kind: …, … }`.
    pub(crate) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let kind = fields.required("kind", |it| it.choice(kind::KINDS));
        let unit = fields.or("unit", Unit::Step, |it| {
            it.choice(&[("step", Unit::Step), ("epoch", Unit::Epoch)])
        });
        let warmup = fields.or("warmup", Warmup::default(), Warmup::read);
        let kind = kind?(&fields, warmup.unwrap_or_default());
        fields.finish();
        Some(Self { kind: kind?, unit: unit?, warmup: warmup? })
    }
}

impl Unit {
    /// What it counts of so many updates and passes.
    fn of(self, steps: u64, epochs: u64) -> u64 {
        match self {
            Self::Step => steps,
            Self::Epoch => epochs,
        }
    }
}

fn length(value: &Value<'_>) -> Option<u64> {
    value.whole(1, LENGTH_MAX)
}

fn share(value: &Value<'_>) -> Option<f64> {
    value.number("from 0 to 1", |it| (0.0..=1.0).contains(&it))
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
