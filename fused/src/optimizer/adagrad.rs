//! `torch.optim.Adagrad`.

use burn_tensor::{Tensor, backend::Backend};

use super::{Optimizer, Step, columns};

impl<B: Backend> Optimizer<B> {
    pub(super) fn adagrad(&mut self, step: Step<'_, B>) -> Tensor<B, 2> {
        let before = columns::float(self.updates - 1);
        let [lr, eps, decay] = self.columns_with(step.rates, |rule, lr| {
            let it = columns::adagrad(rule);
            [lr / (1.0 + before * it.lr_decay), it.eps, it.weight_decay]
        });
        let gradient = self.penalised(&step, decay);
        let sum = &mut self.state[0];
        *sum = sum.clone() + gradient.clone() * gradient.clone();
        step.weights - gradient / (sum.clone().sqrt() + eps) * lr
    }
}
