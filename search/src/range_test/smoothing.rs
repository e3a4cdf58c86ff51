//! Moving averages over a curve.

/// The exponential moving average of `loss` that weighs the past with `beta`, corrected for its start: a
/// constant loss stays that constant at every update. From the first loss that is not finite on there is none.
pub fn smooth(loss: &[Option<f64>], beta: f64) -> Vec<Option<f64>> {
    let loss: Vec<f64> = loss.iter().map(|it| it.unwrap_or(f64::NAN)).collect();
    corrected(&loss, beta).into_iter().map(|it| it.is_finite().then_some(it)).collect()
}

/// As [`smooth`], on numbers that may be NaN or infinite, which all later averages then are.
pub(super) fn corrected(loss: &[f64], beta: f64) -> Vec<f64> {
    let (mut average, mut count) = (0.0, 0.0);
    let next = |loss: &f64| {
        // The difference of two infinities is NaN; an infinite loss makes an infinite average.
        average = if loss.is_finite() { loss + beta * (average - loss) } else { average + loss };
        count += 1.0;
        average / (1.0 - beta.powf(count))
    };
    loss.iter().map(next).collect()
}

/// The moving average that begins with the first loss instead of being corrected.
pub(super) fn from_the_first(loss: &[f64], beta: f64) -> Vec<f64> {
    let mut average = loss.first().copied().unwrap_or_default();
    let next = |loss: &f64| {
        average = (1.0 - beta) * loss + beta * average;
        average
    };
    loss.iter().map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_loss_stays_constant() {
        for beta in [0.8, 0.98] {
            for it in smooth(&[Some(1.0); 100], beta) {
                assert!((it.unwrap() - 1.0).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn nothing_follows_a_loss_that_is_not_finite() {
        assert_eq!(smooth(&[Some(2.0), None, Some(2.0)], 0.8)[1..], [None, None]);
        assert_eq!(smooth(&[Some(2.0), Some(f64::INFINITY)], 0.8)[1], None);
        assert_eq!(smooth(&[], 0.8), []);
    }
}
