//! What the trials of a study have told, and how it is asked for.

use search::{curve::Series, document::Node};

use crate::Error;

/// What the sweeps of a study have told.
#[derive(Clone, Debug, Default)]
pub struct Records(Vec<Record>);

/// What a sweep has told.
#[derive(Clone, Debug)]
pub struct Record {
    /// The sweep's name.
    pub sweep: String,
    /// Its trials.
    pub trials: Vec<Trial>,
}

/// What a trial has told.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The values of what its sweep varies.
    pub parameters: Node,
    /// Its rate; nothing for a range test.
    pub lr: Option<f64>,
    /// What it was seeded with.
    pub seed: u64,
    /// All that it reported.
    pub series: Vec<Series>,
}

/// The trials of one configuration, a seed each.
#[derive(Clone, Debug)]
pub(crate) struct Seeds<'a> {
    sweep: &'a str,
    trials: Vec<&'a Trial>,
}

impl Records {
    /// Adds what a sweep has told.
    pub fn add(&mut self, record: Record) {
        self.0.push(record);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn has(&self, sweep: &str) -> bool {
        self.0.iter().any(|it| it.sweep == sweep)
    }

    pub(crate) fn sweep(&self, name: &str) -> Result<&Record, Error> {
        self.0.iter().find(|it| it.sweep == name).ok_or_else(|| Error::untold(name, "was not run"))
    }
}

impl Record {
    /// All its trials.
    pub(crate) fn all(&self) -> Seeds<'_> {
        Seeds { sweep: &self.sweep, trials: self.trials.iter().collect() }
    }

    /// The trials whose parameter `name` has this value; yes is 1 and no is 0.
    pub(crate) fn with(&self, name: &str, value: f64) -> Seeds<'_> {
        self.all().with(name, value)
    }

    /// The rates that were tried, from the lowest to the highest.
    pub(crate) fn rates(&self) -> Vec<f64> {
        let mut rates: Vec<f64> = self.trials.iter().filter_map(|it| it.lr).collect();
        rates.sort_by(f64::total_cmp);
        rates.dedup_by(|a, b| is_same(*a, *b));
        rates
    }

    /// The seeds, each once.
    pub(crate) fn seeds(&self) -> Vec<u64> {
        let mut seeds: Vec<u64> = self.trials.iter().map(|it| it.seed).collect();
        seeds.sort_unstable();
        seeds.dedup();
        seeds
    }
}

impl<'a> Seeds<'a> {
    /// Those whose parameter `name` has this value.
    pub(crate) fn with(mut self, name: &str, value: f64) -> Self {
        self.trials.retain(|it| it.setting(name).is_some_and(|it| is_same(it, value)));
        self
    }

    /// The trial with this seed.
    pub(crate) fn seeded(&self, seed: u64) -> Result<&'a Trial, Error> {
        let found = self.trials.iter().find(|it| it.seed == seed).copied();
        found.ok_or_else(|| Error::untold(self.sweep, format!("has no trial with seed {seed}")))
    }

    /// The curve of each seed, by the seeds' order: all finite, and equally long.
    pub(crate) fn curves(&self, metric: &str) -> Result<Vec<Vec<f64>>, Error> {
        let untold = |problem: String| Error::untold(self.sweep, problem);
        let mut trials = self.trials.clone();
        trials.sort_by_key(|it| it.seed);
        let curves = trials.into_iter().map(|trial| {
            let curve: Option<Vec<f64>> =
                trial.curve(metric).and_then(|it| it.values.iter().copied().collect());
            curve.ok_or_else(|| untold(format!("seed {} has no whole {metric}", trial.seed)))
        });
        let curves = curves.collect::<Result<Vec<_>, _>>()?;
        match curves.first().map(Vec::len) {
            None | Some(0) => Err(untold(format!("no trial tells its {metric}"))),
            Some(length) if curves.iter().any(|it| it.len() != length) => {
                Err(untold(format!("the seeds' {metric} differ in length")))
            }
            Some(_) => Ok(curves),
        }
    }

    /// What each seed measured at point number `point`: where points come once an epoch, after so many
    /// epochs.
    pub(crate) fn at(&self, metric: &str, point: usize) -> Result<Vec<f64>, Error> {
        let at = |curve: Vec<f64>| {
            let value = curve.get(point).copied();
            value.ok_or_else(|| Error::untold(self.sweep, format!("{metric} ends before {point}")))
        };
        self.curves(metric)?.into_iter().map(at).collect()
    }

    /// How many updates each of them made, if all made as many.
    pub(crate) fn updates(&self) -> Result<u64, Error> {
        let made = self.trials.iter().filter_map(|it| it.series.first()?.steps.last().copied());
        let mut made: Vec<u64> = made.collect();
        made.dedup();
        match made[..] {
            [made] => Ok(made),
            _ => Err(Error::untold(self.sweep, "the seeds' runs differ in length")),
        }
    }

    /// What each seed measured last.
    pub(crate) fn last(&self, metric: &str) -> Result<Vec<f64>, Error> {
        let curves = self.curves(metric)?;
        Ok(curves.iter().filter_map(|it| it.last().copied()).collect())
    }
}

impl Trial {
    /// The curve of a metric.
    pub(crate) fn curve(&self, metric: &str) -> Option<&Series> {
        self.series.iter().find(|it| it.metric == metric)
    }

    /// What a metric was after so many updates; nothing where it was not finite or training had ended.
    pub(crate) fn after(&self, metric: &str, updates: u64) -> Option<f64> {
        let curve = self.curve(metric)?;
        let at = curve.steps.binary_search(&updates).ok()?;
        curve.values.get(at).copied().flatten()
    }

    fn setting(&self, name: &str) -> Option<f64> {
        match self.parameters.get(name) {
            Some(Node::Bool(it)) => Some(f64::from(u8::from(*it))),
            Some(node) => node.number(),
            None if name == "lr" => self.lr,
            None => None,
        }
    }
}

/// Whether two settings are one, written down and read again.
fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}
