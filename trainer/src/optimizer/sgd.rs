//! `torch.optim.SGD`.

use search::config::Sgd;

use super::{Real, Run};

impl<T: Real> Run<'_, T> {
    #[inline(always)]
    pub(super) fn sgd(self, rule: Sgd) {
        let Self { update, lr, weights, gradient, state } = self;
        let Sgd { momentum, dampening, nesterov, weight_decay } = rule;
        // The first gradient becomes the momentum whole.
        let share = if update == 1 { 1.0 } else { 1.0 - dampening };
        // A momentum that moves may be 0 for once; it is still gathered.
        let plain = state[0].is_empty();
        let [lr, momentum, share, decay] = [lr, momentum, share, weight_decay].map(T::from_f64);
        if plain {
            for (weight, gradient) in weights.iter_mut().zip(gradient) {
                *weight = *weight - lr * (*gradient + decay * *weight);
            }
            return;
        }
        let [buffers, ..] = state;
        for ((weight, gradient), buffer) in weights.iter_mut().zip(gradient).zip(buffers) {
            let gradient = *gradient + decay * *weight;
            *buffer = momentum * *buffer + share * gradient;
            let step = if nesterov { gradient + momentum * *buffer } else { *buffer };
            *weight = *weight - lr * step;
        }
    }
}
