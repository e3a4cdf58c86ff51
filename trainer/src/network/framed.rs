//! One image with a border of zeros, and the windows on it.

use super::windows::Windows;
use crate::data::Image;

/// One image with a border of zeros, as wide as half a window: a row of numbers for each row of pixels, with
/// all channels of a pixel side by side.
#[derive(Debug)]
pub(super) struct Framed {
    numbers: Vec<f32>,
    channels: usize,
    border: usize,
    /// How many numbers a row holds, the border included.
    pitch: usize,
    /// How far apart the pixels that are copied in come to lie; between them are zeros.
    spread: usize,
    side: usize,
    /// Where each window starts.
    starts: Vec<u32>,
}

impl Framed {
    /// For windows with this side, so many pixels apart, on an image whose known pixels are so many apart.
    pub(super) fn new(image: Image, side: usize, [spread, stride]: [usize; 2]) -> Self {
        let (border, channels) = (side / 2, image.channels);
        let pitch = (image.width + 2 * border) * channels;
        let start = |y: usize, x: usize| u32::try_from(y * pitch + x * channels);
        let starts = (0..image.height).step_by(stride).flat_map(|y| {
            (0..image.width)
                .step_by(stride)
                .map(move |x| start(y, x).expect("one image of a grid that fits in memory"))
        });
        Self {
            starts: starts.collect(),
            numbers: vec![0.0; (image.height + 2 * border) * pitch],
            channels,
            border,
            pitch,
            spread,
            side,
        }
    }

    /// All windows, row by row.
    pub(super) fn windows(&self) -> Windows<'_> {
        Windows {
            numbers: &self.numbers,
            starts: &self.starts,
            pieces: self.side,
            pitch: self.pitch,
            length: self.side * self.channels,
        }
    }

    /// Copies an image whose pixels have their channels side by side, each so many numbers after the one
    /// before. `image` is what it is like before its pixels are spread.
    pub(super) fn copy_pixels(&mut self, pixels: &[f32], stride: usize, image: Image) {
        let Self { channels, border, spread, .. } = *self;
        let rows = self.numbers.chunks_exact_mut(self.pitch).skip(border).step_by(spread);
        for (row, pixels) in rows.zip(pixels.chunks_exact(image.width * stride)) {
            let row = &mut row[border * channels..];
            if spread == 1 && stride == channels {
                row[..pixels.len()].copy_from_slice(pixels);
                continue;
            }
            let row = row.chunks_exact_mut(channels).step_by(spread);
            for (into, pixel) in row.zip(pixels.chunks_exact(stride)) {
                into.copy_from_slice(&pixel[..channels]);
            }
        }
    }

    /// Copies an image that lies in planes, one a channel.
    pub(super) fn copy_planes(&mut self, planes: &[f32]) {
        let Self { channels, border, pitch, .. } = *self;
        let width = pitch / channels - 2 * border;
        let height = self.numbers.len() / pitch - 2 * border;
        for (channel, plane) in planes.chunks_exact(height * width).enumerate() {
            let rows = self.numbers.chunks_exact_mut(pitch).skip(border);
            for (row, pixels) in rows.zip(plane.chunks_exact(width)) {
                let row = row[border * channels + channel..].iter_mut().step_by(channels);
                row.zip(pixels).for_each(|(into, pixel)| *into = *pixel);
            }
        }
    }
}
