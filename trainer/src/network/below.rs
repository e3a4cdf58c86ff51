//! The slopes by what goes into a convolution.
//!
//! They are a convolution of the slopes by its outcome, with the same matrix, its pixels in the opposite order. Where
//! windows are so many pixels apart, every so many-th pixel met the same part of the matrix, and each of these *phases* is
//! a convolution of its own: none of them meets the zeros that would lie between the slopes.

use super::{
    chain::Back,
    framed::{Along, Framed, Layout},
    grid::{Grid, filled},
    transpose::Transpose,
    windows::Apply,
};
use crate::data::Image;

/// What the slopes by a sample's inputs are made of.
#[derive(Debug)]
pub(super) struct Below {
    /// The slopes by its outcome.
    framed: Framed,
    outputs: Image,
    /// How many channels go in.
    channels: usize,
    phases: Vec<Phase>,
}

/// What every so many-th pixel, down and across, is made with.
#[derive(Debug)]
struct Phase {
    layout: Layout,
    /// The pixels of the matrix that it met, in the order in which windows meet them.
    pixels: Vec<usize>,
    /// That part of the matrix, turned over.
    turned: Vec<f32>,
}

impl Below {
    /// For a convolution of `inputs` to `outputs` by windows with this side, so many pixels apart.
    pub(super) fn new(inputs: Image, outputs: Image, side: usize, stride: usize) -> Self {
        let border = Self::border(side, stride);
        let framed = Framed::new(outputs, border);
        let lie = |made, phase| axis(made, [side, stride, border], phase);
        let both = (0..stride).flat_map(|down| (0..stride).map(move |across| [down, across]));
        let phases = both.filter(|[down, across]| *down < inputs.height && *across < inputs.width);
        let phases = phases.map(|[down, across]| {
            let (down, rows) = lie(inputs.height, down);
            let (across, columns) = lie(inputs.width, across);
            let pixels = rows.iter().flat_map(|y| columns.iter().map(move |x| y * side + x));
            let pixels: Vec<usize> = pixels.collect();
            let turned = vec![0.0; pixels.len() * outputs.channels * filled(inputs.channels)];
            Phase { layout: framed.layout([down, across]), pixels, turned }
        });
        let phases = phases.collect();
        Self { framed, outputs, channels: inputs.channels, phases }
    }

    /// How many zeros lie around the slopes.
    pub(super) fn border(side: usize, stride: usize) -> usize {
        (side / 2).div_ceil(stride)
    }

    /// Makes the slopes by what went in of those by what came out, for a convolution with this matrix.
    pub(super) fn backwards(
        &mut self,
        matrix: &[f32],
        errors: &Grid,
        below: &mut Grid,
        back: &Back<'_>,
    ) {
        let (inputs, outputs) = (self.channels, self.outputs.channels);
        let (from, size) = (inputs * filled(outputs), outputs * filled(inputs));
        for Phase { pixels, turned, .. } in &mut self.phases {
            for (pixel, into) in pixels.iter().zip(turned.chunks_exact_mut(size)) {
                back.arch.dispatch(Transpose {
                    matrix: (&matrix[pixel * from..][..from], filled(outputs)),
                    columns: outputs,
                    into: (into, filled(inputs)),
                });
            }
        }
        let sizes = [errors, &*below].map(|it| it.places * it.stride);
        for sample in 0..back.samples {
            let pixels = &errors.numbers[sample * sizes[0]..][..sizes[0]];
            self.framed.copy_pixels(pixels, errors.stride, self.outputs);
            for Phase { layout, turned, .. } in &self.phases {
                back.arch.dispatch(Apply {
                    windows: self.framed.windows(layout),
                    right: turned,
                    columns: below.columns,
                    bias: None,
                    into: (&mut below.numbers[sample * sizes[1]..][..sizes[1]], below.stride),
                });
            }
        }
    }
}

/// Along one axis with so many pixels: how windows on the slopes lie that make every `stride`-th of them from the
/// `phase`-th on, and which rows of the matrix, or which columns, they meet.
///
/// The k-th pixel of a window that made the o-th of the outcome met the pixel o · stride + k − side / 2.
fn axis(made: usize, [side, stride, border]: [usize; 3], phase: usize) -> (Along, Vec<usize>) {
    let (last, lowest) = ((phase + side / 2) / stride, (phase + side / 2) % stride);
    let met: Vec<usize> = (lowest..side).step_by(stride).collect();
    let along = Along {
        first: border + last + 1 - met.len(),
        stride: 1,
        pixels: met.len(),
        made,
        from: phase,
        step: stride,
    };
    (along, met.into_iter().rev().collect())
}

#[cfg(test)]
mod tests;
