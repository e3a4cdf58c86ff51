//! What a range test says, and how well a rate would have done.

use search::range_test::{Bracket, analyze};

/// How many trials follow a range test, inside its bracket.
pub(super) const TRIALS: usize = 5;

/// A range test, read.
#[derive(Clone, Debug)]
pub(super) struct Test {
    pub(super) seed: u64,
    pub(super) bracket: Option<Bracket>,
    /// Single rates, as published tools would name them; what is called the edge's tenth is ours.
    pub(super) suggestions: Vec<(&'static str, Option<f64>)>,
}

impl Test {
    /// Reads the curve of one seed.
    pub(super) fn of(seed: u64, lr: &[f64], loss: &[Option<f64>]) -> Option<Self> {
        let reading = analyze(lr, loss).ok()?;
        let it = reading.suggestions;
        let suggestions = vec![
            ("minimum / 10", it.minimum),
            ("edge / 10", reading.edge.map(|it| it / 10.0)),
            ("valley", it.valley),
            ("slide", it.slide),
            ("steep", it.steep),
            ("steepest", it.steepest),
        ];
        Some(Self { seed, bracket: reading.bracket, suggestions })
    }

    /// Whether `rate` lies in the bracket.
    pub(super) fn holds(&self, rate: f64) -> bool {
        self.bracket.is_some_and(|it| it.low <= rate && rate <= it.high)
    }
}

/// The accuracy at `rate`, along a straight line over the logarithm of the rate between its neighbours
/// in `grid`; that of the nearest end beyond it.
pub(super) fn between(grid: &[(f64, f64)], rate: f64) -> f64 {
    let above = grid.partition_point(|it| it.0 < rate);
    match (above.checked_sub(1).and_then(|it| grid.get(it)), grid.get(above)) {
        (Some(low), Some(high)) => {
            let share = (rate / low.0).ln() / (high.0 / low.0).ln();
            low.1 + share * (high.1 - low.1)
        }
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: [(f64, f64); 3] = [(0.01, 0.2), (0.1, 0.8), (1.0, 0.4)];

    #[test]
    fn an_accuracy_between_two_rates_lies_on_the_line_between_them() {
        assert!((between(&GRID, 0.1) - 0.8).abs() < 1e-12);
        assert!((between(&GRID, 0.1_f64.sqrt()) - 0.6).abs() < 1e-12);
        assert!((between(&GRID, 0.01 * 10_f64.powf(0.25)) - 0.35).abs() < 1e-12);
    }

    #[test]
    fn beyond_the_grid_its_ends_count() {
        assert!((between(&GRID, 1e-9) - 0.2).abs() < 1e-12);
        assert!((between(&GRID, 1e9) - 0.4).abs() < 1e-12);
    }

    #[test]
    fn a_bracket_holds_its_ends_and_what_lies_between() {
        let bracket = Some(Bracket { low: 0.01, high: 0.1 });
        let test = Test { seed: 0, bracket, suggestions: Vec::new() };
        assert_eq!(
            [0.009, 0.01, 0.05, 0.1, 0.11].map(|it| test.holds(it)),
            [false, true, true, true, false]
        );
        assert!(!Test { bracket: None, ..test }.holds(0.05));
    }

    #[test]
    fn a_curve_that_falls_and_rises_has_a_bracket_around_its_fall() {
        let lr: Vec<f64> = (0..100).map(|it| 1e-6 * 10_f64.powf(0.07 * f64::from(it))).collect();
        let loss: Vec<Option<f64>> =
            lr.iter().map(|it| Some(2.0 - 1.5 / (1.0 + 0.01 / it) + (it / 0.5).powi(2))).collect();
        let test = Test::of(3, &lr, &loss).unwrap();
        assert!(test.holds(0.02) && !test.holds(1e-5) && !test.holds(2.0), "{test:?}");
        assert_eq!(test.seed, 3);
    }
}
