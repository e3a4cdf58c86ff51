//! How a gradient becomes an update: `torch.optim`'s rules, on flat slices of numbers.
//!
//! The rate comes with every update, from the schedule. Written for any [`Real`], so that the same
//! lines train in `f32` and are held against `PyTorch`'s numbers in `f64`.

#![expect(clippy::inline_always, reason = "what is inlined uses the caller's vector unit")]

mod adadelta;
mod adagrad;
mod adam;
mod memory;
mod real;
mod rmsprop;
mod sgd;

use pulp::{Arch, Simd, WithSimd};
use search::config::Rule;

pub(crate) use self::real::Real;

/// A rule and what it remembers of the updates before.
#[derive(Debug)]
pub(crate) struct Optimizer<T> {
    arch: Arch,
    rule: Rule,
    /// How many updates were made.
    updates: u64,
    /// Up to three numbers for each parameter, such as momenta and means. What a rule does not need is empty.
    state: [Vec<T>; 3],
}

impl<T: Real> Optimizer<T> {
    /// Before the first update of `count` parameters.
    pub(crate) fn new(rule: Rule, count: usize) -> Self {
        let (kept, first) = match rule {
            Rule::Sgd(it) => (usize::from(it.momentum != 0.0), 0.0),
            Rule::Adagrad(it) => (1, it.initial_accumulator_value),
            Rule::Adadelta(_) => (2, 0.0),
            Rule::Rmsprop(_) => (3, 0.0),
            Rule::Adam(it) => (2 + usize::from(it.amsgrad), 0.0),
        };
        let start = |it| vec![T::from_f64(first); if it < kept { count } else { 0 }];
        Self { arch: Arch::new(), rule, updates: 0, state: [0, 1, 2].map(start) }
    }

    /// Changes the momentum of the updates that follow.
    pub(crate) fn set_momentum(&mut self, momentum: f64) {
        self.rule.set_momentum(momentum);
    }

    /// Moves `weights` against `gradient` at rate `lr`.
    pub(crate) fn update(&mut self, weights: &mut [T], gradient: &[T], lr: f64) {
        self.updates += 1;
        self.arch.dispatch(Update { optimizer: self, weights, gradient, lr });
    }
}

/// One update, compiled for each vector unit that the machine may have.
struct Update<'a, T> {
    optimizer: &'a mut Optimizer<T>,
    weights: &'a mut [T],
    gradient: &'a [T],
    lr: f64,
}

impl<T: Real> WithSimd for Update<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { optimizer, weights, gradient, lr } = self;
        match optimizer.rule {
            Rule::Sgd(it) => optimizer.sgd(weights, gradient, lr, it),
            Rule::Adagrad(it) => optimizer.adagrad(weights, gradient, lr, it),
            Rule::Adadelta(it) => optimizer.adadelta(weights, gradient, lr, it),
            Rule::Rmsprop(it) => optimizer.rmsprop(weights, gradient, lr, it),
            Rule::Adam(it) => optimizer.adam(weights, gradient, lr, it),
        }
    }
}

#[cfg(test)]
mod tests;
