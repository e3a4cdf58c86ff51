//! A convolution of images, as `torch.nn.Conv2d` has it, with padding that keeps the size.
//!
//! A grid's row is a pixel, its columns are the channels. Each sample's image is copied into one with a border
//! of zeros, whose windows are multiplied where they lie. The matrix has a row for each number of a window, row
//! by row of pixels and channel by channel within each; biases follow it, where there are some.

use super::{
    below::Below,
    builder::Builder,
    chain::{Back, Forth},
    framed::{Along, Framed, Layout},
    grid::{Grid, filled},
    parameter::{First, Role, Sides},
    sums::Sums,
    windows::{Apply, Gather},
};
use crate::{Error, data::Image};

/// A convolution.
#[derive(Debug)]
pub(super) struct Conv {
    inputs: Image,
    outputs: Image,
    /// The channels that come out, filled up to whole vectors: the width of the matrix.
    columns: usize,
    kernel: usize,
    /// Where its matrix starts among the weights.
    start: usize,
    has_bias: bool,
    /// Whether what goes in is a row of planes for each sample, as data are, and not a row for each pixel.
    of_planes: bool,
    /// A sample, and its windows.
    framed: Framed,
    layout: Layout,
    /// What the slopes by a sample's inputs are made of; none where nobody asks for them.
    below: Option<Below>,
}

/// What a convolution is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kernel {
    /// What goes in.
    pub(super) inputs: Image,
    /// How many channels come out.
    pub(super) channels: usize,
    /// The side of a window, in pixels; odd.
    pub(super) side: usize,
    /// How far apart windows are.
    pub(super) stride: usize,
    pub(super) has_bias: bool,
    /// Whether it is what the data go into.
    pub(super) is_first: bool,
}

impl Kernel {
    /// How many numbers a window holds.
    pub(super) fn window(&self) -> usize {
        self.side * self.side * self.inputs.channels
    }

    /// The images that come out.
    pub(super) fn outputs(&self) -> Image {
        let [height, width] =
            [self.inputs.height, self.inputs.width].map(|it| it.div_ceil(self.stride));
        Image { channels: self.channels, height, width }
    }
}

impl Conv {
    /// Takes its place.
    pub(super) fn new(
        builder: &mut Builder,
        name: &str,
        kernel: Kernel,
        first: First,
    ) -> Result<Self, Error> {
        let Kernel { inputs, side, stride, has_bias, is_first, .. } = kernel;
        let outputs = kernel.outputs();
        let [channels_in, channels_out] = [inputs.channels, outputs.channels];
        let shape = vec![channels_out, channels_in, side, side];
        let sides = Sides { positions: side * side, channels: channels_in, outputs: channels_out };
        let weight = (format!("{name}.weight"), Role::Matrix);
        let start = builder.parameter(weight, shape, sides, first)?;
        if has_bias {
            let bias = (format!("{name}.bias"), Role::Bias);
            builder.vector(bias, channels_out, First::Zeros)?;
        }
        let copied = [(inputs, side / 2), (outputs, Below::border(side, stride))];
        for (image, border) in copied.into_iter().take(if is_first { 1 } else { 2 }) {
            let rows = (image.height + 2 * border).saturating_mul(image.width + 2 * border);
            builder.values(rows.saturating_mul(image.channels))?;
        }
        let framed = Framed::new(inputs, side / 2);
        let made = [outputs.height, outputs.width];
        let layout = framed.layout(made.map(|it| Along::forwards([side, stride], it)));
        let below = (!is_first).then(|| Below::new(inputs, outputs, side, stride));
        Ok(Self {
            inputs,
            outputs,
            columns: filled(channels_out),
            kernel: side,
            start,
            has_bias,
            of_planes: is_first,
            framed,
            layout,
            below,
        })
    }

    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let Self { columns, start, .. } = *self;
        let (matrix, rest) = forth.weights[start..].split_at(self.matrix());
        let bias = self.has_bias.then(|| &rest[..columns]);
        let size = self.outputs.pixels() * values.stride;
        for sample in 0..forth.samples {
            self.frame(inputs, sample);
            forth.arch.dispatch(Apply {
                windows: self.framed.windows(&self.layout),
                right: matrix,
                columns,
                bias,
                into: (&mut values.numbers[sample * size..][..size], values.stride),
            });
        }
    }

    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        errors: &Grid,
        below: Option<&mut Grid>,
        back: &mut Back<'_>,
    ) {
        let Self { columns, start, .. } = *self;
        let matrix = self.matrix();
        let (gradient, rest) = back.gradient[start..].split_at_mut(matrix);
        if self.has_bias {
            let into = &mut rest[..columns];
            back.arch.dispatch(Sums { grid: errors, samples: back.samples, into });
        }
        gradient.fill(0.0);
        let size = self.outputs.pixels() * errors.stride;
        for sample in 0..back.samples {
            self.frame(inputs, sample);
            back.arch.dispatch(Gather {
                windows: self.framed.windows(&self.layout),
                right: (&errors.numbers[sample * size..][..size], errors.stride),
                columns,
                into: gradient,
            });
        }
        if let (Some(grid), Some(below)) = (below, &mut self.below) {
            let weights = &back.weights[start..][..matrix];
            below.backwards(weights, errors, grid, back);
        }
    }

    /// Brings a sample into its frame.
    fn frame(&mut self, inputs: &Grid, sample: usize) {
        if self.of_planes {
            self.framed
                .copy_planes(&inputs.numbers[sample * inputs.stride..][..self.inputs.size()]);
        } else {
            let size = self.inputs.pixels() * inputs.stride;
            let pixels = &inputs.numbers[sample * size..][..size];
            self.framed.copy_pixels(pixels, inputs.stride, self.inputs);
        }
    }

    /// How many numbers its matrix holds.
    fn matrix(&self) -> usize {
        self.kernel * self.kernel * self.inputs.channels * self.columns
    }
}
