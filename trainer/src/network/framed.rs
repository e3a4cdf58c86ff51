//! One image with a border of zeros, and the windows on it.

use super::windows::Windows;
use crate::data::Image;

/// One image with a border of zeros: a row of numbers for each row of pixels, with all channels of a pixel side by side.
#[derive(Debug)]
pub(super) struct Framed {
    numbers: Vec<f32>,
    channels: usize,
    border: usize,
    /// How many numbers a row holds, the border included.
    pitch: usize,
}

/// How windows lie on a framed image.
#[derive(Debug)]
pub(super) struct Layout {
    /// Where each window starts.
    starts: Vec<u32>,
    /// Which pixel of the outcome it makes.
    makes: Vec<u32>,
    /// How many rows of pixels it covers, and how many numbers of each.
    pieces: usize,
    length: usize,
}

/// How windows lie along one axis of an image.
#[derive(Clone, Copy, Debug)]
pub(super) struct Along {
    /// Where in the frame the first one starts, and how far apart they are.
    pub(super) first: usize,
    pub(super) stride: usize,
    /// How many pixels each covers.
    pub(super) pixels: usize,
    /// How many pixels the outcome has; which of them is made first, and how far apart those that are made lie.
    pub(super) made: usize,
    pub(super) from: usize,
    pub(super) step: usize,
}

impl Along {
    /// As a convolution has them that makes so many pixels: windows of so many pixels, `stride` apart, from the frame's edge on.
    pub(super) fn forwards([pixels, stride]: [usize; 2], made: usize) -> Self {
        Self { first: 0, stride, pixels, made, from: 0, step: 1 }
    }

    /// Where each window starts, and which pixel it makes.
    fn each(self) -> impl Iterator<Item = [usize; 2]> + Clone {
        let starts = (self.first..).step_by(self.stride);
        starts.zip((self.from..self.made).step_by(self.step)).map(|(start, pixel)| [start, pixel])
    }
}

impl Framed {
    /// For images like this one, with so many pixels around it.
    pub(super) fn new(image: Image, border: usize) -> Self {
        let channels = image.channels;
        let pitch = (image.width + 2 * border) * channels;
        let numbers = vec![0.0; (image.height + 2 * border) * pitch];
        Self { numbers, channels, border, pitch }
    }

    /// How windows lie that lie so along the columns and along the rows of the image.
    pub(super) fn layout(&self, [down, across]: [Along; 2]) -> Layout {
        let number =
            |it| u32::try_from(it).expect("one image of a grid that fits in memory is smaller");
        let (pitch, channels) = (self.pitch, self.channels);
        let windows = down.each().flat_map(|[top, y]| {
            let place = move |[left, x]: [usize; 2]| {
                [number(top * pitch + left * channels), number(y * across.made + x)]
            };
            across.each().map(place)
        });
        let (starts, makes) = windows.map(|[start, pixel]| (start, pixel)).unzip();
        let length = across.pixels * channels;
        let pieces = if length == 0 { 0 } else { down.pixels };
        Layout { starts, makes, pieces, length }
    }

    /// The windows that lie so, row by row.
    pub(super) fn windows<'a>(&'a self, layout: &'a Layout) -> Windows<'a> {
        Windows {
            numbers: &self.numbers,
            starts: &layout.starts,
            makes: &layout.makes,
            pieces: layout.pieces,
            pitch: self.pitch,
            length: layout.length,
        }
    }

    /// Copies an image whose pixels have their channels side by side, each so many numbers after the one before.
    pub(super) fn copy_pixels(&mut self, pixels: &[f32], stride: usize, image: Image) {
        let Self { channels, border, .. } = *self;
        let rows = self.numbers.chunks_exact_mut(self.pitch).skip(border);
        for (row, pixels) in rows.zip(pixels.chunks_exact(image.width * stride)) {
            let row = &mut row[border * channels..];
            if stride == channels {
                row[..pixels.len()].copy_from_slice(pixels);
                continue;
            }
            for (into, pixel) in row.chunks_exact_mut(channels).zip(pixels.chunks_exact(stride)) {
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
