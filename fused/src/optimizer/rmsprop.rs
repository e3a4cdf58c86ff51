//! `torch.optim.RMSprop`.

use burn_tensor::{Tensor, backend::Backend};

use super::{Optimizer, Step, columns};

impl<B: Backend> Optimizer<B> {
    /// The rate is not in the momentum, so that a schedule acts on the whole step. What it remembers: the mean square; the
    /// mean, if that is taken off; the momentum, if there is one.
    pub(super) fn rmsprop(&mut self, step: Step<'_, B>, centered: bool) -> Tensor<B, 2> {
        let [lr, kept, new, momentum, eps, decay] = self.columns_with(step.rates, |rule, lr| {
            let it = columns::rmsprop(rule);
            [lr, it.alpha, 1.0 - it.alpha, it.momentum, it.eps, it.weight_decay]
        });
        let gradient = self.penalised(&step, decay);
        let [squares, rest @ ..] = &mut self.state[..] else { panic!("RMSprop remembers squares") };
        *squares = squares.clone() * kept + gradient.clone() * gradient.clone() * new.clone();
        let mut spread = squares.clone();
        let mut rest = rest.iter_mut();
        if centered {
            let mean = rest.next().expect("a centred RMSprop remembers the mean");
            *mean = mean.clone() + (gradient.clone() - mean.clone()) * new;
            spread = spread - mean.clone() * mean.clone();
        }
        let along = gradient / (spread.sqrt() + eps);
        let Some(buffer) = rest.next() else { return step.weights - along * lr };
        *buffer = buffer.clone() * momentum + along;
        step.weights - buffer.clone() * lr
    }
}
