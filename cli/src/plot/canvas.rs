//! A grid of characters on which dots are finer than characters: Braille has eight to a cell.

use super::{HEIGHT, WIDTH, column};

/// Dots across and down in a cell.
const DOTS: (usize, usize) = (2, 4);
/// The empty Braille cell, from which the others count.
const EMPTY: u32 = 0x2800;

/// What has been drawn so far.
#[derive(Clone, Debug)]
pub(super) struct Canvas {
    dots: [[u8; WIDTH]; HEIGHT],
    marks: [[Option<char>; WIDTH]; HEIGHT],
}

impl Default for Canvas {
    fn default() -> Self {
        Self { dots: [[0; WIDTH]; HEIGHT], marks: [[None; WIDTH]; HEIGHT] }
    }
}

impl Canvas {
    /// Draws a dot at these shares of the way right and up, if that is on the canvas.
    pub(super) fn dot(&mut self, right: f64, up: f64) {
        if !(0.0..=1.0).contains(&up) || !(0.0..=1.0).contains(&right) {
            return;
        }
        let x = column(right, WIDTH * DOTS.0);
        let y = column(1.0 - up, HEIGHT * DOTS.1);
        // Braille numbers its dots down the left column, down the right one, and then the fourth row.
        let bit = match (x % DOTS.0, y % DOTS.1) {
            (0, 3) => 6,
            (_, 3) => 7,
            (0, row) => row,
            (_, row) => row + 3,
        };
        self.dots[y / DOTS.1][x / DOTS.0] |= 1 << bit;
    }

    /// Puts a character there, in front of the dots.
    pub(super) fn mark(&mut self, right: f64, up: f64, mark: char) {
        if !(0.0..=1.0).contains(&up) || !(0.0..=1.0).contains(&right) {
            return;
        }
        self.marks[column(1.0 - up, HEIGHT)][column(right, WIDTH)] = Some(mark);
    }

    /// Whether `mark` is to be seen.
    pub(super) fn holds(&self, mark: char) -> bool {
        self.marks.iter().flatten().any(|it| *it == Some(mark))
    }

    /// The rows from the top.
    pub(super) fn lines(&self) -> Vec<String> {
        let cell = |(mark, dots): (&Option<char>, &u8)| match (mark, *dots) {
            (Some(mark), _) => *mark,
            (None, 0) => ' ',
            (None, dots) => char::from_u32(EMPTY + u32::from(dots)).unwrap_or('.'),
        };
        let rows = self.marks.iter().zip(&self.dots);
        rows.map(|(marks, dots)| marks.iter().zip(dots).map(cell).collect()).collect()
    }
}
