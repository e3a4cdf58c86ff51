//! Turns a matrix over, for the products that need its columns as rows.

use pulp::{Simd, WithSimd};

use super::product::LANES;

/// Writes the first `columns` columns of `matrix` as rows. Matrices are stored row by row, each row so
/// many numbers after the one before.
pub(crate) struct Transpose<'a> {
    pub(crate) matrix: (&'a [f32], usize),
    pub(crate) columns: usize,
    pub(crate) into: (&'a mut [f32], usize),
}

impl WithSimd for Transpose<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let (matrix, stride) = self.matrix;
        let (into, into_stride) = self.into;
        for (block, numbers) in matrix.chunks(LANES * stride).enumerate() {
            let first = block * LANES;
            // A block of rows is written a line at a time.
            if let Some(rows) = whole_block(numbers, stride) {
                for column in 0..self.columns {
                    let into = &mut into[column * into_stride + first..][..LANES];
                    into.iter_mut().zip(rows).for_each(|(into, row)| *into = row[column]);
                }
                continue;
            }
            for (row, numbers) in numbers.chunks(stride).enumerate() {
                for (column, number) in numbers[..self.columns].iter().enumerate() {
                    into[column * into_stride + first + row] = *number;
                }
            }
        }
    }
}

/// [`LANES`] rows, if there are as many.
#[inline(always)]
fn whole_block(rows: &[f32], stride: usize) -> Option<[&[f32]; LANES]> {
    (rows.len() == LANES * stride)
        .then(|| std::array::from_fn(|row| &rows[row * stride..][..stride]))
}

#[cfg(test)]
mod tests {
    use pulp::Arch;

    use super::*;

    #[test]
    fn a_transpose_swaps_rows_and_columns() {
        for rows in [1, 5, 16, 20, 40] {
            let matrix: Vec<f32> = (0_u16..).map(f32::from).take(rows * 32).collect();
            let mut turned = vec![0.0; 20 * 48];
            let matrix = &matrix[..];
            let into = (&mut turned[..], 48);
            Arch::new().dispatch(Transpose { matrix: (matrix, 32), columns: 20, into });
            for row in 0..rows {
                for column in 0..20 {
                    let same = turned[column * 48 + row].to_bits();
                    assert_eq!(same, matrix[row * 32 + column].to_bits());
                }
            }
        }
    }
}
