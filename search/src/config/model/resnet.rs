//! The residual network that He et al. (2016) trained on CIFAR.

use super::{BatchNorm, WIDTH_MAX};
use crate::document::Fields;

/// The deepest one: the paper's own deepest.
const DEPTH_MAX: u64 = 1_202;

/// A 3×3 convolution, three stages of n blocks of two 3×3 convolutions each, and a mean over the whole image. The
/// stages have `width`, twice and four times as many channels; the second and the third begin with stride 2. What goes
/// past a block is left as it is, and filled up with zeros where the channels grow (option A). Every convolution
/// is normalised over the batch, and rectified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resnet {
    /// How many layers have weights: 6 n + 2.
    pub depth: u64,
    /// How many channels the first stage has.
    pub width: u64,
    /// What normalises: the whole batch, or ghosts of it.
    pub batch_norm: BatchNorm,
}

impl Resnet {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let depth = fields.or("depth", 20, |it| {
            let depth = it.whole(8, DEPTH_MAX)?;
            if depth % 6 != 2 {
                return it.note(format!("must be 6 n + 2, as in 8, 14, 20, not {depth}"));
            }
            Some(depth)
        });
        let width = fields.or("width", 16, |it| it.whole(1, WIDTH_MAX));
        let batch_norm = BatchNorm::read_size(fields);
        Some(Self { depth: depth?, width: width?, batch_norm: batch_norm? })
    }

    /// How many blocks a stage has.
    pub fn blocks(&self) -> u64 {
        (self.depth - 2) / 6
    }
}
