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
                all.push(Series { metric: metric.clone(), steps: Vec::new(), values: Vec::new() });
                all.len() - 1
            });
            let values = chunk.values.iter().skip(column).step_by(chunk.metrics.len());
            all[at].steps.extend_from_slice(&chunk.steps);
            all[at].values.extend(values.map(|it| it.is_finite().then_some(*it)));
        }
    }
    all
}
