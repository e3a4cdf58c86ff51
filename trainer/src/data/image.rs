//! The shape of a picture.

use std::fmt;

/// The shape of a picture whose features are planes of pixels: all of the first channel row by row, then
/// all of the next, as in `PyTorch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// 1 for grey pictures, 3 for coloured ones.
    pub channels: usize,
    /// How many rows of pixels there are.
    pub height: usize,
    /// How many pixels a row has.
    pub width: usize,
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { channels, height, width } = self;
        write!(f, "{channels} × {height} × {width}")
    }
}

impl Image {
    /// How many pixels there are.
    pub(crate) fn pixels(self) -> usize {
        self.height.saturating_mul(self.width)
    }

    /// How many numbers there are.
    pub(crate) fn size(self) -> usize {
        self.pixels().saturating_mul(self.channels)
    }
}
