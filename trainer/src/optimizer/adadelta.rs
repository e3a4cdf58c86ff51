//! `torch.optim.Adadelta`.

use search::config::Adadelta;

use super::{Real, Run};

impl<T: Real> Run<'_, T> {
    #[inline(always)]
    pub(super) fn adadelta(self, rule: Adadelta) {
        let Self { lr, weights, gradient, state, .. } = self;
        let Adadelta { rho, eps, weight_decay } = rule;
        let [lr, kept, new] = [lr, rho, 1.0 - rho].map(T::from_f64);
        let [eps, decay] = [eps, weight_decay].map(T::from_f64);
        let [squares, steps, _] = state;
        let state = weights.iter_mut().zip(gradient).zip(squares).zip(steps);
        for (((weight, gradient), squares), steps) in state {
            let gradient = *gradient + decay * *weight;
            *squares = kept * *squares + new * gradient * gradient;
            let step = (*steps + eps).root() / (*squares + eps).root() * gradient;
            *steps = kept * *steps + new * step * step;
            *weight = *weight - lr * step;
        }
    }
}
