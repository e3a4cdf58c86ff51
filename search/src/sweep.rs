//! A sweep: one question put to the service, and the trials that answer it.
//!
//! A trial is a number. Its configuration, seed and replicate follow from the sweep and that number
//! alone, so that any trial can be named, shown and run again without a record of it.

mod distribution;
mod lattice;
mod plan;
mod probing;
mod ramp;
mod reading;
mod schema;
mod sobol;
mod subject;

pub use distribution::{Distribution, Shape};
pub use lattice::{Find, RATES_A_DECADE, RangeTests};
pub use plan::{Place, Planned};
pub use schema::schema;
pub use subject::Subject;

use crate::{config::TrialConfig, document::Node, metric::Metric, stopping::Stopping};

/// The most trials in a sweep. They are written in one transaction; this keeps it to seconds.
pub const TRIALS_MAX: u64 = 250_000;

/// A sweep that can be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What people call it.
    pub name: String,
    /// How configurations are chosen.
    pub method: Method,
    /// What decides.
    pub metric: Metric,
    /// What varies.
    pub parameters: Vec<Parameter>,
    /// How many trials differ in the seed alone.
    pub replicates: u64,
    /// Seeds everything random; replicate r trains with `seed` + r.
    pub seed: u64,
    /// Which workers may train it.
    pub resources: Resources,
    /// How often a trial may fail, or lose its worker, before we give it up.
    pub attempts_max: u32,
    /// Which trials are ended before their time; nothing where all train to their end.
    pub stopping: Option<Stopping>,
    /// Sweeps with a higher one go first.
    pub priority: i32,
    /// How many configurations there are; for `find`, how many it may choose from.
    pub configurations: u64,
    /// How `find` is to search; nothing for the other methods.
    pub find: Option<Find>,
    /// The sections of a configuration, before the parameters are put in.
    base: Node,
}

/// How configurations are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every combination of every parameter's points.
    Grid,
    /// Drawn independently.
    Random,
    /// A scrambled Sobol' sequence: drawn, but evenly spread.
    Sobol,
    /// One run whose rate rises from the smallest to the largest.
    RangeTest,
    /// Range tests first, then rates where they point, then seeds where rates cannot be told apart.
    Find,
}

/// Something that varies between configurations.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// What the sweep calls it: a dotted path into the configuration, or `lr`.
    pub name: String,
    /// Which values it takes.
    pub distribution: Distribution,
}

/// Which workers may train a sweep's trials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resources {
    /// The kind of device; nothing for any.
    pub device: Option<String>,
    /// Labels that a worker must carry.
    pub labels: Vec<(String, String)>,
}

impl Method {
    /// Every method, by the name that a sweep uses.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("grid", Self::Grid),
        ("random", Self::Random),
        ("sobol", Self::Sobol),
        ("range_test", Self::RangeTest),
        ("find", Self::Find),
    ];

    /// The name that a sweep uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Random => "random",
            Self::Sobol => "sobol",
            Self::RangeTest => "range_test",
            Self::Find => "find",
        }
    }
}

impl Parameter {
    /// The dotted path that the name stands for.
    pub fn path(&self) -> &str {
        full_path(&self.name)
    }
}

impl Resources {
    /// Whether a worker on `device` with `labels` will do.
    pub fn admit<'a>(&self, device: &str, label: impl Fn(&str) -> Option<&'a str>) -> bool {
        let kind = device.split(':').next().unwrap_or_default();
        self.device.as_ref().is_none_or(|it| it == kind)
            && self.labels.iter().all(|(key, value)| label(key) == Some(value))
    }
}

impl Sweep {
    /// How many trials there are; for `find`, how many there could be.
    pub fn trials(&self) -> u64 {
        self.configurations * self.replicates
    }

    /// One of the sweep's configurations, for what they have in common.
    pub fn example(&self) -> Option<TrialConfig> {
        TrialConfig::read(&self.usual()).ok()
    }

    /// The same as a document. A search begins with a range test, which has little in common with the others.
    fn usual(&self) -> Node {
        self.plan(u64::from(self.method == Method::Find)).config
    }
}

/// `lr` is short for `optimizer.lr`.
fn full_path(name: &str) -> &str {
    if name == "lr" { "optimizer.lr" } else { name }
}

/// Whether `path` is `of`, or lies inside it.
fn inside(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
