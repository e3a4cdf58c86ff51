//! How a gradient becomes an update: `torch.optim`'s rules, on flat slices of numbers.
//!
//! The rate comes with every update, from the schedule. Written for any [`Real`], so that the same
//! lines train in `f32` and are held against `PyTorch`'s numbers in `f64`.

#![expect(clippy::inline_always, reason = "what is inlined uses the caller's vector unit")]

mod adadelta;
mod adagrad;
mod adam;
mod clip;
mod real;
mod rmsprop;
mod sgd;

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use search::config::{Clip, Rule};

use self::clip::Clipping;
pub(crate) use self::real::Real;

/// A rule and what it remembers of the updates before.
#[derive(Debug)]
pub(crate) struct Optimizer<T> {
    arch: Arch,
    rule: Rule,
    clip: Clip,
    /// How many updates were made.
    updates: u64,
    /// Up to three numbers for each parameter, such as momenta and means. What a rule does not need is empty.
    state: [Vec<T>; 3],
    /// The parameters in runs, from the first to the last, and whether they decay.
    runs: Vec<(Range<usize>, bool)>,
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
        let (arch, state) = (Arch::new(), [0, 1, 2].map(start));
        let runs = std::iter::once((0..count, true)).collect();
        Self { arch, rule, clip: Clip::Off, updates: 0, state, runs }
    }

    /// The same one, which keeps gradients small before it follows them.
    pub(crate) fn clipping(self, clip: Clip) -> Self {
        Self { clip, ..self }
    }

    /// The same one, which lets the parameters in `spared`, in their order, keep their weight.
    pub(crate) fn sparing(mut self, spared: impl IntoIterator<Item = Range<usize>>) -> Self {
        let end = self.runs.last().map_or(0, |(run, _)| run.end);
        let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
        let mut add = |run: Range<usize>, decays| match runs.last_mut() {
            Some((last, same)) if *same == decays => last.end = run.end,
            Some(_) | None if run.is_empty() => (),
            Some(_) | None => runs.push((run, decays)),
        };
        let mut start = 0;
        for run in spared {
            add(start..run.start, true);
            start = run.end;
            add(run, false);
        }
        add(start..end, true);
        self.runs = runs;
        self
    }

    /// Changes the momentum of the updates that follow.
    pub(crate) fn set_momentum(&mut self, momentum: f64) {
        self.rule.set_momentum(momentum);
    }

    /// Moves `weights` against `gradient`, which it may clip before, at rate `lr`.
    pub(crate) fn update(&mut self, weights: &mut [T], gradient: &mut [T], lr: f64) {
        self.updates += 1;
        match self.clip {
            Clip::Off => (),
            Clip::Norm(_) | Clip::Value(_) => {
                self.arch.dispatch(Clipping { gradient, clip: self.clip });
            }
        }
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

/// Parameters side by side that follow one rule, and what is remembered of each.
struct Run<'a, T> {
    /// Which update it is, from 1.
    update: u64,
    lr: f64,
    weights: &'a mut [T],
    gradient: &'a [T],
    state: [&'a mut [T]; 3],
}

impl<T: Real> WithSimd for Update<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Optimizer { rule, updates: update, ref mut state, ref runs, .. } = *self.optimizer;
        for (run, decays) in runs {
            let rule = if *decays { rule } else { rule.without_decay() };
            let run = Run {
                update,
                lr: self.lr,
                weights: &mut self.weights[run.clone()],
                gradient: &self.gradient[run.clone()],
                state: state.each_mut().map(|it| it.get_mut(run.clone()).unwrap_or_default()),
            };
            match rule {
                Rule::Sgd(it) => run.sgd(it),
                Rule::Adagrad(it) => run.adagrad(it),
                Rule::Adadelta(it) => run.adadelta(it),
                Rule::Rmsprop(it) => run.rmsprop(it),
                Rule::Adam(it) => run.adam(it),
            }
        }
    }
}

#[cfg(test)]
mod tests;
