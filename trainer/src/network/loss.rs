//! Cross-entropy of the softmax, and how often the largest output is the right one.

use pulp::{Simd, WithSimd};

use super::{functions::exp, grid::Grid, score::Score};

/// Scores a row of outputs for each label, and turns them into the slopes of the mean loss by them.
/// Rows are wider than there are classes; the columns in between, become 0.
pub(super) struct CrossEntropy<'a, L> {
    pub(super) outputs: &'a mut Grid,
    pub(super) classes: usize,
    /// How much of a label's share is spread over all classes, as in `torch.nn.CrossEntropyLoss`.
    pub(super) smoothing: f32,
    pub(super) labels: L,
}

impl<L: ExactSizeIterator<Item = u32>> WithSimd for CrossEntropy<'_, L> {
    type Output = Score;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Score {
        let count = self.labels.len();
        #[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^23 samples")]
        let share = 1.0 / count as f32;
        let (columns, mut score) = (self.outputs.columns, Score::default());
        for (outputs, label) in self.outputs.rows_mut(count).zip(self.labels) {
            let (outputs, label) = (&mut outputs[..columns], label as usize);
            score.add(&sample(outputs, self.classes, label, [share, self.smoothing]));
        }
        score
    }
}

#[inline(always)]
fn sample(
    outputs: &mut [f32],
    classes: usize,
    label: usize,
    [share, smoothing]: [f32; 2],
) -> Score {
    let known = &outputs[..classes];
    let largest = known.iter().fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
    let output = known[label];
    // Of equal outputs the first one counts.
    let right = output >= largest && known[..label].iter().all(|it| *it < output);
    let mut told = f64::from(output - largest);
    if smoothing > 0.0 {
        let all: f64 = known.iter().map(|it| f64::from(*it - largest)).sum();
        let kept = 1.0 - f64::from(smoothing);
        told = kept * told + (1.0 - kept) * all / float(classes);
    }
    for it in &mut *outputs {
        *it = exp(*it - largest);
    }
    outputs[classes..].fill(0.0);
    let sum: f32 = outputs[..classes].iter().sum();
    for it in &mut *outputs {
        *it *= share / sum;
    }
    outputs[label] -= share * (1.0 - smoothing);
    if smoothing > 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "slopes are in single precision")]
        let spread = (f64::from(share * smoothing) / float(classes)) as f32;
        outputs[..classes].iter_mut().for_each(|it| *it -= spread);
    }
    let loss = f64::from(sum).ln() - told;
    Score { loss, agreement: f64::from(u8::from(right)), samples: 1.0 }
}

#[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^53 classes")]
fn float(classes: usize) -> f64 {
    classes as f64
}
