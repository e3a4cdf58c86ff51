//! Range tests: the curves that their trials reported, and how those read.

use std::collections::{BTreeMap, BTreeSet};

use search::{
    config::TrialConfig,
    curve::{self, Points, Series},
    document::{Node, Problem},
    range_test::{Bracket, Reading, combine},
    sweep::{Method, Sweep},
};

use super::Coordinator;
use crate::{
    error::Error,
    store::{Stored, TrialFilter},
};

/// So many trials of a range test are read. A handful of seeds tells all there is to know.
const TRIALS_MAX: u32 = 200;
/// So many updates of each are shown; of more, every second, third … one.
const SHOWN_MAX: usize = 2_000;
/// The loss that the published rules are made for: each update's own.
const LOSS: &str = "train_loss";

/// A range test, and how it reads.
#[derive(Clone, Debug)]
pub struct RangeTest {
    /// The sweep.
    pub sweep: String,
    /// A curve a trial.
    pub curves: Vec<RangeCurve>,
    /// How they read together, where they differ in nothing but the seed.
    pub reading: Reading,
    /// The lowest and highest edge of the single seeds.
    pub edge_spread: Option<Bracket>,
    /// How they read for each configuration.
    pub readings: Vec<ConfigurationReading>,
}

/// The curve of one trial.
#[derive(Clone, Debug)]
pub struct RangeCurve {
    /// The trial.
    pub trial: String,
    /// Which configuration it trains.
    pub configuration: u64,
    /// What it was seeded with.
    pub seed: u64,
    /// The rates, `lr`, and each metric: one entry a reported update.
    pub points: BTreeMap<String, Vec<Option<f64>>>,
}

/// How the curves of one configuration read.
#[derive(Clone, Debug)]
pub struct ConfigurationReading {
    /// Which configuration.
    pub configuration: u64,
    /// The values of the parameters that vary.
    pub parameters: Vec<(String, Node)>,
    /// The reading.
    pub reading: Reading,
    /// The lowest and highest edge of the single seeds.
    pub edge_spread: Option<Bracket>,
}

/// What one trial reported, by update.
struct Run {
    trial: Stored,
    seed: u64,
    /// The updates that were reported, and the rates that they were made with.
    rates: BTreeMap<u64, f64>,
    series: Vec<Series>,
}

impl Coordinator {
    /// The curves of a range test, and how they read.
    pub async fn range_test(&self, id: &str) -> Result<RangeTest, Error> {
        let rules = self.rules_of(&self.sweep(id).await?)?;
        if rules.method != Method::RangeTest {
            return Err(Error::NotFound("range test", id.to_owned()));
        }
        let filter = TrialFilter { measured: true, ..TrialFilter::default() };
        let mut runs = Vec::new();
        for trial in self.trials(id, &filter, TRIALS_MAX).await? {
            let points = self.points(&trial).await?;
            runs.extend(Run::of(trial, &rules, &points));
        }
        let configurations: BTreeSet<u64> = runs.iter().map(|it| it.trial.configuration).collect();
        let readings: Vec<ConfigurationReading> =
            configurations.into_iter().map(|it| read(&rules, it, &runs)).collect();
        let (reading, edge_spread) = match readings.as_slice() {
            [] => (nothing("no trial has reported yet"), None),
            [only] => (only.reading.clone(), only.edge_spread),
            _ => (nothing("the configurations differ in more than the seed; see `readings`"), None),
        };
        let curves = runs.iter().map(Run::curve).collect();
        Ok(RangeTest { sweep: id.to_owned(), curves, reading, edge_spread, readings })
    }
}

impl Run {
    /// What `trial` reported; nothing where its configuration has no ramp.
    fn of(trial: Stored, rules: &Sweep, points: &[Points]) -> Option<Self> {
        let planned = rules.plan(trial.number);
        let config = TrialConfig::read(&planned.config).ok()?;
        let series = curve::series(points);
        // What is reported at step n was measured with the rate of update n - 1; 0 is before training.
        let steps = series.iter().flat_map(|it| &it.steps).filter(|it| **it > 0);
        let rate = |step: &u64| (*step, config.schedule.lr(config.optimizer.lr, step - 1, 0));
        let rates = steps.map(rate).collect();
        Some(Self { trial, seed: planned.seed, rates, series })
    }

    /// The values of `metric` at `steps`.
    fn column<'a>(&self, metric: &str, steps: impl Iterator<Item = &'a u64>) -> Vec<Option<f64>> {
        let series = self.series.iter().filter(|it| it.metric == metric);
        let points = series.flat_map(|it| it.steps.iter().zip(&it.values));
        let values: BTreeMap<u64, Option<f64>> = points.map(|(step, it)| (*step, *it)).collect();
        steps.map(|it| values.get(it).copied().flatten()).collect()
    }

    fn curve(&self) -> RangeCurve {
        let every = self.rates.len().div_ceil(SHOWN_MAX).max(1);
        let steps = || self.rates.keys().step_by(every);
        let metrics = self.series.iter().map(|it| it.metric.as_str()).filter(|it| *it != "lr");
        let mut points: BTreeMap<String, Vec<Option<f64>>> =
            metrics.map(|it| (it.to_owned(), self.column(it, steps()))).collect();
        let rates = self.rates.values().step_by(every).map(|it| Some(*it)).collect();
        points.insert("lr".to_owned(), rates);
        RangeCurve {
            trial: self.trial.id.clone(),
            configuration: self.trial.configuration,
            seed: self.seed,
            points,
        }
    }
}

/// How the seeds of one configuration read together.
fn read(rules: &Sweep, configuration: u64, runs: &[Run]) -> ConfigurationReading {
    let seeds: Vec<&Run> =
        runs.iter().filter(|it| it.trial.configuration == configuration).collect();
    let is_told = seeds.iter().flat_map(|it| &it.series).any(|it| it.metric == LOSS);
    let metric = if is_told { LOSS } else { rules.metric.name.as_str() };
    // A seed that blew up early has fewer updates than the others.
    let longest = seeds.iter().max_by_key(|it| it.rates.len());
    let steps = || longest.into_iter().flat_map(|it| it.rates.keys());
    let lr: Vec<f64> = longest.into_iter().flat_map(|it| it.rates.values().copied()).collect();
    let losses: Vec<Vec<Option<f64>>> = seeds.iter().map(|it| it.column(metric, steps())).collect();
    let (reading, edge_spread) = match combine(&lr, &losses) {
        Ok(combined) => (combined.reading, combined.edge_spread),
        Err(problems) => (nothing(&told(&problems)), None),
    };
    let parameters = rules.values(configuration);
    ConfigurationReading { configuration, parameters, reading, edge_spread }
}

fn nothing(why: &str) -> Reading {
    Reading { why: Some(why.to_owned()), ..Reading::default() }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
