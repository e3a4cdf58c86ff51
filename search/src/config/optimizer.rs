//! How a gradient becomes an update: `PyTorch`'s optimizers, with its names and defaults.

use crate::document::{Fields, Value};

/// The `optimizer` part of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimizer {
    /// The base learning rate, which the schedule moves.
    pub lr: f64,
    /// The rule.
    pub rule: Rule,
    /// How a gradient is kept small before the rule sees it.
    pub clip: Clip,
    /// Which parameters the rule's weight decay leaves alone.
    pub decay_skips: DecaySkips,
}

/// How a gradient is kept small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clip {
    /// It stays as it is.
    Off,
    /// All of it is scaled down where its length is more than this (`torch.nn.utils.clip_grad_norm_`).
    Norm(f64),
    /// Each number of it is brought to between minus this and this (`torch.nn.utils.clip_grad_value_`).
    Value(f64),
}

/// Which parameters weight decay leaves alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecaySkips {
    /// None: all decay, as in `PyTorch` where nobody makes groups of them.
    Nothing,
    /// Biases, and the scales and shifts of norms.
    NormsAndBiases,
}

/// An update rule, as in `torch.optim`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// `torch.optim.SGD`
    Sgd(Sgd),
    /// `torch.optim.Adagrad`
    Adagrad(Adagrad),
    /// `torch.optim.Adadelta`
    Adadelta(Adadelta),
    /// `torch.optim.RMSprop`
    Rmsprop(Rmsprop),
    /// `torch.optim.Adam` and `AdamW`
    Adam(Adam),
}

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

type Read = fn(&Fields<'_>) -> Option<Rule>;

/// Every rule, by the name that a sweep uses.
const RULES: &[(&str, Read)] = &[
    ("sgd", |it| Sgd::read(it).map(Rule::Sgd)),
    ("adagrad", |it| Adagrad::read(it).map(Rule::Adagrad)),
    ("adadelta", |it| Adadelta::read(it).map(Rule::Adadelta)),
    ("rmsprop", |it| Rmsprop::read(it).map(Rule::Rmsprop)),
    ("adam", |it| Adam::read(it, false, 0.0).map(Rule::Adam)),
    ("adamw", |it| Adam::read(it, true, 0.01).map(Rule::Adam)),
];

impl Optimizer {
    /// Reads an optimizer. `ramp_end` is the last rate of a range test, which needs no `lr`.
    pub(super) fn read(value: &Value<'_>, ramp_end: Option<f64>) -> Option<Self> {
        let fields = value.fields()?;
        let kind = fields.or("kind", RULES[0].1, |it| it.choice(RULES));
        let lr = match ramp_end {
            Some(end) => fields.or("lr", end, Value::positive),
            None => fields.required("lr", Value::positive),
        };
        let rule = kind.and_then(|read| read(&fields));
        let clip = Clip::read(&fields);
        let skips =
            [("nothing", DecaySkips::Nothing), ("norms_and_biases", DecaySkips::NormsAndBiases)];
        let skips = fields.or("decay_skips", DecaySkips::Nothing, |it| it.choice(&skips));
        // Of an unknown kind nobody knows the keys.
        if kind.is_some() {
            fields.finish();
        }
        Some(Self { lr: lr?, rule: rule?, clip: clip?, decay_skips: skips? })
    }
}

impl Clip {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let norm = fields.optional("clip_norm", Value::positive);
        let value = fields.optional("clip_value", Value::positive);
        match (norm?, value?) {
            (Some(_), Some(_)) => fields.note("clip_value", "excludes `clip_norm`; give one"),
            (Some(norm), None) => Some(Self::Norm(norm)),
            (None, Some(value)) => Some(Self::Value(value)),
            (None, None) => Some(Self::Off),
        }
    }
}

impl Rule {
    /// The momentum, or Adam's first decay rate; nothing where there is none to speak of.
    pub fn momentum(&self) -> Option<f64> {
        let momentum = match self {
            Self::Sgd(it) => it.momentum,
            Self::Rmsprop(it) => it.momentum,
            Self::Adam(it) => it.betas[0],
            Self::Adagrad(_) | Self::Adadelta(_) => 0.0,
        };
        (momentum > 0.0).then_some(momentum)
    }

    /// The same rule, for parameters that do not decay.
    #[must_use]
    pub fn without_decay(mut self) -> Self {
        *match &mut self {
            Self::Sgd(it) => &mut it.weight_decay,
            Self::Adagrad(it) => &mut it.weight_decay,
            Self::Adadelta(it) => &mut it.weight_decay,
            Self::Rmsprop(it) => &mut it.weight_decay,
            Self::Adam(it) => &mut it.weight_decay,
        } = 0.0;
        self
    }

    /// Changes the momentum of a rule that has one.
    pub fn set_momentum(&mut self, momentum: f64) {
        match self {
            Self::Sgd(it) => it.momentum = momentum,
            Self::Rmsprop(it) => it.momentum = momentum,
            Self::Adam(it) => it.betas[0] = momentum,
            Self::Adagrad(_) | Self::Adadelta(_) => (),
        }
    }
}

impl Sgd {
    fn read(fields: &Fields<'_>) -> Option<Self> {
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
    fn read(fields: &Fields<'_>) -> Option<Self> {
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
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let rho = fields.or("rho", 0.9, Value::fraction);
        let eps = fields.or("eps", 1e-6, Value::positive);
        let weight_decay = weight_decay(fields, 0.0);
        Some(Self { rho: rho?, eps: eps?, weight_decay: weight_decay? })
    }
}

impl Rmsprop {
    fn read(fields: &Fields<'_>) -> Option<Self> {
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
    fn read(fields: &Fields<'_>, decoupled: bool, decay: f64) -> Option<Self> {
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
