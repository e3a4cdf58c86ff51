//! How a gradient becomes an update: `PyTorch`'s optimizers, with its names and defaults.

use crate::document::{Fields, Value};

/// The `optimizer` part of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimizer {
    /// The base learning rate, which the schedule moves.
    pub lr: f64,
    /// The rule.
    pub rule: Rule,
}

/// An update rule, as in `torch.optim`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// `torch.optim.SGD`
    Sgd {
        /// How much of the last step is kept.
        momentum: f64,
        /// How much of a gradient is left out of the momentum.
        dampening: f64,
        /// Looks ahead along the momentum (needs momentum and no dampening).
        nesterov: bool,
        /// The factor of the L2 penalty.
        weight_decay: f64,
    },
    /// `torch.optim.Adam`
    Adam {
        /// The decay rates of the two moments.
        betas: [f64; 2],
        /// Added to the denominator.
        eps: f64,
        /// The factor of the L2 penalty.
        weight_decay: f64,
    },
}

#[derive(Clone, Copy)]
enum Kind {
    Sgd,
    Adam,
}

impl Optimizer {
    /// Reads an optimizer. `ramp_end` is the last rate of a range test, which needs no `lr`.
    pub(super) fn read(value: &Value<'_>, ramp_end: Option<f64>) -> Option<Self> {
        let fields = value.fields()?;
        let kinds = [("sgd", Kind::Sgd), ("adam", Kind::Adam)];
        let kind = fields.or("kind", Kind::Sgd, |it| it.choice(&kinds));
        let lr = match ramp_end {
            Some(end) => fields.or("lr", end, Value::positive),
            None => fields.required("lr", Value::positive),
        };
        let rule = match kind? {
            Kind::Sgd => Rule::sgd(&fields),
            Kind::Adam => Rule::adam(&fields),
        };
        fields.finish();
        Some(Self { lr: lr?, rule: rule? })
    }
}

impl Rule {
    fn sgd(fields: &Fields<'_>) -> Option<Self> {
        let momentum = fields.or("momentum", 0.0, Value::fraction);
        let dampening = fields
            .or("dampening", 0.0, |it| it.number("from 0 to 1", |it| (0.0..=1.0).contains(&it)));
        let nesterov = fields.or("nesterov", false, Value::bool);
        let weight_decay = fields.or("weight_decay", 0.0, Value::not_negative);
        let (momentum, dampening, nesterov) = (momentum?, dampening?, nesterov?);
        if nesterov && (momentum == 0.0 || dampening != 0.0) {
            return fields.note("nesterov", "needs `momentum` above 0 and no `dampening`");
        }
        Some(Self::Sgd { momentum, dampening, nesterov, weight_decay: weight_decay? })
    }

    fn adam(fields: &Fields<'_>) -> Option<Self> {
        let betas = fields.or("betas", [0.9, 0.999], |it| {
            let betas: Vec<f64> = it.items()?.iter().map(Value::fraction).collect::<Option<_>>()?;
            betas.try_into().ok().or_else(|| it.note("expected two numbers"))
        });
        let eps = fields.or("eps", 1e-8, Value::positive);
        let weight_decay = fields.or("weight_decay", 0.0, Value::not_negative);
        Some(Self::Adam { betas: betas?, eps: eps?, weight_decay: weight_decay? })
    }
}
