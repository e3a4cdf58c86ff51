//! The triangular root of a covariance, and what is solved and drawn with it. Matrices have at most some dozens of
//! rows, which is too little to bring a linear algebra library for.

/// A lower triangle L with L·Lᵀ = the matrix it was made of, row by row.
#[derive(Clone, Debug)]
pub(super) struct Root(Vec<Vec<f64>>);

impl Root {
    /// The root of the symmetric matrix of `size` rows with these entries; nothing where it has none.
    pub(super) fn of(size: usize, entry: impl Fn(usize, usize) -> f64) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
        for i in 0..size {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, above) in rows.iter().enumerate() {
                let sum = entry(i, j) - dot(&row, above);
                row.push(sum / above[j]);
            }
            let square = entry(i, i) - dot(&row, &row);
            if square.is_nan() || square <= 0.0 {
                return None;
            }
            row.push(square.sqrt());
            rows.push(row);
        }
        Some(Self(rows))
    }

    /// The z with L·z = `right`.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut z: Vec<f64> = Vec::with_capacity(right.len());
        for (row, it) in self.0.iter().zip(right) {
            let known = dot(&z, row);
            z.push((it - known) / row[z.len()]);
        }
        z
    }

    /// L·z.
    pub(super) fn times(&self, z: &[f64]) -> Vec<f64> {
        self.0.iter().map(|row| dot(row, z)).collect()
    }

    /// The logarithm of the determinant of the matrix.
    pub(super) fn log_determinant(&self) -> f64 {
        self.0.iter().enumerate().map(|(i, row)| 2.0 * row[i].ln()).sum()
    }
}

/// As far as both reach.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_solves_and_multiplies_back() {
        let matrix = [[4.0, 2.0], [2.0, 10.0]];
        let root = Root::of(2, |i, j| matrix[i][j]).unwrap();
        assert_eq!(root.solve(&[2.0, 7.0]), [1.0, 2.0]);
        assert_eq!(root.times(&[1.0, 2.0]), [2.0, 7.0]);
        assert!((root.log_determinant() - 36_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_covariance_has_no_root() {
        assert!(Root::of(2, |i, j| if i == j { 1.0 } else { 2.0 }).is_none());
        assert!(Root::of(1, |_, _| f64::NAN).is_none());
    }
}
