//! `torch.optim.RMSprop`.

use search::config::Rmsprop;

use super::{Real, Run};

impl<T: Real> Run<'_, T> {
    /// The rate is not in the momentum, so that a schedule acts on the whole step. Without momentum the buffer is
    /// the step itself.
    #[inline(always)]
    pub(super) fn rmsprop(self, rule: Rmsprop) {
        let Self { lr, weights, gradient, state, .. } = self;
        let Rmsprop { alpha, eps, centered, momentum, weight_decay } = rule;
        let [lr, kept, new, momentum] = [lr, alpha, 1.0 - alpha, momentum].map(T::from_f64);
        let [eps, decay] = [eps, weight_decay].map(T::from_f64);
        // PyTorch's `lerp` starts from the nearer end.
        let from_old = alpha > 0.5;
        let [squares, means, buffers] = state;
        let state = weights.iter_mut().zip(gradient).zip(squares).zip(means).zip(buffers);
        for ((((weight, gradient), squares), mean), buffer) in state {
            let gradient = *gradient + decay * *weight;
            *squares = kept * *squares + new * gradient * gradient;
            let change = gradient - *mean;
            *mean = if from_old { *mean + new * change } else { gradient - kept * change };
            let spread = if centered { *squares - *mean * *mean } else { *squares };
            *buffer = momentum * *buffer + gradient / (spread.root() + eps);
            *weight = *weight - lr * *buffer;
        }
    }
}
