//! Which schedules there are.

use super::{
    Cosine, CosineRestarts, Cyclic, Exponential, InverseSqrt, Multistep, OneCycle, Piecewise,
    Plateau, Polynomial, Range, Step, TimeBased, Warmup, Wsd,
};
use crate::document::Fields;

/// A schedule's formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The base rate.
    Constant,
    /// Ever slower.
    TimeBased(TimeBased),
    /// By the same factor each time.
    Exponential(Exponential),
    /// By a factor at even distances.
    Step(Step),
    /// By a factor at listed moments.
    Multistep(Multistep),
    /// Constant between boundaries.
    Piecewise(Piecewise),
    /// Along a power of the time left.
    Polynomial(Polynomial),
    /// Along half a cosine.
    Cosine(Cosine),
    /// Along half a cosine, again and again.
    CosineRestarts(CosineRestarts),
    /// Up and far down, once.
    OneCycle(OneCycle),
    /// Up and down, again and again.
    Cyclic(Cyclic),
    /// Stable, then a decay.
    Wsd(Wsd),
    /// By the root of the time gone by.
    InverseSqrt(InverseSqrt),
    /// By a factor whenever a metric has stopped getting better.
    Plateau(Plateau),
    /// The range test's own.
    Range(Range),
}

/// Reads what a kind of schedule says of itself. Some look at the warm-up before them.
pub(super) type Read = fn(&Fields<'_>, Warmup) -> Option<Kind>;

/// Every kind, by the name that a sweep uses.
pub(super) const KINDS: &[(&str, Read)] = &[
    ("constant", |_, _| Some(Kind::Constant)),
    ("time_based", |it, _| TimeBased::read(it).map(Kind::TimeBased)),
    ("exponential", |it, _| Exponential::read(it).map(Kind::Exponential)),
    ("step", |it, _| Step::read(it).map(Kind::Step)),
    ("multistep", |it, _| Multistep::read(it).map(Kind::Multistep)),
    ("piecewise", |it, _| Piecewise::read(it).map(Kind::Piecewise)),
    ("polynomial", |it, _| Polynomial::read(it).map(Kind::Polynomial)),
    ("cosine", |it, _| Cosine::read(it).map(Kind::Cosine)),
    ("cosine_restarts", |it, _| CosineRestarts::read(it).map(Kind::CosineRestarts)),
    ("one_cycle", |it, _| OneCycle::read(it).map(Kind::OneCycle)),
    ("cyclic", |it, _| Cyclic::read(it).map(Kind::Cyclic)),
    ("wsd", |it, _| Wsd::read(it).map(Kind::Wsd)),
    ("inverse_sqrt", |it, warmup| InverseSqrt::read(it, warmup).map(Kind::InverseSqrt)),
    ("plateau", |it, _| Plateau::read(it).map(Kind::Plateau)),
    ("range", |it, _| Range::read(it).map(Kind::Range)),
];

impl Kind {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        match self {
            // A plateau lowers the base rate itself.
            Self::Constant | Self::Plateau(_) => lr,
            Self::TimeBased(it) => it.rate(lr, t),
            Self::Exponential(it) => it.rate(lr, t),
            Self::Step(it) => it.rate(lr, t),
            Self::Multistep(it) => it.rate(lr, t),
            Self::Piecewise(it) => it.rate(lr, t),
            Self::Polynomial(it) => it.rate(lr, t),
            Self::Cosine(it) => it.rate(lr, t),
            Self::CosineRestarts(it) => it.rate(lr, t),
            Self::OneCycle(it) => it.rate(lr, t),
            Self::Cyclic(it) => it.rate(lr, t),
            Self::Wsd(it) => it.rate(lr, t),
            Self::InverseSqrt(it) => it.rate(lr, t),
            Self::Range(it) => it.rate(t),
        }
    }

    /// The momentum, where it moves.
    pub(super) fn momentum(&self, t: u64) -> Option<f64> {
        if let Self::OneCycle(it) = self
            && it.swing.cycles == Some(true)
        {
            return Some(it.momentum(t));
        }
        if let Self::Cyclic(it) = self
            && it.swing.cycles == Some(true)
        {
            return Some(it.momentum(t));
        }
        None
    }
}
