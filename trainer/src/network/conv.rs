//! A convolution of images, as `torch.nn.Conv2d` has it, with padding that keeps the size.
//!
//! A grid's row is a pixel, its columns are the channels. Each sample's image is copied into one with a border
//! of zeros, whose windows are multiplied where they lie. The matrix has a row for each number of a window, row
//! by row of pixels and channel by channel within each; biases follow it, where there are some.

use super::{
    builder::Builder,
    chain::{Back, Forth},
    framed::Framed,
    grid::{Grid, filled},
    parameter::{First, Role, Sides},
    sums::Sums,
    transpose::Transpose,
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
    /// A sample.
    framed: Framed,
    /// What the slopes by a sample's inputs are made of; none where nobody asks for them.
    below: Option<Below>,
}

/// What the slopes by a sample's inputs are made of: they are a convolution of the slopes by its outcome, set
/// as far apart as the windows were, with the same matrix, its pixels in the opposite order.
#[derive(Debug)]
struct Below {
    framed: Framed,
    turned: Vec<f32>,
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
        let border = 2 * (side / 2);
        for channels in [channels_in, if is_first { 0 } else { channels_out }] {
            let rows = (inputs.height + border).saturating_mul(inputs.width + border);
            builder.values(rows.saturating_mul(channels))?;
        }
        let below = (!is_first).then(|| Below {
            framed: Framed::new(Image { channels: channels_out, ..inputs }, side, [stride, 1]),
            turned: vec![0.0; side * side * channels_out * filled(channels_in)],
        });
        Ok(Self {
            inputs,
            outputs,
            columns: filled(channels_out),
            kernel: side,
            start,
            has_bias,
            of_planes: is_first,
            framed: Framed::new(inputs, side, [1, stride]),
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
                windows: self.framed.windows(),
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
        let (gradient, rest) = back.gradient[start..].split_at_mut(self.matrix());
        if self.has_bias {
            let into = &mut rest[..columns];
            back.arch.dispatch(Sums { grid: errors, samples: back.samples, into });
        }
        gradient.fill(0.0);
        let size = self.outputs.pixels() * errors.stride;
        for sample in 0..back.samples {
            self.frame(inputs, sample);
            back.arch.dispatch(Gather {
                windows: self.framed.windows(),
                right: (&errors.numbers[sample * size..][..size], errors.stride),
                columns,
                into: gradient,
            });
        }
        if let (Some(grid), Some(below)) = (below, &mut self.below) {
            let weights = &back.weights[start..]
                [..self.kernel * self.kernel * self.inputs.channels * columns];
            below.turn(weights, self.inputs.channels, self.outputs.channels, back);
            below.backwards(self.outputs, errors, grid, back);
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

impl Below {
    /// Turns the matrix over, pixel by pixel, the last one first.
    fn turn(&mut self, matrix: &[f32], inputs: usize, outputs: usize, back: &Back<'_>) {
        let (columns, size) = (filled(outputs), outputs * filled(inputs));
        let pixels = matrix.chunks_exact(inputs * columns);
        for (pixel, into) in pixels.zip(self.turned.chunks_exact_mut(size).rev()) {
            back.arch.dispatch(Transpose {
                matrix: (pixel, columns),
                columns: outputs,
                into: (into, filled(inputs)),
            });
        }
    }

    /// Makes the slopes by what went in.
    fn backwards(&mut self, outputs: Image, errors: &Grid, below: &mut Grid, back: &Back<'_>) {
        let sizes = [errors, &*below].map(|it| it.places * it.stride);
        for sample in 0..back.samples {
            let pixels = &errors.numbers[sample * sizes[0]..][..sizes[0]];
            self.framed.copy_pixels(pixels, errors.stride, outputs);
            back.arch.dispatch(Apply {
                windows: self.framed.windows(),
                right: &self.turned,
                columns: below.columns,
                bias: None,
                into: (&mut below.numbers[sample * sizes[1]..][..sizes[1]], below.stride),
            });
        }
    }
}
