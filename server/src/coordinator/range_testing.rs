//! Range tests: the curves that their trials reported, and how those read.

use std::collections::{BTreeMap, BTreeSet};

use search::{
    config::TrialConfig,
    curve::{self, Points, Series},
    document::Node,
    range_test::{Readings, Updates},
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

/// A range test, and how it reads.
#[derive(Clone, Debug)]
pub struct RangeTest {
    /// The sweep.
    pub sweep: String,
    /// A curve a trial.
    pub curves: Vec<RangeCurve>,
    /// How they read together, where they differ in nothing but the seed.
    pub together: Readings,
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
    /// What all of its metrics say.
    pub readings: Readings,
}

/// What one trial reported.
struct Run {
    trial: Stored,
    seed: u64,
    /// All updates that it is to report.
    updates: Updates,
    /// The accuracy that guessing comes to.
    chance: Option<f64>,
    series: Vec<Series>,
}

impl Coordinator {
    /// The curves of a range test, and how they read. `chance` is the accuracy that guessing comes to, for data of
    /// which that is not known here.
    pub async fn range_test(&self, id: &str, chance: Option<f64>) -> Result<RangeTest, Error> {
        let rules = self.rules_of(&self.sweep(id).await?)?;
        if !matches!(rules.method, Method::RangeTest | Method::Find) {
            return Err(Error::NotFound("range test", id.to_owned()));
        }
        let filter = TrialFilter { measured: true, ..TrialFilter::default() };
        let mut runs = Vec::new();
        let trials = self.trials(id, &filter, TRIALS_MAX).await?;
        for trial in trials.into_iter().filter(|it| rules.is_range_test(it.configuration)) {
            let points = self.points(&trial).await?;
            runs.extend(Run::of(trial, &rules, &points));
        }
        let configurations: BTreeSet<u64> = runs.iter().map(|it| it.trial.configuration).collect();
        let readings: Vec<ConfigurationReading> =
            configurations.into_iter().map(|it| read(&rules, it, &runs, chance)).collect();
        let together = match readings.as_slice() {
            [] => Readings::none("no trial has reported yet"),
            [only] => only.readings.clone(),
            _ => Readings::none("the configurations differ in more than the seed; see `readings`"),
        };
        let curves = runs.iter().map(Run::curve).collect();
        Ok(RangeTest { sweep: id.to_owned(), curves, together, readings })
    }
}

impl Run {
    /// What `trial` reported; nothing where its configuration has no ramp.
    fn of(trial: Stored, rules: &Sweep, points: &[Points]) -> Option<Self> {
        let planned = rules.plan(trial.number);
        let config = TrialConfig::read(&planned.config).ok()?;
        let (updates, chance) = (Updates::of(&config)?, config.train.chance());
        Some(Self { trial, seed: planned.seed, updates, chance, series: curve::series(points) })
    }

    fn curve(&self) -> RangeCurve {
        let made = self.updates.made(&self.series);
        let every = made.div_ceil(SHOWN_MAX).max(1);
        let shown = |it: Vec<Option<f64>>| it.into_iter().take(made).step_by(every).collect();
        let metrics = self.series.iter().filter(|it| it.metric != "lr");
        let mut points: BTreeMap<String, Vec<Option<f64>>> =
            metrics.map(|it| (it.metric.clone(), shown(self.updates.values(it)))).collect();
        let rates = self.updates.lr.iter().copied().map(Some).collect();
        points.insert("lr".to_owned(), shown(rates));
        RangeCurve {
            trial: self.trial.id.clone(),
            configuration: self.trial.configuration,
            seed: self.seed,
            points,
        }
    }
}

/// How the seeds of one configuration read together.
fn read(
    rules: &Sweep,
    configuration: u64,
    runs: &[Run],
    chance: Option<f64>,
) -> ConfigurationReading {
    let seeds = || runs.iter().filter(|it| it.trial.configuration == configuration);
    let series: Vec<Vec<Series>> = seeds().map(|it| it.series.clone()).collect();
    let of = |it: &Run| Readings::of(&it.updates, &series, &rules.metric, chance.or(it.chance));
    let readings = seeds().next().map(of).unwrap_or_default();
    ConfigurationReading { configuration, parameters: rules.values(configuration), readings }
}
