//! Learning curves: metric points as they are reported, stored and read.

use serde::{Deserialize, Serialize};

/// Successive points of one attempt that carry the same metrics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// The metrics' names.
    pub metrics: Vec<String>,
    /// How many updates had been made, ascending. 0 is before training.
    pub steps: Vec<u64>,
    /// `steps` × `metrics`, row by row. Not finite where training blew up.
    pub values: Vec<f64>,
}

/// One metric over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The metric's name.
    pub metric: String,
    /// How many updates had been made.
    pub steps: Vec<u64>,
    /// Its values; `None` is one that is not finite.
    pub values: Vec<Option<f64>>,
}

impl Series {
    /// No points of `metric` yet.
    pub fn of(metric: &str) -> Self {
        Self { metric: metric.to_owned(), steps: Vec::new(), values: Vec::new() }
    }
}

impl Points {
    /// Adds a point, unless it carries other metrics than those before it.
    pub fn push(&mut self, step: u64, point: &[(&str, f64)]) -> bool {
        if self.steps.is_empty() {
            self.metrics = point.iter().map(|(metric, _)| (*metric).to_owned()).collect();
        } else if !self.metrics.iter().eq(point.iter().map(|(metric, _)| *metric)) {
            return false;
        }
        self.steps.push(step);
        self.values.extend(point.iter().map(|(_, value)| value));
        true
    }

    /// How many points these are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Takes the first `count` points away and returns the rest.
    #[must_use]
    pub fn skip(mut self, count: usize) -> Self {
        let count = count.min(self.len());
        self.steps.drain(..count);
        self.values.drain(..count * self.metrics.len());
        self
    }

    /// Adds `next` at the end, unless it carries other metrics.
    pub fn append(&mut self, next: &Self) -> bool {
        let fits = self.metrics == next.metrics;
        if fits {
            self.steps.extend_from_slice(&next.steps);
            self.values.extend_from_slice(&next.values);
        }
        fits
    }
}

/// The curves in `points`, one for each metric, in the order in which the metrics first appear.
pub fn series<'a>(points: impl IntoIterator<Item = &'a Points>) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for chunk in points {
        for (column, metric) in chunk.metrics.iter().enumerate() {
            let at = all.iter().position(|it| it.metric == *metric).unwrap_or_else(|| {
                all.push(Series::of(metric));
                all.len() - 1
            });
            let values = chunk.values.iter().skip(column).step_by(chunk.metrics.len());
            all[at].steps.extend_from_slice(&chunk.steps);
            all[at].values.extend(values.map(|it| it.is_finite().then_some(*it)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(points: &[(u64, &[(&str, f64)])]) -> Points {
        let mut all = Points::default();
        for (step, point) in points {
            assert!(all.push(*step, point));
        }
        all
    }

    fn both() -> Points {
        points(&[
            (0, &[("loss", 2.0), ("acc", 0.1)]),
            (5, &[("loss", 1.0), ("acc", 0.5)]),
            (9, &[("loss", f64::NAN), ("acc", 0.4)]),
        ])
    }

    #[test]
    fn a_point_with_other_metrics_is_not_taken() {
        let mut points = both();
        assert!(!points.push(10, &[("loss", 1.0)]));
        assert!(!points.push(10, &[("acc", 1.0), ("loss", 1.0)]));
        assert_eq!((points.len(), points.values.len()), (3, 6));
    }

    #[test]
    fn a_series_is_one_metric_over_time() {
        let series = series(&[both()]);
        assert_eq!(series.iter().map(|it| it.metric.as_str()).collect::<Vec<_>>(), ["loss", "acc"]);
        assert_eq!(series[0].values, [Some(2.0), Some(1.0), None]);
        assert_eq!(series[1].values, [Some(0.1), Some(0.5), Some(0.4)]);
        assert!(series.iter().all(|it| it.steps == [0, 5, 9]));
    }

    #[test]
    fn a_series_goes_on_where_chunks_carry_other_metrics() {
        let chunks = [both(), points(&[(12, &[("loss", 0.5)])]), points(&[(20, &[("lr", 0.1)])])];
        let series = series(&chunks);
        assert_eq!(series[0].steps, [0, 5, 9, 12]);
        assert_eq!(series[1].steps, [0, 5, 9]);
        assert_eq!((series[2].metric.as_str(), &series[2].values[..]), ("lr", &[Some(0.1)][..]));
    }

    #[test]
    fn no_points_are_no_series() {
        assert_eq!(series(&[]), []);
        assert_eq!(series(&[Points::default(), points(&[(3, &[])])]), []);
    }

    #[test]
    fn skipping_takes_the_first_points_away() {
        let rest = both().skip(2);
        assert_eq!((&rest.steps[..], rest.values.len()), (&[9][..], 2));
        assert_eq!(both().skip(0).len(), 3);
        assert!(both().skip(99).is_empty());
        assert!(Points::default().skip(1).is_empty());
    }

    #[test]
    fn appending_joins_what_fits() {
        let whole = points(&[(0, &[("loss", 2.0)]), (1, &[("loss", 1.0)])]);
        let mut joined = points(&[(0, &[("loss", 2.0)])]);
        assert!(joined.append(&whole.clone().skip(1)));
        assert_eq!(joined, whole);
        assert!(!joined.append(&both()));
        assert_eq!(joined, whole);
    }
}
