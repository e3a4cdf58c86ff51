//! How much of the heights a picture shows: what blew up must not flatten what did not.

/// The lowest and the highest of the finite values.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.into_iter().filter(|it| it.is_finite());
    finite.fold(None, |reach, it| match reach {
        None => Some((it, it)),
        Some((low, high)) => Some((f64::min(low, it), f64::max(high, it))),
    })
}

/// Below which value this share of the finite ones lies.
pub(super) fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|it| it.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "no more than there are points")]
    let place = share * sorted.len().saturating_sub(1) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place among them"
    )]
    sorted.get(place.round() as usize).copied()
}

/// Some air around, in the measure of the scale.
pub(super) fn padded((low, high): (f64, f64), is_log: bool) -> (f64, f64) {
    const AIR: f64 = 0.04;
    if is_log {
        let air = (high / low).powf(AIR).max(1.05);
        return (low / air, high * air);
    }
    let room = if high > low { high - low } else { high.abs().max(1.0) };
    (low - room * AIR, high + room * AIR)
}

/// Whether values span so many sizes that a linear scale would hide the good ones.
pub(super) fn is_wide(values: &[f64]) -> bool {
    let reach = quantile(values, 0.02).zip(quantile(values, 0.98));
    reach.is_some_and(|(low, high)| low > 0.0 && high / low > 30.0)
}

/// Of many results, the heights of all but those that one run in a hundred reaches by going astray; `ends` are all that
/// is there to see.
pub(super) fn of_results(values: &[f64], ends: (f64, f64)) -> (f64, f64) {
    let reach = quantile(values, 0.02).zip(quantile(values, 0.98));
    match reach {
        Some((low, high)) if values.len() >= 20 => {
            let air = (high - low) * 0.6;
            (ends.0.max(low - air), ends.1.min(high + air))
        }
        _ => ends,
    }
}

/// Of learning curves, the heights that those which trained reach. A loss four times above where curves begin has blown
/// up, and how far does not matter.
pub(super) fn of_curves(values: &[f64], begins: &[f64], is_log: bool) -> Option<(f64, f64)> {
    let (lowest, highest) = extent(values.iter().copied())?;
    let (low, high) = (quantile(values, 0.002)?, quantile(values, 0.995)?);
    if !is_log {
        return Some(padded((low, highest.min(high + (high - low) * 0.2)), false));
    }
    let begin = quantile(begins, 0.5).unwrap_or(high);
    let top = highest.min(high * 2.0).min(begin * 4.0);
    let low = if low > 0.0 { low } else { lowest };
    Some(padded((low, top.max(low * 1.1)), true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_that_went_astray_does_not_flatten_the_others() {
        let mut values: Vec<f64> = (0..99).map(|it| 1.0 + f64::from(it) / 99.0).collect();
        values.push(1e9);
        let (low, high) = of_results(&values, (1.0, 1e9));
        assert!((low - 1.0).abs() < 1e-9 && high < 3.0, "{high}");
        let (_, top) = of_curves(&values, &[2.0], true).unwrap();
        assert!(top < 10.0, "{top}");
    }

    #[test]
    fn few_results_are_all_shown() {
        assert_eq!(of_results(&[1.0, 2.0, 50.0], (0.5, 60.0)), (0.5, 60.0));
        assert_eq!(extent([f64::NAN, f64::INFINITY]), None);
    }

    #[test]
    fn wide_is_more_than_a_factor_of_thirty_and_never_below_nought() {
        assert!(is_wide(&[0.01, 1.0]) && !is_wide(&[0.1, 1.0]) && !is_wide(&[-1.0, 1.0]));
    }
}
