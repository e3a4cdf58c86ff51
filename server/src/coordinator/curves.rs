//! The learning curves of a sweep's trials, with no more points than a plot can show.

mod choice;

pub use choice::Choice;

use std::collections::HashMap;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use search::{curve::Series, metric::Metric};

use super::{Coordinator, thin};
use crate::{
    error::Error,
    store::{Column, Stored},
};

/// The points of so many trials are read at once, and so many such readings are under way: what is in memory
/// before it is thinned, and as much as two cores can do at a time.
const TRIALS_AT_ONCE: usize = 50;
const READINGS: usize = 3;

/// Which curves are asked for.
#[derive(Clone, Debug)]
pub struct CurvesWanted {
    /// Of which metric; of the one that decides where nothing is said.
    pub metric: Option<String>,
    /// At most so many points each, at least 2.
    pub points_max: usize,
    /// At most so many curves.
    pub trials_max: u32,
    /// Of which trials.
    pub choice: Choice,
}

/// The curves of a sweep's trials.
#[derive(Clone, Debug)]
pub struct Curves {
    /// Which metric they show.
    pub metric: String,
    /// What decides the sweep.
    pub decides: Metric,
    /// The metrics that these trials reported.
    pub metrics: Vec<String>,
    /// The trials that have reported, by number, each with its curve.
    pub shown: Vec<(Stored, Series)>,
    /// Whether there are more after them.
    pub goes_on: bool,
    /// How many trials of the sweep have begun.
    pub begun: u64,
}

impl Coordinator {
    /// The curves of a sweep's trials, from their latest attempts.
    pub async fn curves(&self, id: &str, wanted: CurvesWanted) -> Result<Curves, Error> {
        let sweep = self.sweep(id).await?;
        let rules = self.rules_of(&sweep)?;
        let CurvesWanted { metric, points_max, trials_max, choice } = wanted;
        let metric = metric.unwrap_or_else(|| rules.metric.name.clone());
        let goal = rules.metric.goal;
        let (trials, goes_on) = self.chosen(&sweep, goal, choice, trials_max).await?;
        let mut curves = Curves {
            metric,
            decides: rules.metric.clone(),
            metrics: Vec::new(),
            shown: Vec::with_capacity(trials.len()),
            goes_on,
            begun: choice::begun(&sweep),
        };
        let parts: Vec<Vec<Stored>> =
            trials.chunks(TRIALS_AT_ONCE).map(<[Stored]>::to_vec).collect();
        let readings = parts.into_iter().map(|part| {
            let (coordinator, metric) = (self.clone(), curves.metric.clone());
            // On a thread of its own, so that one part is read while another is taken apart.
            async move {
                let reading = async move { coordinator.part(part, &metric, points_max).await };
                tokio::spawn(reading).await.unwrap_or(Err(Error::Busy))
            }
        });
        let parts: Vec<Part> = stream::iter(readings).buffered(READINGS).try_collect().await?;
        for part in parts {
            for name in part.metrics {
                if !curves.metrics.contains(&name) {
                    curves.metrics.push(name);
                }
            }
            curves.shown.extend(part.shown);
        }
        Ok(curves)
    }

    async fn part(
        &self,
        trials: Vec<Stored>,
        metric: &str,
        points_max: usize,
    ) -> Result<Part, Error> {
        let named: Vec<(&str, u32)> =
            trials.iter().map(|it| (it.id.as_str(), it.trial.attempt)).collect();
        let mut columns: HashMap<String, Vec<Column>> = HashMap::new();
        for (trial, more) in self.store.metric_points(&named, metric).await? {
            columns.entry(trial).or_default().extend(more);
        }
        let mut metrics: Vec<String> = Vec::new();
        let curve = |trial: Stored| {
            let mut curve = Series::of(metric);
            for column in columns.remove(&trial.id).unwrap_or_default() {
                for name in column.metrics {
                    if !metrics.contains(&name) {
                        metrics.push(name);
                    }
                }
                curve.steps.extend(column.steps);
                let values = column.values.into_iter();
                curve.values.extend(values.map(|it| it.is_finite().then_some(it)));
            }
            (trial, thin(curve, points_max))
        };
        let shown = trials.into_iter().map(curve).collect();
        Ok(Part { metrics, shown })
    }
}

/// Some of the curves.
struct Part {
    metrics: Vec<String>,
    shown: Vec<(Stored, Series)>,
}
