//! How a gradient becomes an update: `PyTorch`'s optimizers, with its names and defaults.

mod rules;

pub use self::rules::{Adadelta, Adagrad, Adam, Rmsprop, Sgd};
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
