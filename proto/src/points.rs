//! Metric points on the wire. Past these translations they are known to be well formed.

use search::curve::Points;

use crate::v1;

/// Metrics at a step.
const METRICS_MAX: usize = 64;
/// Letters in a metric's name.
const NAME_MAX: usize = 100;

/// Points that cannot be what a worker meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongPoints {
    /// None, or more than anybody can look at.
    #[error("points carry from 1 to {METRICS_MAX} metrics")]
    Metrics,
    /// A name that no table or page could show.
    #[error("a metric's name has from 1 to {NAME_MAX} letters and no control characters")]
    Name,
    /// The values do not fill the table.
    #[error("points need one value for each step and metric")]
    Values,
    /// Steps go backwards, or beyond what a database can count.
    #[error("steps must rise, and stay below 2^63")]
    Steps,
}

impl From<Points> for v1::Points {
    fn from(points: Points) -> Self {
        Self { metrics: points.metrics, steps: points.steps, values: points.values }
    }
}

impl TryFrom<v1::Points> for Points {
    type Error = WrongPoints;

    fn try_from(it: v1::Points) -> Result<Self, WrongPoints> {
        let proper = |name: &String| {
            !name.is_empty() && name.len() <= NAME_MAX && !name.contains(char::is_control)
        };
        if it.metrics.is_empty() || it.metrics.len() > METRICS_MAX {
            return Err(WrongPoints::Metrics);
        }
        if !it.metrics.iter().all(proper) {
            return Err(WrongPoints::Name);
        }
        if it.values.len() != it.steps.len() * it.metrics.len() {
            return Err(WrongPoints::Values);
        }
        let rising = it.steps.windows(2).all(|pair| pair[0] <= pair[1]);
        if !rising || it.steps.last().is_some_and(|it| i64::try_from(*it).is_err()) {
            return Err(WrongPoints::Steps);
        }
        Ok(Self { metrics: it.metrics, steps: it.steps, values: it.values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(metrics: &[&str], steps: &[u64], values: &[f64]) -> v1::Points {
        v1::Points {
            metrics: metrics.iter().map(|it| (*it).to_owned()).collect(),
            steps: steps.to_vec(),
            values: values.to_vec(),
        }
    }

    #[test]
    fn well_formed_points_come_through_unchanged() {
        let sent = points(&["a", "b"], &[0, 1], &[1.0, f64::NAN, 3.0, f64::INFINITY]);
        let read = Points::try_from(sent).unwrap();
        assert_eq!((read.len(), read.values[2]), (2, 3.0));
        assert!(read.values[1].is_nan());
    }

    #[test]
    fn malformed_points_are_refused() {
        let refusal = |it| Points::try_from(it).unwrap_err();
        assert_eq!(refusal(points(&[], &[], &[])), WrongPoints::Metrics);
        assert_eq!(refusal(points(&["a\0"], &[0], &[1.0])), WrongPoints::Name);
        assert_eq!(refusal(points(&["a"], &[0, 1], &[1.0])), WrongPoints::Values);
        assert_eq!(refusal(points(&["a"], &[2, 1], &[1.0, 1.0])), WrongPoints::Steps);
        assert_eq!(refusal(points(&["a"], &[u64::MAX], &[1.0])), WrongPoints::Steps);
    }
}
