//! `torch.optim.Adadelta`.

use burn_tensor::{Tensor, backend::Backend};

use super::{Optimizer, Step, columns};

impl<B: Backend> Optimizer<B> {
    pub(super) fn adadelta(&mut self, step: Step<'_, B>) -> Tensor<B, 2> {
        let [lr, kept, new, eps, decay] = self.columns_with(step.rates, |rule, lr| {
            let it = columns::adadelta(rule);
            [lr, it.rho, 1.0 - it.rho, it.eps, it.weight_decay]
        });
        let gradient = self.penalised(&step, decay);
        let [squares, steps] = &mut self.state[..] else {
            panic!("Adadelta remembers two numbers")
        };
        let of = |mean: &Tensor<B, 2>, it: &Tensor<B, 2>| {
            mean.clone() * kept.clone() + it.clone() * it.clone() * new.clone()
        };
        *squares = of(squares, &gradient);
        let root = |mean: &Tensor<B, 2>| (mean.clone() + eps.clone()).sqrt();
        let along = root(steps) / root(squares) * gradient;
        *steps = of(steps, &along);
        step.weights - along * lr
    }
}
