//! What single trials say beyond the ranking: how sure the best rate is, and the same for each combination of what else
//! varies. Read only where the trials are few enough for it.

use std::sync::Arc;

use search::{
    answer::{self, Analysis, AtBatch, Moving, Observation, Scaling, Stopped},
    document::Node,
    sweep::{Distribution, Method, Parameter, Sweep},
};

use crate::{
    coordinator::Coordinator,
    error::Error,
    store::{self, StoredSweep},
};

/// Of a sweep with more trials than this, only what the database sums up is told.
const TRIALS_MAX: i64 = 5_000;
/// So many combinations have an answer of their own.
const GROUPS_MAX: usize = 32;
/// The parameter whose best rates make a scaling rule.
const BATCH: &str = "train.batch_size";
/// The parameter that the answer is about.
const RATE: &str = "optimizer.lr";

/// How sure the best rate is, and what surrounds it.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// What the configurations say that differ from the best one in their rate alone.
    pub analysis: Analysis,
    /// The same for every combination of what else varies, where something does and takes finitely many values.
    pub groups: Option<Vec<Group>>,
    /// How the best rate moves with the size of the batch.
    pub scaling: Option<Scaling>,
    /// Whether it still moves with the length of the run.
    pub moving: Option<Moving>,
    /// What of that is missing, and why.
    pub whys: Vec<String>,
}

/// Configurations that differ in their rate alone.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they have in common.
    pub parameters: Values,
    /// What they say.
    pub analysis: Analysis,
}

/// Parameters and the values they have.
type Values = Vec<(String, Node)>;

impl Detail {
    /// What is missing, and why, as one sentence.
    pub(super) fn why(&self) -> Option<String> {
        let all: Vec<&str> =
            self.analysis.why.iter().chain(&self.whys).map(String::as_str).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    fn missing(why: String) -> Self {
        Self { whys: vec![why], ..Self::default() }
    }
}

impl Coordinator {
    /// What the single trials of `sweep` say around the configuration `best`.
    pub(super) async fn detail(
        &self,
        sweep: &StoredSweep,
        rules: &Arc<Sweep>,
        best: u64,
    ) -> Result<Detail, Error> {
        if sweep.counts.completed > TRIALS_MAX {
            return Ok(Detail::missing(format!(
                "interval, tied, basin, groups: more than {TRIALS_MAX} trials have ended, too many to read one by one for this answer"
            )));
        }
        let limit = u32::try_from(TRIALS_MAX).unwrap_or(u32::MAX);
        let observations = self.store.observations(sweep, limit).await?;
        let stopped = match sweep.counts.stopped {
            0 => Stopped::default(),
            _ => self.store.stopped(sweep, rules.metric.goal, limit).await?,
        };
        let halfway = self.halfway(sweep, rules, &observations).await?;
        let rules = rules.clone();
        // Dozens of combinations take a good part of a second of pure computation.
        let worked = tokio::task::spawn_blocking(move || {
            let mut detail = told(&rules, &observations, &stopped, best);
            let is_in_group =
                |it: &Observation| others(&rules, it.configuration) == others(&rules, best);
            let early: Vec<Observation> = halfway.into_iter().filter(is_in_group).collect();
            let early = answer::analyze(&early, rules.metric.goal, rules.seed);
            detail.moving = answer::moving(&early, &detail.analysis);
            detail
        });
        worked.await.map_err(|panic| {
            Error::from(store::Error::Database(sqlx::Error::Protocol(panic.to_string())))
        })
    }
}

fn told(rules: &Sweep, observations: &[Observation], stopped: &Stopped, best: u64) -> Detail {
    let analyze = |of: &[Observation], stopped: &Stopped| {
        answer::analyze_stopped(of, stopped, rules.metric.goal, rules.seed)
    };
    let with = |parameters: &Values| {
        let of = |trials: &[Observation]| {
            let is_in = |it: &&Observation| others(rules, it.configuration) == *parameters;
            trials.iter().filter(is_in).copied().collect()
        };
        Stopped { trials: of(&stopped.trials), others_then: of(&stopped.others_then) }
    };
    let varied: Vec<&Parameter> = rules
        .parameters
        .iter()
        .filter(|it| it.path() != RATE && it.distribution.is_varied())
        .collect();
    if let Some(it) = varied.iter().find(|it| !is_finite(rules.method, it)) {
        let frontier = analyze(observations, stopped).frontier;
        let why = format!(
            "interval, tied, basin, groups: `{}` is drawn from a range, so that no two configurations differ in their rate alone",
            it.name
        );
        let analysis = Analysis { frontier, ..Analysis::default() };
        return Detail { analysis, ..Detail::missing(why) };
    }
    if varied.is_empty() {
        return Detail {
            analysis: analyze(observations, stopped),
            groups: Some(Vec::new()),
            ..Detail::default()
        };
    }
    let combinations = combinations(rules, observations);
    let own = others(rules, best);
    if combinations.len() > GROUPS_MAX {
        let around =
            combinations.iter().find(|it| it.0 == own).map(|it| analyze(&it.1, &with(&it.0)));
        let why = format!("groups: more than {GROUPS_MAX} combinations of what else varies");
        return Detail { analysis: around.unwrap_or_default(), ..Detail::missing(why) };
    }
    let groups: Vec<Group> = combinations
        .into_iter()
        .map(|(parameters, of)| Group { analysis: analyze(&of, &with(&parameters)), parameters })
        .collect();
    let around = groups.iter().find(|it| it.parameters == own).map(|it| it.analysis.clone());
    let mut detail = Detail { analysis: around.unwrap_or_default(), ..Detail::default() };
    if varied.iter().any(|it| it.path() == BATCH) {
        match answer::scaling(&batches(&groups)) {
            Ok(scaling) => detail.scaling = Some(scaling),
            Err(why) => detail.whys.push(format!("scaling: {why}")),
        }
    }
    Detail { groups: Some(groups), ..detail }
}

/// The trials of each combination, in the order of their configurations.
fn combinations(rules: &Sweep, observations: &[Observation]) -> Vec<(Values, Vec<Observation>)> {
    let mut found: Vec<(Values, Vec<Observation>)> = Vec::new();
    for it in observations {
        let parameters = others(rules, it.configuration);
        match found.iter_mut().find(|group| group.0 == parameters) {
            Some(group) => group.1.push(*it),
            None => found.push((parameters, vec![*it])),
        }
    }
    found
}

/// The values of all that varies besides the rate.
fn others(rules: &Sweep, configuration: u64) -> Values {
    let mut values = rules.values(configuration);
    let is_rate =
        |name: &str| rules.parameters.iter().any(|it| it.name == name && it.path() == RATE);
    values.retain(|(name, _)| !is_rate(name));
    values
}

/// The best rate of each batch size, on a line for each combination of the rest.
fn batches(groups: &[Group]) -> Vec<AtBatch> {
    let mut lines: Vec<Vec<&(String, Node)>> = Vec::new();
    let mut batches = Vec::new();
    for group in groups {
        let (batch, rest): (Vec<_>, Vec<_>) = group.parameters.iter().partition(|it| it.0 == BATCH);
        let line = lines.iter().position(|it| *it == rest).unwrap_or_else(|| {
            lines.push(rest);
            lines.len() - 1
        });
        let batch = batch.first().and_then(|it| it.1.number());
        if let (Some(batch), Some(interval)) = (batch, group.analysis.interval) {
            batches.push(AtBatch { line, batch, interval });
        }
    }
    batches
}

/// Whether several configurations can share a value.
fn is_finite(method: Method, parameter: &Parameter) -> bool {
    method == Method::Grid || matches!(parameter.distribution, Distribution::Values(_))
}
