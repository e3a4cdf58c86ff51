//! What the trials had come to halfway through their run, from their curves.

use std::collections::HashMap;

use search::{
    answer::Observation,
    curve::{Points, Series, series},
    loss::Loss,
    metric::Metric,
    schedule::Kind,
    sweep::Sweep,
    trial::{Outcome, State},
};

use crate::{
    coordinator::Coordinator,
    error::Error,
    store::{Stored, StoredSweep},
};

/// Of a sweep with more trials than this the curves are not read again for the answer.
const TRIALS_MAX: usize = 300;

impl Coordinator {
    /// The trials of `observed` as they stood halfway. Of a sweep that goes on, or that has many trials, none; and
    /// none where a schedule moves the rate: half of such a run is not a shorter run.
    pub(super) async fn halfway(
        &self,
        sweep: &StoredSweep,
        rules: &Sweep,
        observed: &[Observation],
    ) -> Result<Vec<Observation>, Error> {
        let is_over = sweep.counts.queued + sweep.counts.running == 0;
        let is_constant = rules.example().is_some_and(|it| it.schedule.kind == Kind::Constant);
        if !is_over || !is_constant || observed.len() > TRIALS_MAX || observed.is_empty() {
            return Ok(Vec::new());
        }
        let number = |it: &Observation| it.configuration + it.replicate * sweep.configurations;
        let trials = self.store.trials_numbered(&sweep.id, observed.iter().map(number)).await?;
        let mut points: HashMap<String, Vec<Points>> = HashMap::new();
        for row in self.points_of(&trials).await? {
            points.entry(row.trial).or_default().extend(row.points);
        }
        let at = |it: &Stored| {
            let curves = series(points.get(&it.id)?);
            let curve = curves.into_iter().find(|it| it.metric == rules.metric.name)?;
            let replicate = it.number / sweep.configurations.max(1);
            let State::Completed(end) = it.trial.state else { return None };
            Some(Observation {
                configuration: it.configuration,
                lr: it.lr?,
                replicate,
                outcome: halfway(&curve, &rules.metric, end)?,
            })
        };
        Ok(trials.iter().filter_map(at).collect())
    }
}

/// What a curve that ended in `end` would have come to, had it ended halfway. What diverged later, did.
fn halfway(curve: &Series, metric: &Metric, end: Outcome) -> Option<Outcome> {
    let Outcome::Finite { first, .. } = end else { return Some(end) };
    let half = curve.steps.last()? / 2;
    let until = curve.steps.partition_point(|step| *step <= half);
    let values: Vec<f64> = curve.values[..until].iter().flatten().copied().collect();
    // Below two points there was nothing but the start.
    let trained = curve.steps[..until].iter().any(|step| *step > 0);
    let value = metric.summary.of(metric.goal, &values).filter(|_| trained)?;
    Some(Outcome::Finite { value: Loss::new(value)?, first })
}
