//! A dense layer for each member: every output is a weighted sum of all inputs, and a bias.

use burn_tensor::{Tensor, backend::AutodiffBackend};

use super::Pass;
use crate::parameters::Inventory;

/// A dense layer.
#[derive(Debug)]
pub(super) struct Dense {
    weight: usize,
    bias: usize,
    inputs: usize,
    outputs: usize,
}

impl Dense {
    /// The layer whose parameters have such names.
    pub(super) fn new(name: &str, inventory: &Inventory) -> Self {
        let weight = inventory.weights.find(&format!("{name}.weight"));
        let bias = inventory.weights.find(&format!("{name}.bias"));
        let [outputs, inputs] = *inventory.weights.shape(weight) else {
            panic!("the matrix of {name:?} has two sides")
        };
        Self { weight, bias, inputs, outputs }
    }

    /// How many numbers come out.
    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    pub(super) fn forwards<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let Self { inputs, outputs, .. } = *self;
        let members = values.dims()[0];
        // PyTorch's layout: a row for each output.
        let matrix = pass.weights[self.weight].clone().reshape([members, outputs, inputs]);
        let bias = pass.weights[self.bias].clone().reshape([members, 1, outputs]);
        values.matmul(matrix.swap_dims(1, 2)) + bias
    }
}
