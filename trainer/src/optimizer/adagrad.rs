//! `torch.optim.Adagrad`.

use search::config::Adagrad;

use super::{Real, Run, real::float};

impl<T: Real> Run<'_, T> {
    #[inline(always)]
    pub(super) fn adagrad(self, rule: Adagrad) {
        let Self { update, lr, weights, gradient, state } = self;
        let step = T::from_f64(lr / (1.0 + float(update - 1) * rule.lr_decay));
        let [eps, decay] = [rule.eps, rule.weight_decay].map(T::from_f64);
        let [sums, ..] = state;
        for ((weight, gradient), sum) in weights.iter_mut().zip(gradient).zip(sums) {
            let gradient = *gradient + decay * *weight;
            *sum = *sum + gradient * gradient;
            *weight = *weight - step * (gradient / (sum.root() + eps));
        }
    }
}
