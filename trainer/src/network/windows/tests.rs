//! Products with windows against the windows written out.

use pulp::Arch;

use super::*;
use crate::{
    data::Image,
    draws::{Draws, Purpose},
    network::framed::{Along, Framed},
};

#[test]
fn windows_of_all_shapes_match_the_sums_of_products() {
    for (image, side, stride) in [
        (Image { channels: 1, height: 28, width: 28 }, 3, 1),
        (Image { channels: 5, height: 7, width: 4 }, 3, 2),
        (Image { channels: 16, height: 5, width: 6 }, 5, 1),
        (Image { channels: 3, height: 1, width: 1 }, 3, 2),
    ] {
        let windows = written_out(image, side, stride);
        let mut framed = Framed::new(image, side / 2);
        framed.copy_planes(&planes(image));
        let made = [image.height, image.width].map(|it| it.div_ceil(stride));
        let layout = framed.layout(made.map(|it| Along::forwards([side, stride], it)));
        let windowed = framed.windows(&layout);
        for columns in [16, 48] {
            for unit in [on_the_widest, on_a_narrow_one, on_none] {
                check(windowed, &windows, columns, unit);
            }
        }
    }
}

/// What computes on a vector unit.
type Unit = fn(Work<'_>);

enum Work<'a> {
    Apply(Apply<'a>),
    Gather(Gather<'a>),
}

impl WithSimd for Work<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self {
            Self::Apply(it) => it.with_simd(simd),
            Self::Gather(it) => it.with_simd(simd),
        }
    }
}

fn on_the_widest(work: Work<'_>) {
    Arch::new().dispatch(work);
}

fn on_none(work: Work<'_>) {
    work.with_simd(pulp::Scalar);
}

/// Half as wide as the widest, where the machine has such a one.
fn on_a_narrow_one(work: Work<'_>) {
    #[cfg(target_arch = "x86_64")]
    if let Some(unit) = pulp::x86::V3::try_new() {
        return Simd::vectorize(unit, work);
    }
    on_none(work);
}

fn check(windows: Windows<'_>, expected: &[Vec<f32>], columns: usize, unit: Unit) {
    let (count, depth, stride) = (expected.len(), expected[0].len(), columns + 16);
    let (right, bias) = (numbers(depth * columns), numbers(columns));
    let mut into = vec![9.0; count * stride];
    unit(Work::Apply(Apply {
        windows,
        right: &right,
        columns,
        bias: Some(&bias),
        into: (&mut into, stride),
    }));
    for (row, window) in expected.iter().enumerate() {
        for column in 0..columns {
            let terms = window.iter().zip(right[column..].iter().step_by(columns));
            close(into[row * stride + column], bias[column], terms);
        }
        assert!(
            into[row * stride + columns..][..16].iter().all(|it| it.to_bits() == 9.0_f32.to_bits())
        );
    }
    let rows = numbers(count * stride);
    let mut into = vec![0.25; depth * columns];
    let right = (&rows[..], stride);
    unit(Work::Gather(Gather { windows, right, columns, into: &mut into }));
    for (at, got) in into.iter().enumerate() {
        let (inner, column) = (at / columns, at % columns);
        let left = expected.iter().map(|window| &window[inner]);
        close(*got, 0.25, left.zip(rows[column..].iter().step_by(stride)));
    }
}

fn close<'a>(got: f32, first: f32, terms: impl Iterator<Item = (&'a f32, &'a f32)>) {
    let sum = terms.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>() + f64::from(first);
    assert!((f64::from(got) - sum).abs() < 1e-4, "{got} {sum}");
}

/// The windows on [`planes`], row by row of pixels, channel by channel within each; zeros beyond.
fn written_out(image: Image, side: usize, stride: usize) -> Vec<Vec<f32>> {
    let (planes, Image { channels, height, width }) = (planes(image), image);
    let number = |y: usize, x: usize, channel: usize| {
        let (Some(y), Some(x)) = (y.checked_sub(side / 2), x.checked_sub(side / 2)) else {
            return 0.0;
        };
        let is_there = y < height && x < width;
        if is_there { planes[(channel * height + y) * width + x] } else { 0.0 }
    };
    let starts =
        (0..height).step_by(stride).flat_map(|y| (0..width).step_by(stride).map(move |x| [y, x]));
    let window = |[y, x]: [usize; 2]| {
        (0..side * side * channels)
            .map(|at| number(y + at / channels / side, x + at / channels % side, at % channels))
            .collect()
    };
    starts.map(window).collect()
}

fn planes(image: Image) -> Vec<f32> {
    numbers(image.size())
}

#[expect(clippy::cast_possible_truncation, reason = "test values")]
fn numbers(count: usize) -> Vec<f32> {
    let mut draws = Draws::new(1, Purpose::Samples);
    (0..count).map(|_| draws.between(-1.0, 1.0) as f32).collect()
}
