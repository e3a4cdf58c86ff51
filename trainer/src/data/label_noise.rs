//! Labels that are wrong on purpose: what a model can only learn by heart.

use search::config::LabelNoise;

use super::{Samples, samples::Mark};
use crate::draws::{Draws, Purpose};

/// Gives a share of the rows another class, each of the others with the same chance, and marks
/// which. Without noise there is nothing to mark.
pub(super) fn add(mut samples: Samples, classes: usize, noise: LabelNoise) -> Samples {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count lies between 0 and the count"
    )]
    let wrong = (samples.len() as f64 * noise.share).round() as usize;
    if wrong == 0 {
        return samples.marked(Vec::new());
    }
    let mut draws = Draws::new(noise.seed, Purpose::Labels);
    let mut rows: Vec<usize> = (0..samples.len()).collect();
    draws.shuffle(&mut rows);
    let mut marks = vec![Mark::Clean; samples.len()];
    for row in rows.into_iter().take(wrong) {
        let label = &mut samples.labels_mut()[row];
        let moved = *label as usize + 1 + draws.below(classes - 1);
        *label = u32::try_from(moved % classes).expect("classes are counted in 32 bits");
        marks[row] = Mark::Wrong;
    }
    samples.marked(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_share_of_the_labels_is_wrong_and_marked() {
        let noisy = add(samples(), 4, LabelNoise { share: 0.25, seed: 1 });
        let wrong: Vec<u32> = (0..40).filter(|row| noisy.label(*row as usize) != row % 4).collect();
        assert_eq!(wrong.len(), 10);
        assert_eq!(noisy.with_mark(Mark::Wrong), wrong);
        assert_eq!(noisy.with_mark(Mark::Clean).len(), 30);
        assert!((0..40).all(|row| noisy.label(row) < 4));
    }

    #[test]
    fn what_is_wrong_depends_on_the_seed() {
        let wrong =
            |seed| add(samples(), 4, LabelNoise { share: 0.5, seed }).with_mark(Mark::Wrong);
        assert_eq!(wrong(1), wrong(1));
        assert_ne!(wrong(1), wrong(2));
    }

    #[test]
    fn without_noise_nothing_is_marked() {
        let same = add(samples(), 4, LabelNoise::default());
        assert!((0..40).all(|row| same.label(row as usize) == row % 4));
        assert!(same.with_mark(Mark::Clean).is_empty());
    }

    /// 40 rows of 4 classes in turn.
    fn samples() -> Samples {
        Samples::new("rows", 1, vec![0.0; 40], (0..40).map(|it| it % 4).collect()).unwrap()
    }
}
