//! Fewer points for the same picture: of each stretch of a curve the lowest and the highest stay, so that no spike
//! is lost, and with them the first and the last point of all.

use search::curve::Series;

/// At most `max` points of `series`, for a `max` of at least 2.
pub fn thin(series: Series, max: usize) -> Series {
    let count = series.steps.len();
    if count <= max {
        return series;
    }
    // Two from each stretch of what lies between the ends.
    let stretches = (max - 2) / 2;
    let inner = count - 2;
    let mut kept = vec![0];
    for stretch in 0..stretches {
        let from = 1 + stretch * inner / stretches;
        let to = 1 + (stretch + 1) * inner / stretches;
        kept.extend(extremes(&series.values, from, to));
    }
    kept.push(count - 1);
    Series {
        steps: kept.iter().map(|it| series.steps[*it]).collect(),
        values: kept.iter().map(|it| series.values[*it]).collect(),
        metric: series.metric,
    }
}

/// Where `values[from..to]` is lowest and highest, in their order. A stretch with nothing finite in it keeps
/// its first point, so that the gap shows.
fn extremes(values: &[Option<f64>], from: usize, to: usize) -> Vec<usize> {
    let finite = || (from..to).filter_map(|at| values[at].map(|value| (at, value)));
    let lowest = finite().min_by(|a, b| a.1.total_cmp(&b.1));
    let highest = finite().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut kept = match (lowest, highest) {
        (Some((lowest, _)), Some((highest, _))) => vec![lowest, highest],
        _ => vec![from],
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: Vec<Option<f64>>) -> Series {
        Series { metric: "loss".into(), steps: (0..values.len() as u64).collect(), values }
    }

    #[test]
    fn a_curve_that_fits_stays_as_it_is() {
        let short = series(vec![Some(1.0), None, Some(0.5)]);
        assert_eq!(thin(short.clone(), 3), short);
    }

    #[test]
    fn a_spike_and_both_ends_are_never_lost() {
        let mut values = vec![Some(1.0); 10_000];
        values[4_321] = Some(99.0);
        values[4_322] = Some(-99.0);
        let thinned = thin(series(values), 100);
        assert!(thinned.steps.len() <= 100);
        assert!(thinned.steps.is_sorted());
        assert!(thinned.steps.contains(&4_321) && thinned.steps.contains(&4_322));
        assert_eq!((thinned.steps.first(), thinned.steps.last()), (Some(&0), Some(&9_999)));
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let values = (0..1_000).map(|it| (it < 500).then_some(1.0)).collect();
        let thinned = thin(series(values), 20);
        let nulls = thinned.values.iter().filter(|it| it.is_none()).count();
        assert!((4..=10).contains(&nulls), "{nulls}");
    }

    #[test]
    fn two_points_are_the_ends() {
        assert_eq!(thin(series(vec![Some(1.0); 50]), 2).steps, [0, 49]);
        assert_eq!(thin(series(vec![Some(1.0); 50]), 3).steps, [0, 49]);
    }
}
