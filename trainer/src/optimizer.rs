//! How a gradient becomes an update: `torch.optim`'s rules, on flat slices of numbers.
//!
//! The rate comes with every update, from the schedule. Written for any [`Real`], so that the same
//! lines train in `f32` and are held against `PyTorch`'s numbers in `f64`.

#![expect(clippy::inline_always, reason = "what is inlined uses the caller's vector unit")]

mod real;

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
    /// SGD's momentum, or Adam's mean of the gradients. Empty where the rule keeps none.
    first: Vec<T>,
    /// Adam's mean of the squared gradients.
    second: Vec<T>,
}

impl<T: Real> Optimizer<T> {
    /// Before the first update of `count` parameters.
    pub(crate) fn new(rule: Rule, count: usize) -> Self {
        let (first, second) = match rule {
            Rule::Sgd { momentum, .. } => (if momentum == 0.0 { 0 } else { count }, 0),
            Rule::Adam { .. } => (count, count),
        };
        let zeros = |count| vec![T::from_f64(0.0); count];
        Self { arch: Arch::new(), rule, updates: 0, first: zeros(first), second: zeros(second) }
    }

    /// Moves `weights` against `gradient` at rate `lr`.
    pub(crate) fn update(&mut self, weights: &mut [T], gradient: &[T], lr: f64) {
        self.updates += 1;
        self.arch.dispatch(Update { optimizer: self, weights, gradient, lr });
    }

    #[inline(always)]
    fn momentum(&mut self, weights: &mut [T], gradient: &[T], lr: f64, by: [f64; 3], ahead: bool) {
        let [momentum, dampening, decay] = by;
        // The first gradient becomes the momentum whole.
        let share = if self.updates == 1 { 1.0 } else { 1.0 - dampening };
        let [lr, momentum, share, decay] = [lr, momentum, share, decay].map(T::from_f64);
        let state = weights.iter_mut().zip(gradient).zip(&mut self.first);
        for ((weight, gradient), buffer) in state {
            let gradient = *gradient + decay * *weight;
            *buffer = momentum * *buffer + share * gradient;
            let step = if ahead { gradient + momentum * *buffer } else { *buffer };
            *weight = *weight - lr * step;
        }
    }

    #[inline(always)]
    fn adam(&mut self, weights: &mut [T], gradient: &[T], lr: f64, betas: [f64; 2], by: [f64; 2]) {
        let corrections = betas.map(|beta| 1.0 - beta.powf(real::float(self.updates)));
        let step = T::from_f64(lr / corrections[0]);
        let root = T::from_f64(corrections[1].sqrt());
        let [kept, kept_squares] = betas.map(T::from_f64);
        let [new, new_squares] = betas.map(|beta| T::from_f64(1.0 - beta));
        let [eps, decay] = by.map(T::from_f64);
        // PyTorch's `lerp` starts from the nearer end.
        let from_old = betas[0] > 0.5;
        let state = weights.iter_mut().zip(gradient).zip(&mut self.first).zip(&mut self.second);
        for (((weight, gradient), mean), squares) in state {
            let gradient = *gradient + decay * *weight;
            let change = gradient - *mean;
            *mean = if from_old { *mean + new * change } else { gradient - kept * change };
            *squares = kept_squares * *squares + new_squares * gradient * gradient;
            *weight = *weight - step * (*mean / (squares.root() / root + eps));
        }
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
            Rule::Sgd { momentum: 0.0, weight_decay, .. } => {
                let [lr, decay] = [lr, weight_decay].map(T::from_f64);
                for (weight, gradient) in weights.iter_mut().zip(gradient) {
                    *weight = *weight - lr * (*gradient + decay * *weight);
                }
            }
            Rule::Sgd { momentum, dampening, nesterov, weight_decay } => {
                let by = [momentum, dampening, weight_decay];
                optimizer.momentum(weights, gradient, lr, by, nesterov);
            }
            Rule::Adam { betas, eps, weight_decay } => {
                optimizer.adam(weights, gradient, lr, betas, [eps, weight_decay]);
            }
        }
    }
}

#[cfg(test)]
mod tests;
