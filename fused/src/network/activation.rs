//! What follows a hidden layer.

use std::f64::consts::SQRT_2;

use burn_tensor::{Tensor, backend::AutodiffBackend};
use search::config::Activation;

/// Applies an activation to every number.
pub(super) fn forwards<A: AutodiffBackend, const D: usize>(
    activation: Activation,
    values: Tensor<A, D>,
) -> Tensor<A, D> {
    match activation {
        // Not `max`, which hides a NaN on some devices; the slope at 0 is 0, as everywhere.
        Activation::Relu => {
            let dead = values.clone().lower_equal_elem(0.0);
            values.mask_fill(dead, 0.0)
        }
        Activation::Tanh => values.tanh(),
        // Not burn's own, whose slope is that of the approximation by tanh.
        Activation::Gelu => {
            let share = ((values.clone() / SQRT_2).erf() + 1.0) * 0.5;
            values * share
        }
    }
}
