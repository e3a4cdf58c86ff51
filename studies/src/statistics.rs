//! Means over seeds, how sure they are, and how far curves lie apart.

use std::fmt;

/// A mean over seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) mean: f64,
    /// The standard error of the mean; one seed has none.
    pub(crate) error: Option<f64>,
}

impl Estimate {
    /// Of what the seeds measured.
    pub(crate) fn of(values: &[f64]) -> Self {
        let count = float(values.len());
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|it| (it - mean).powi(2)).sum();
        let error = (values.len() > 1).then(|| (squares / (count - 1.0) / count).sqrt());
        Self { mean, error }
    }

    /// Of how far `a` lies above `b`, seed by seed: what the seeds have in common falls away.
    pub(crate) fn of_difference(a: &[f64], b: &[f64]) -> Self {
        Self::of(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>())
    }

    /// The same in points of a hundred.
    pub(crate) fn in_points(self) -> Self {
        Self { mean: 100.0 * self.mean, error: self.error.map(|it| 100.0 * it) }
    }
}

/// The mean, and how sure it is: `0.859 ± 0.002`, with three decimals unless told otherwise.
impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(3);
        f.write_str(&without_sign_of_nought(format!("{:.digits$}", self.mean)))?;
        self.error.map_or(Ok(()), |it| write!(f, " ± {it:.digits$}"))
    }
}

/// What rounds to nought is neither above nor below it.
fn without_sign_of_nought(number: String) -> String {
    let is_nought = number.bytes().all(|it| matches!(it, b'-' | b'0' | b'.'));
    if is_nought { number.trim_start_matches('-').to_owned() } else { number }
}

/// The mean of curves, point by point.
pub(crate) fn mean_curve(curves: &[Vec<f64>]) -> Vec<f64> {
    estimates(curves).iter().map(|it| it.mean).collect()
}

/// The mean of curves, point by point, and how sure it is.
pub(crate) fn estimates(curves: &[Vec<f64>]) -> Vec<Estimate> {
    let length = curves.iter().map(Vec::len).min().unwrap_or(0);
    let at = |point: usize| curves.iter().map(|it| it[point]).collect::<Vec<_>>();
    (0..length).map(|point| Estimate::of(&at(point))).collect()
}

/// How far from nought a curve goes, on either side.
pub(crate) fn widest(curve: &[f64]) -> f64 {
    curve.iter().map(|it| it.abs()).fold(0.0, f64::max)
}

#[expect(clippy::cast_precision_loss, reason = "seeds and tasks are few")]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_the_standard_error_that_its_spread_and_number_give() {
        // Variance (4 + 0 + 4) / 2 = 4, over three values.
        let estimate = Estimate::of(&[1.0, 3.0, 5.0]);
        assert!((estimate.mean - 3.0).abs() < 1e-12);
        assert!((estimate.error.unwrap() - (4.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!(format!("{estimate} {estimate:.1}"), "3.000 ± 1.155 3.0 ± 1.2");
        assert_eq!(
            format!("{} {:.1}", Estimate::of(&[-1e-9]), Estimate::of(&[-0.1])),
            "0.000 -0.1"
        );
    }

    #[test]
    fn one_seed_says_nothing_of_how_sure_it_is() {
        assert_eq!(Estimate::of(&[2.0]), Estimate { mean: 2.0, error: None });
        assert_eq!(Estimate::of(&[2.0]).to_string(), "2.000");
    }

    #[test]
    fn a_difference_is_taken_seed_by_seed() {
        let difference = Estimate::of_difference(&[1.1, 2.1, 3.1], &[1.0, 2.0, 3.0]);
        assert!((difference.mean - 0.1).abs() < 1e-12 && difference.error.unwrap() < 1e-12);
        assert!((difference.in_points().mean - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_curve_goes_as_far_as_it_does_on_either_side() {
        assert!((widest(&[0.5, -0.8, 0.1]) - 0.8).abs() < 1e-12);
        assert!((widest(&[0.5, -0.2, 0.9]) - 0.9).abs() < 1e-12);
    }

    #[test]
    fn curves_are_averaged_point_by_point() {
        assert_eq!(mean_curve(&[vec![1.0, 4.0], vec![3.0, 8.0]]), [2.0, 6.0]);
        assert!(mean_curve(&[]).is_empty());
    }
}
