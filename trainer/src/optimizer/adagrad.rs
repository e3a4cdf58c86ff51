//! `torch.optim.Adagrad`.

use search::config::Adagrad;

use super::{Optimizer, Real, real::float};

impl<T: Real> Optimizer<T> {
    #[inline(always)]
    pub(super) fn adagrad(&mut self, weights: &mut [T], gradient: &[T], lr: f64, rule: Adagrad) {
        let step = T::from_f64(lr / (1.0 + float(self.updates - 1) * rule.lr_decay));
        let [eps, decay] = [rule.eps, rule.weight_decay].map(T::from_f64);
        let [sums, ..] = &mut self.state;
        for ((weight, gradient), sum) in weights.iter_mut().zip(gradient).zip(sums) {
            let gradient = *gradient + decay * *weight;
            *sum = *sum + gradient * gradient;
            *weight = *weight - step * (gradient / (sum.root() + eps));
        }
    }
}
