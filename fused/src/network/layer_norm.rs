//! Layer normalisation of each row over its columns (`torch.nn.LayerNorm`, with its defaults).

use burn_tensor::{Tensor, backend::AutodiffBackend};

use super::Pass;
use crate::parameters::Inventory;

/// What is added to a variance before it divides.
const EPS: f64 = 1e-5;

/// What normalises the rows of a grid.
#[derive(Debug)]
pub(super) struct LayerNorm {
    scale: usize,
    shift: usize,
}

impl LayerNorm {
    /// The norm whose parameters have such names.
    pub(super) fn new(name: &str, inventory: &Inventory) -> Self {
        let weight = |of: &str| inventory.weights.find(&format!("{name}.{of}"));
        Self { scale: weight("weight"), shift: weight("bias") }
    }

    pub(super) fn forwards<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let [members, _, columns] = values.dims();
        let centred = values.clone() - values.mean_dim(2);
        let variance = (centred.clone() * centred.clone()).mean_dim(2);
        let learnt = |it: usize| pass.weights[it].clone().reshape([members, 1, columns]);
        centred / (variance + EPS).sqrt() * learnt(self.scale) + learnt(self.shift)
    }
}
