//! Leaving numbers out at random while learning (`torch.nn.Dropout`): the same ones as our own network, whose masks follow
//! from the seed, the update, the layer and the place.

use burn_tensor::{
    Tensor, TensorData,
    backend::{AutodiffBackend, Backend},
};
use trainer::{Mask, Moment};

use super::Pass;

/// A dropout among all those of the network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropout {
    /// Its number, in the order in which data pass through.
    pub(super) number: usize,
    /// The share of the numbers that it leaves out.
    pub(super) share: f64,
    /// How many numbers of a sample pass through.
    pub(super) numbers: usize,
}

impl Dropout {
    /// What is left out is 0, what is left is larger, as the factors have it.
    pub(super) fn forwards<A: AutodiffBackend, const D: usize>(
        &self,
        values: Tensor<A, D>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, D> {
        let Some(factors) = pass.learning else { return values };
        let factors = factors[self.number].clone().reshape(values.dims());
        values * factors
    }

    /// What the numbers of a batch of so many samples are multiplied by, each member's at its own moment:
    /// `[members, numbers]`.
    pub(crate) fn factors<B: Backend>(
        &self,
        moments: &[Moment],
        samples: usize,
        device: &B::Device,
    ) -> Tensor<B, 2> {
        let layer = u32::try_from(self.number).expect("a network has few layers");
        let length = samples * self.numbers;
        let mut factors = Vec::with_capacity(moments.len() * length);
        for (member, moment) in moments.iter().enumerate() {
            // Members often differ in their rates alone, and leave out the same.
            if let Some(same) = moments[..member].iter().position(|it| it == moment) {
                factors.extend_from_within(same * length..(same + 1) * length);
            } else {
                let mask = Mask::new(*moment, layer, self.share);
                let places =
                    u32::try_from(length).expect("a batch has far fewer than 2^32 numbers");
                factors.extend((0..places).map(|place| mask.factor(place)));
            }
        }
        Tensor::from_data(TensorData::new(factors, [moments.len(), length]), device)
    }
}
