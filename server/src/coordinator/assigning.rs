//! What a worker is told of the trials that it is granted.

use search::sweep::Planned;

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, Stored},
};

/// One attempt at a trial, with all that is needed to run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Which trial.
    pub trial: String,
    /// Which attempt.
    pub attempt: u32,
    /// Whose trial it is.
    pub sweep: String,
    /// Seeds everything random in it.
    pub seed: u64,
    /// Its configuration, JSON.
    pub config: String,
    /// The metric that decides, JSON.
    pub metric: String,
    /// Where it is judged by early stopping, in updates or epochs as its budget is.
    pub rungs: Vec<u64>,
    /// Trials with the same text can be trained together; empty for one that is trained by itself.
    pub bundle: String,
}

impl Coordinator {
    /// What a worker is told of the trials that it was granted, and of their `bundles` if it knows how to train them.
    pub(super) async fn assignments(
        &self,
        granted: &[Stored],
        bundles: bool,
    ) -> Result<Vec<Assignment>, Error> {
        let mut assignments = Vec::with_capacity(granted.len());
        for it in granted {
            let rules = self.rules(&it.sweep).await?;
            let planned = rules.plan(it.number);
            let key = if bundles { key(&planned, it) } else { None };
            assignments.push(Assignment {
                trial: it.id.clone(),
                attempt: it.trial.attempt,
                sweep: it.sweep.clone(),
                seed: planned.seed,
                config: json(&planned.config)?,
                metric: json(&rules.metric)?,
                // Another sweep's trials may be decided by another metric.
                bundle: key.map_or_else(String::new, |key| format!("{}/{key}", it.sweep)),
                rungs: rules.stopping.as_ref().map_or_else(Vec::new, |it| it.rungs.clone()),
            });
        }
        Ok(assignments)
    }
}

/// What those share that `trial`, so `planned`, can be trained together with.
pub(super) fn key(planned: &Planned, trial: &Stored) -> Option<String> {
    if trial.trial.needs_peace() { None } else { planned.bundle_key() }
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Store(store::Error::Corrupt("sweeps")))
}
