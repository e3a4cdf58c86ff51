//! The numbers that each rule goes by, and how they are read.

use crate::document::{Fields, Value};

/// Steps along the gradient, or along a momentum that gathers it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// How much of the last step is kept.
    pub momentum: f64,
    /// How much of a gradient is left out of the momentum.
    pub dampening: f64,
    /// Looks ahead along the momentum (needs momentum and no dampening).
    pub nesterov: bool,
    /// The factor of the L2 penalty.
    pub weight_decay: f64,
}

/// Steps that shorten with the sum of the squared gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adagrad {
    /// The rate of update t, from 0, is divided by 1 + t · this, beside any schedule.
    pub lr_decay: f64,
    /// What the sums begin with.
    pub initial_accumulator_value: f64,
    /// Added to the denominator.
    pub eps: f64,
    /// The factor of the L2 penalty.
    pub weight_decay: f64,
}

/// Steps as long as the last ones were, by the mean squares of steps and gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adadelta {
    /// The decay rate of both means.
    pub rho: f64,
    /// Added to both means below their roots.
    pub eps: f64,
    /// The factor of the L2 penalty.
    pub weight_decay: f64,
}

/// Steps divided by the root of the gradients' mean square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rmsprop {
    /// The decay rate of the means.
    pub alpha: f64,
    /// Added to the denominator.
    pub eps: f64,
    /// Divides by the standard deviation instead.
    pub centered: bool,
    /// How much of the last step is kept.
    pub momentum: f64,
    /// The factor of the L2 penalty.
    pub weight_decay: f64,
}

/// Steps along the gradients' mean, divided by the root of their mean square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// The decay rates of the two means.
    pub betas: [f64; 2],
    /// Added to the denominator.
    pub eps: f64,
    /// Divides by the largest mean square so far.
    pub amsgrad: bool,
    /// The factor of the L2 penalty, or of the decay.
    pub weight_decay: f64,
    /// Whether weights decay by themselves, at the rate of the update, instead of by a penalty: `AdamW`.
    pub decoupled: bool,
}

impl Sgd {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let momentum = fields.or("momentum", 0.0, Value::fraction);
        let dampening = fields
            .or("dampening", 0.0, |it| it.number("from 0 to 1", |it| (0.0..=1.0).contains(&it)));
        let nesterov = fields.or("nesterov", false, Value::bool);
        let weight_decay = weight_decay(fields, 0.0);
        let (momentum, dampening, nesterov) = (momentum?, dampening?, nesterov?);
        if nesterov && (momentum == 0.0 || dampening != 0.0) {
            return fields.note("nesterov", "needs `momentum` above 0 and no `dampening`");
        }
        Some(Self { momentum, dampening, nesterov, weight_decay: weight_decay? })
    }
}

impl Adagrad {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let lr_decay = fields.or("lr_decay", 0.0, Value::not_negative);
        let first = fields.or("initial_accumulator_value", 0.0, Value::not_negative);
        let eps = fields.or("eps", 1e-10, Value::positive);
        let weight_decay = weight_decay(fields, 0.0);
        Some(Self {
            lr_decay: lr_decay?,
            initial_accumulator_value: first?,
            eps: eps?,
            weight_decay: weight_decay?,
        })
    }
}

impl Adadelta {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let rho = fields.or("rho", 0.9, Value::fraction);
        let eps = fields.or("eps", 1e-6, Value::positive);
        let weight_decay = weight_decay(fields, 0.0);
        Some(Self { rho: rho?, eps: eps?, weight_decay: weight_decay? })
    }
}

impl Rmsprop {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let alpha = fields.or("alpha", 0.99, Value::fraction);
        let eps = fields.or("eps", 1e-8, Value::positive);
        let centered = fields.or("centered", false, Value::bool);
        let momentum = fields.or("momentum", 0.0, Value::fraction);
        let weight_decay = weight_decay(fields, 0.0);
        Some(Self {
            alpha: alpha?,
            eps: eps?,
            centered: centered?,
            momentum: momentum?,
            weight_decay: weight_decay?,
        })
    }
}

impl Adam {
    pub(super) fn read(fields: &Fields<'_>, decoupled: bool, decay: f64) -> Option<Self> {
        let betas = fields.or("betas", [0.9, 0.999], |it| {
            let betas: Vec<f64> = it.items()?.iter().map(Value::fraction).collect::<Option<_>>()?;
            betas.try_into().ok().or_else(|| it.note("expected two numbers"))
        });
        let eps = fields.or("eps", 1e-8, Value::positive);
        let amsgrad = fields.or("amsgrad", false, Value::bool);
        let weight_decay = weight_decay(fields, decay);
        Some(Self {
            betas: betas?,
            eps: eps?,
            amsgrad: amsgrad?,
            weight_decay: weight_decay?,
            decoupled,
        })
    }
}

fn weight_decay(fields: &Fields<'_>, default: f64) -> Option<f64> {
    fields.or("weight_decay", default, Value::not_negative)
}
