//! The mean squared error of real numbers.

use pulp::{Simd, WithSimd};

use super::{grid::Grid, score::Score};

/// Scores a row of outputs for each row of targets, and turns them into the slopes of the mean loss
/// by them; a sample's loss is the mean of its squared errors. Columns beyond the targets
/// become 0.
pub(super) struct Squares<'a, T> {
    pub(super) outputs: &'a mut Grid,
    /// What an error of 1 is worth in each target's own unit.
    pub(super) units: &'a [f32],
    pub(super) targets: T,
}

impl<'a, T: ExactSizeIterator<Item = &'a [f32]>> WithSimd for Squares<'_, T> {
    type Output = Score;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Score {
        let rows = self.targets.len();
        #[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^23 numbers")]
        let [width, slope] =
            [self.units.len() as f64, 2.0 / (rows as f64 * self.units.len() as f64)];
        #[expect(clippy::cast_possible_truncation, reason = "slopes are in single precision")]
        let slope = slope as f32;
        let (columns, mut score) = (self.outputs.columns, Score::default());
        for (outputs, targets) in self.outputs.rows_mut(rows).zip(self.targets) {
            let (mut loss, mut squares) = (0.0, 0.0);
            for ((output, target), unit) in outputs.iter_mut().zip(targets).zip(self.units) {
                let error = *output - target;
                *output = slope * error;
                loss += f64::from(error) * f64::from(error);
                squares += (f64::from(error) * f64::from(*unit)).powi(2);
            }
            outputs[targets.len()..columns].fill(0.0);
            score.add(&Score { loss: loss / width, agreement: squares / width, samples: 1.0 });
        }
        score
    }
}
