//! The rates that are nearly as good as the best.
//!
//! One per cent is one per cent of the best value itself, as people read it: a loss of 0.22 may rise to 0.2222, an accuracy
//! of 0.97 fall to 0.9603. Of a metric that crosses zero no share means anything, and there is no basin.

/// The rates that are nearly as good as the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Basin {
    /// From this one.
    pub low: f64,
    /// To this one.
    pub high: f64,
    /// Worse by no more than this share of the best value.
    pub within: f64,
}

/// So much worse is nearly as good.
const WITHIN: f64 = 0.01;

/// The basin of a curve, which comes as logarithms of rates, in their order, and values of which the lowest is the best.
pub(super) fn basin(curve: &[(f64, f64)]) -> Option<Basin> {
    let lowest = curve.iter().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1))?.0;
    let best = curve[lowest].1;
    let crosses_zero = curve.iter().any(|it| it.1 * best <= 0.0);
    if crosses_zero || curve.len() < 2 {
        return None;
    }
    let limit = best + WITHIN * best.abs();
    let low = leave(curve[..=lowest].iter().rev(), limit)?;
    let high = leave(curve[lowest..].iter(), limit)?;
    Some(Basin { low: low.exp(), high: high.exp(), within: WITHIN })
}

/// Where a walk along the curve, begun in the basin, leaves it: between two places on the straight line. A walk that
/// ends in the basin has gone as far as was tried.
fn leave<'a>(walk: impl Iterator<Item = &'a (f64, f64)>, limit: f64) -> Option<f64> {
    let mut last: Option<(f64, f64)> = None;
    for &(x, value) in walk {
        if value > limit {
            return last
                .map(|(from, inside)| from + (x - from) * (limit - inside) / (value - inside));
        }
        last = Some((x, value));
    }
    last.map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(curve: &[(f64, f64)]) -> Option<(f64, f64)> {
        basin(curve).map(|it| (it.low.ln(), it.high.ln()))
    }

    #[test]
    fn the_basin_ends_where_one_per_cent_is_lost() {
        let (low, high) = ends(&[(-2.0, 1.04), (-1.0, 1.005), (0.0, 1.0), (1.0, 1.02)]).unwrap();
        assert!((low - (-1.0 - 1.0 / 7.0)).abs() < 1e-9, "{low}");
        assert!((high - 0.5).abs() < 1e-9, "{high}");
    }

    #[test]
    fn what_is_good_again_beyond_a_ridge_is_another_basin() {
        let (low, _) = ends(&[(-2.0, 1.001), (-1.0, 1.01 + 1.0), (0.0, 1.0)]).unwrap();
        assert!(low > -1.0);
    }

    #[test]
    fn a_basin_reaches_no_further_than_what_was_tried() {
        assert_eq!(ends(&[(0.0, 1.0), (1.0, 1.0)]).map(|it| it.1), Some(1.0));
    }

    #[test]
    fn an_accuracy_has_a_basin_and_what_crosses_zero_has_none() {
        let (_, high) = ends(&[(0.0, -1.0), (1.0, -0.98)]).unwrap();
        assert!((high - 0.5).abs() < 1e-9);
        assert_eq!(basin(&[(0.0, -0.1), (1.0, 0.1)]), None);
        assert_eq!(basin(&[(0.0, 0.0), (1.0, 0.1)]), None);
        assert_eq!(basin(&[(0.0, 1.0)]), None);
    }
}
