//! `torch.optim.SGD`.

use burn_tensor::{Tensor, backend::Backend};

use super::{Optimizer, Step, columns};

impl<B: Backend> Optimizer<B> {
    pub(super) fn sgd(&mut self, step: Step<'_, B>, nesterov: bool) -> Tensor<B, 2> {
        let is_first = self.updates == 1;
        let [lr, momentum, share, decay] = self.columns_with(step.rates, |rule, lr| {
            let it = columns::sgd(rule);
            // The first gradient becomes the momentum whole. Without momentum there is nothing to dampen.
            let whole = is_first || it.momentum == 0.0;
            let share = if whole { 1.0 } else { 1.0 - it.dampening };
            [lr, it.momentum, share, it.weight_decay]
        });
        let gradient = self.penalised(&step, decay);
        let Some(buffer) = self.state.first_mut() else { return step.weights - gradient * lr };
        *buffer = buffer.clone() * momentum.clone() + gradient.clone() * share;
        let along = if nesterov { gradient + buffer.clone() * momentum } else { buffer.clone() };
        step.weights - along * lr
    }
}
