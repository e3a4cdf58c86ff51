//! What makes images smaller: the largest of four pixels, and the mean of all.

use pulp::{Simd, WithSimd};

use super::{
    chain::{Back, Forth},
    grid::Grid,
};
use crate::data::Image;

/// The largest of each two by two pixels (`torch.nn.MaxPool2d(2)`): a last row or column without a partner
/// is left out. On the way back a slope goes to the first of the largest.
#[derive(Debug)]
pub(super) struct MaxPool {
    inputs: Image,
}

impl MaxPool {
    pub(super) fn new(inputs: Image) -> Self {
        Self { inputs }
    }

    pub(super) fn outputs(inputs: Image) -> Image {
        Image { height: inputs.height / 2, width: inputs.width / 2, ..inputs }
    }

    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let (image, samples) = (self.inputs, forth.samples);
        forth.arch.dispatch(Largest { image, samples, inputs, values });
    }

    /// `values` is what came out, or what a non-linearity that keeps the order of numbers made of it where a
    /// slope other than 0 comes back.
    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        [values, errors]: [&Grid; 2],
        below: &mut Grid,
        back: &Back<'_>,
    ) {
        let (image, samples) = (self.inputs, back.samples);
        back.arch.dispatch(Spread { image, samples, inputs, values, errors, below });
    }
}

/// The two by two pixels that each pixel of the outcome is made of: where the first lies, row by row.
fn squares(image: Image) -> impl Iterator<Item = usize> {
    let Image { height, width, .. } = image;
    (0..height / 2).flat_map(move |y| (0..width / 2).map(move |x| 2 * y * width + 2 * x))
}

struct Largest<'a> {
    image: Image,
    samples: usize,
    inputs: &'a Grid,
    values: &'a mut Grid,
}

impl WithSimd for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { image, samples, inputs, values } = self;
        let (stride, columns) = (inputs.stride, values.columns);
        let pixels = inputs.numbers.chunks_exact(image.pixels() * stride).take(samples);
        let places = pixels.flat_map(|it| squares(image).map(move |at| &it[at * stride..]));
        for (into, pixels) in values.rows_mut(samples).zip(places) {
            let [a, b, c, d] = four(pixels, stride, image.width, columns);
            let numbers = a.iter().zip(b).zip(c.iter().zip(d));
            for (into, ((a, b), (c, d))) in into.iter_mut().zip(numbers) {
                *into = larger(larger(*a, *b), larger(*c, *d));
            }
        }
    }
}

struct Spread<'a> {
    image: Image,
    samples: usize,
    inputs: &'a Grid,
    values: &'a Grid,
    errors: &'a Grid,
    below: &'a mut Grid,
}

impl WithSimd for Spread<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { image, samples, inputs, values, errors, below } = self;
        let (stride, columns, size) =
            (inputs.stride, values.columns, image.pixels() * inputs.stride);
        let has_rest = image.height % 2 + image.width % 2 > 0;
        let mut known = values.rows(samples).zip(errors.rows(samples));
        let samples = inputs.numbers.chunks_exact(size).take(samples);
        for (pixels, below) in samples.zip(below.numbers.chunks_exact_mut(size)) {
            if has_rest {
                below.fill(0.0);
            }
            for at in squares(image) {
                let Some((values, errors)) = known.next() else { return };
                let [a, b, c, d] = four(&pixels[at * stride..], stride, image.width, columns);
                let into = four_mut(&mut below[at * stride..], stride, image.width, columns);
                share([a, b, c, d], &values[..columns], &errors[..columns], into);
            }
        }
    }
}

/// Gives each slope to the first of the largest numbers.
#[inline(always)]
fn share(numbers: [&[f32]; 4], largest: &[f32], errors: &[f32], into: [&mut [f32]; 4]) {
    let ([a, b, c, d], [to_a, to_b, to_c, to_d]) = (numbers, into);
    let numbers = a.iter().zip(b).zip(c.iter().zip(d)).zip(largest.iter().zip(errors));
    let into = to_a.iter_mut().zip(to_b).zip(to_c.iter_mut().zip(to_d));
    for ((((a, b), (c, d)), (largest, error)), ((to_a, to_b), (to_c, to_d))) in numbers.zip(into) {
        let [is_a, is_b, is_c, is_d] = [a, b, c, d].map(|it| it >= largest);
        *to_a = if is_a { *error } else { 0.0 };
        *to_b = if is_b && !is_a { *error } else { 0.0 };
        *to_c = if is_c && !(is_a || is_b) { *error } else { 0.0 };
        *to_d = if is_d && !(is_a || is_b || is_c) { *error } else { 0.0 };
    }
}

/// Two by two pixels, the first of which the numbers start with.
#[inline(always)]
fn four(numbers: &[f32], stride: usize, width: usize, columns: usize) -> [&[f32]; 4] {
    [0, 1, width, width + 1].map(|at| &numbers[at * stride..][..columns])
}

/// As [`four`], to be changed.
#[inline(always)]
fn four_mut(numbers: &mut [f32], stride: usize, width: usize, columns: usize) -> [&mut [f32]; 4] {
    let (top, bottom) = numbers.split_at_mut(width * stride);
    let ((a, b), (c, d)) = (top.split_at_mut(stride), bottom.split_at_mut(stride));
    [a, b, c, d].map(|it| &mut it[..columns])
}

/// The larger one, and a NaN rather than a number.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if b > a || b.is_nan() { b } else { a }
}
