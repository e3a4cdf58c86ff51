//! `torch.optim.Adam` and `AdamW`.

use burn_tensor::{Tensor, backend::Backend};

use super::{Optimizer, Step, columns};

impl<B: Backend> Optimizer<B> {
    pub(super) fn adam(
        &mut self,
        step: Step<'_, B>,
        decoupled: bool,
        amsgrad: bool,
    ) -> Tensor<B, 2> {
        let updates = columns::float(self.updates);
        let numbers = self.columns_with(step.rates, |rule, lr| {
            let it = columns::adam(rule);
            let [first, second] = it.betas.map(|beta| 1.0 - beta.powf(updates));
            let decay = if decoupled { lr * it.weight_decay } else { it.weight_decay };
            let [new, kept] = [1.0 - it.betas[0], it.betas[1]];
            [lr / first, second.sqrt(), decay, new, kept, 1.0 - kept, it.eps]
        });
        let [rate, root, decay, new, kept, new_squares, eps] = numbers;
        let (weights, gradient) = if decoupled {
            let left = self.decay(decay).neg() + 1.0;
            (step.weights * left, step.gradient)
        } else {
            let gradient = self.penalised(&step, decay);
            (step.weights, gradient)
        };
        let [mean, squares, rest @ ..] = &mut self.state[..] else { panic!("Adam has two means") };
        *mean = mean.clone() + (gradient.clone() - mean.clone()) * new;
        *squares = squares.clone() * kept + gradient.clone() * gradient * new_squares;
        let mut spread = squares.clone();
        if amsgrad && let Some(largest) = rest.first_mut() {
            // Chosen, as a maximum hides a NaN on some devices.
            let larger = squares.clone().greater(largest.clone());
            *largest = largest.clone().mask_where(larger, squares.clone());
            spread = largest.clone();
        }
        weights - mean.clone() / (spread.sqrt() / root + eps) * rate
    }
}
