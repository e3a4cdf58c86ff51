//! A small convolutional network.

use super::{Activation, BatchNorm, LAYERS_MAX, WIDTH_MAX, dropout, hidden};
use crate::{
    config::Sample,
    document::{Fields, Value},
};

/// The widest kernel. A limit against slips of the keyboard.
const KERNEL_MAX: u64 = 63;

/// Blocks of a convolution (stride 1, as large as before), a batch norm where there is one, an activation and
/// a 2×2 max pool; then dense layers on all that is left, and the outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cnn {
    /// How many channels come out of each block. Each halves the image's height and width, rounded down.
    pub channels: Vec<u64>,
    /// The height and the width of a convolution's kernel, odd.
    pub kernel: u64,
    /// What follows each convolution and each hidden layer.
    pub activation: Activation,
    /// What normalises a convolution's sums (`torch.nn.BatchNorm2d`).
    pub batch_norm: BatchNorm,
    /// The widths of the dense layers between the blocks and the outputs.
    pub hidden: Vec<u64>,
    /// The share of such a layer's outcome that is left out while it learns (`torch.nn.Dropout`).
    pub dropout: f64,
}

impl Cnn {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let channels = fields.or("channels", vec![16, 32], channels);
        let kernel = fields.or("kernel", 3, |it| {
            let kernel = it.whole(1, KERNEL_MAX)?;
            if kernel % 2 == 0 {
                return it.note("must be odd, so that a convolution keeps the image's size");
            }
            Some(kernel)
        });
        let activation = Activation::read(fields);
        let batch_norm = BatchNorm::read(fields);
        let hidden = hidden(fields, &[]);
        let dropout = dropout(fields, hidden.as_deref());
        Some(Self {
            channels: channels?,
            kernel: kernel?,
            activation: activation?,
            batch_norm: batch_norm?,
            hidden: hidden?,
            dropout: dropout?,
        })
    }

    /// Why it cannot learn from images of such a size, where that is so.
    pub(super) fn refuses(&self, sample: Sample) -> Option<String> {
        let Sample::Image(Some([height, width])) = sample else { return None };
        let blocks = u32::try_from(self.channels.len()).unwrap_or(u32::MAX);
        // An image of 8 rows is halved three times, to a single one.
        let halved = height.min(width).max(1).ilog2();
        (blocks > halved).then(|| {
            format!(
                "`cnn` halves images {blocks} times, once for each of `channels`; those of this data set, \
                 {height} × {width}, can be halved {halved} times"
            )
        })
    }
}

fn channels(value: &Value<'_>) -> Option<Vec<u64>> {
    let items = value.items()?;
    if items.is_empty() || items.len() > LAYERS_MAX {
        return value.note(format!("must list 1 to {LAYERS_MAX} numbers of channels"));
    }
    items.iter().map(|it| it.whole(1, WIDTH_MAX)).collect()
}
