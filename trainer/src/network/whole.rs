//! What makes one row of all pixels of a sample.

use super::{
    chain::{Back, Forth},
    grid::Grid,
};

/// All pixels side by side, the channels of each together.
#[derive(Debug)]
pub(super) struct Flatten {
    pub(super) channels: usize,
}

impl Flatten {
    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let mut pixels = inputs.rows(forth.samples);
        for row in values.rows_mut(forth.samples) {
            let into = row.chunks_exact_mut(self.channels).take(inputs.places);
            into.zip(&mut pixels).for_each(|(into, it)| into.copy_from_slice(&it[..self.channels]));
        }
    }

    pub(super) fn backwards(&mut self, errors: &Grid, below: &mut Grid, back: &Back<'_>) {
        let places = below.places;
        let mut pixels = below.rows_mut(back.samples);
        for row in errors.rows(back.samples) {
            let from = row.chunks_exact(self.channels).take(places);
            from.zip(&mut pixels).for_each(|(from, it)| it[..self.channels].copy_from_slice(from));
        }
    }
}

/// Makes the mean of all pixels of a sample, channel by channel.
pub(super) fn mean(inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
    let (share, columns) = (share(inputs), values.columns);
    let samples = inputs.numbers.chunks_exact(inputs.places * inputs.stride);
    for (into, pixels) in values.rows_mut(forth.samples).zip(samples) {
        let into = &mut into[..columns];
        into.fill(0.0);
        for pixel in pixels.chunks_exact(inputs.stride) {
            into.iter_mut().zip(pixel).for_each(|(sum, it)| *sum += it);
        }
        for it in into {
            *it *= share;
        }
    }
}

/// Makes the slopes by all pixels of those by their mean.
pub(super) fn spread(errors: &Grid, below: &mut Grid, back: &Back<'_>) {
    let (share, columns, stride) = (share(below), errors.columns, below.stride);
    let samples = below.numbers.chunks_exact_mut(below.places * stride);
    for (errors, pixels) in errors.rows(back.samples).zip(samples) {
        for pixel in pixels.chunks_exact_mut(stride) {
            pixel.iter_mut().zip(&errors[..columns]).for_each(|(it, error)| *it = share * error);
        }
    }
}

/// What a pixel counts for.
#[expect(clippy::cast_precision_loss, reason = "an image has far fewer than 2^23 pixels")]
fn share(of: &Grid) -> f32 {
    1.0 / of.places as f32
}
