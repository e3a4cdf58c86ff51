//! Batch normalisation of each member by its own batch, or by ghost batches (Hoffer et al., 2017), as our own
//! network has it.

use burn_tensor::{Tensor, backend::AutodiffBackend};

use super::Pass;
use crate::parameters::Inventory;

/// What is added to a variance before it divides.
const EPS: f64 = 1e-5;

/// The share of a batch in what is remembered.
const MOMENTUM: f64 = 0.1;

/// Normalises the columns of a grid.
#[derive(Debug)]
pub(super) struct Norm {
    scale: usize,
    shift: usize,
    mean: usize,
    variance: usize,
    columns: usize,
    /// How many rows, those of a ghost batch, are normalised by their own mean and variance; all where nothing is said.
    ghost_rows: Option<usize>,
}

impl Norm {
    /// The norm whose parameters have such names.
    pub(super) fn new(name: &str, ghost_rows: Option<usize>, inventory: &Inventory) -> Self {
        let weight = |of: &str| inventory.weights.find(&format!("{name}.{of}"));
        let buffer = |of: &str| inventory.buffers.find(&format!("{name}.{of}"));
        let scale = weight("weight");
        Self {
            scale,
            shift: weight("bias"),
            mean: buffer("running_mean"),
            variance: buffer("running_var"),
            columns: inventory.weights.shape(scale).iter().product(),
            ghost_rows,
        }
    }

    pub(super) fn forwards<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &mut Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let [members, rows, columns] = values.dims();
        let normal = match pass.learning {
            None => self.by_memory(values, pass),
            Some(_) => {
                let ghost = self.ghost_rows.unwrap_or(rows).min(rows);
                let starts = (0..rows).step_by(ghost);
                let parts = starts.map(|start| {
                    let part = values.clone().narrow(1, start, ghost.min(rows - start));
                    self.by_batch(part, pass)
                });
                Tensor::cat(parts.collect(), 1)
            }
        };
        let shape = [members, 1, columns];
        let scale = pass.weights[self.scale].clone().reshape(shape);
        let shift = pass.weights[self.shift].clone().reshape(shape);
        normal * scale + shift
    }

    fn by_memory<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let shape = [values.dims()[0], 1, self.columns];
        let mean = pass.buffers[self.mean].clone().reshape(shape);
        let variance = pass.buffers[self.variance].clone().reshape(shape);
        (values - mean) / (variance + EPS).sqrt()
    }

    /// Normalises by the rows' own mean and variance, and remembers both, the variance unbiased. A single row has no
    /// variance: it goes by what is remembered, and leaves it as it was.
    fn by_batch<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &mut Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let [members, rows, columns] = values.dims();
        if rows < 2 {
            return self.by_memory(values, pass);
        }
        let mean = values.clone().mean_dim(1);
        let centred = values - mean.clone();
        let variance = (centred.clone() * centred.clone()).mean_dim(1);
        #[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^23 rows")]
        let unbiased = rows as f32 / (rows - 1) as f32;
        let flat = |it: &Tensor<A, 3>| it.clone().detach().reshape([members, columns]);
        remember(&mut pass.buffers[self.mean], flat(&mean));
        remember(&mut pass.buffers[self.variance], flat(&variance) * unbiased);
        centred / (variance + EPS).sqrt()
    }
}

fn remember<A: AutodiffBackend>(kept: &mut Tensor<A, 2>, new: Tensor<A, 2>) {
    *kept = kept.clone() * (1.0 - MOMENTUM) + new * MOMENTUM;
}
