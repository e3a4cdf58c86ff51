//! Layers whose outcome is added to what went in (He et al., 2016).
//!
//! Where they make images smaller and channels more, what went in is thinned out: every second pixel is taken,
//! and the channels that are new are zeros (their option A). They come last, as in the authors' own code.

use super::{
    chain::{Back, Chain, Forth},
    grid::Grid,
};
use crate::data::Image;

/// Layers whose outcome is added to what went in.
#[derive(Debug)]
pub(super) struct Residual {
    layers: Chain,
    /// What goes in, and every how many pixels of it are taken.
    inputs: Image,
    stride: usize,
}

impl Residual {
    pub(super) fn new(layers: Chain, inputs: Image, stride: usize) -> Self {
        Self { layers, inputs, stride }
    }

    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &mut Forth<'_>) {
        self.layers.forwards(inputs, forth);
        let (channels, columns) = (self.inputs.channels, values.columns);
        let made = self.layers.values().rows(forth.samples);
        let kept = inputs.numbers.chunks_exact(inputs.places * inputs.stride).flat_map(|sample| {
            taken(self.inputs, self.stride).map(move |at| &sample[at * inputs.stride..][..channels])
        });
        for ((into, made), kept) in values.rows_mut(forth.samples).zip(made).zip(kept) {
            let (into, made) = (&mut into[..columns], &made[..columns]);
            into.copy_from_slice(made);
            into.iter_mut().zip(kept).for_each(|(sum, it)| *sum += it);
        }
    }

    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        errors: &Grid,
        below: &mut Grid,
        back: &mut Back<'_>,
    ) {
        let made = self.layers.errors_mut();
        let count = back.samples * errors.places * errors.stride;
        made.numbers[..count].copy_from_slice(&errors.numbers[..count]);
        self.layers.backwards(inputs, Some(&mut *below), back);
        let (channels, stride) = (self.inputs.channels, below.stride);
        let mut errors = errors.rows(back.samples);
        let samples = below.numbers.chunks_exact_mut(below.places * stride);
        for sample in samples.take(back.samples) {
            for (at, error) in taken(self.inputs, self.stride).zip(&mut errors) {
                let into = &mut sample[at * stride..][..channels];
                into.iter_mut().zip(error).for_each(|(sum, it)| *sum += it);
            }
        }
    }
}

/// The pixels that are taken, row by row.
fn taken(image: Image, stride: usize) -> impl Iterator<Item = usize> {
    let Image { height, width, .. } = image;
    (0..height)
        .step_by(stride)
        .flat_map(move |y| (0..width).step_by(stride).map(move |x| y * width + x))
}
