//! Products of all shapes on all vector units.

use pulp::Arch;

use super::*;
use crate::draws::{Draws, Purpose};
use crate::network::transpose::Transpose;

#[test]
fn products_of_all_shapes_match_the_sum_of_products() {
    for rows in [1, 3, 4, 7, 8, 13, 64, 397] {
        for (depth, columns) in [(1, 16), (5, 32), (64, 48), (129, 128), (1_030, 16)] {
            check(rows, depth, columns);
        }
    }
}

fn turn(matrix: (&[f32], usize), columns: usize, into: (&mut [f32], usize)) {
    Arch::new().dispatch(Transpose { matrix, columns, into });
}

fn check(rows: usize, depth: usize, columns: usize) {
    let (stride, wide) = (depth + 3, columns + 16);
    let (left, right) = (numbers(rows * stride), numbers(depth * wide));
    let bias = numbers(columns);
    let mut turned = vec![0.0; depth * rows];
    turn((&left, stride), depth, (&mut turned, rows));
    for left in [Left::Rows(&left, stride), Left::Columns(&turned, rows)] {
        for unit in [on_the_widest, on_none, on_a_narrow_one] {
            let mut into = vec![9.0; rows * wide];
            let bias = (rows > 4).then_some(&bias[..columns]);
            let (right, into_rows) = ((&right[..], wide), (&mut into[..], wide));
            unit(Product { rows, depth, columns, left, right, bias, into: into_rows });
            compare((rows, depth, columns), &into, left, right.0, bias);
        }
    }
}

fn on_the_widest(product: Product<'_>) {
    Arch::new().dispatch(product);
}

fn on_none(product: Product<'_>) {
    product.with_simd(pulp::Scalar);
}

/// Half as wide as the widest, where the machine has such a one.
fn on_a_narrow_one(product: Product<'_>) {
    #[cfg(target_arch = "x86_64")]
    if let Some(unit) = pulp::x86::V3::try_new() {
        return Simd::vectorize(unit, product);
    }
    on_none(product);
}

fn compare(
    (rows, depth, columns): (usize, usize, usize),
    got: &[f32],
    left: Left<'_>,
    right: &[f32],
    bias: Option<&[f32]>,
) {
    let wide = columns + 16;
    for row in 0..rows {
        for column in 0..columns {
            let term = |inner: usize| {
                let left = match left {
                    Left::Rows(left, stride) => left[row * stride + inner],
                    Left::Columns(left, stride) => left[inner * stride + row],
                };
                f64::from(left) * f64::from(right[inner * wide + column])
            };
            let bias = bias.map_or(0.0, |it| f64::from(it[column]));
            let expected = bias + (0..depth).map(term).sum::<f64>();
            let got = f64::from(got[row * wide + column]);
            assert!((got - expected).abs() < 1e-4, "{rows}x{depth}x{columns}: {got} {expected}");
        }
        assert!(got[row * wide + columns..][..16].iter().all(|it| (*it - 9.0).abs() < 1e-9));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "test values")]
fn numbers(count: usize) -> Vec<f32> {
    let mut draws = Draws::new(1, Purpose::Samples);
    (0..count).map(|_| draws.between(-1.0, 1.0) as f32).collect()
}
