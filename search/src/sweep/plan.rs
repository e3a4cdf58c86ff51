//! From a trial's number to all that it trains with.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use super::{Distribution, Method, Parameter, Sweep, full_path, ramp, sobol::Sobol};
use crate::{config::TrialConfig, document::Node};

/// Where a trial stands in its sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its number, from 0.
    pub number: u64,
    /// Which configuration it trains.
    pub configuration: u64,
    /// Its learning rate; nothing for a range test, which has many.
    pub lr: Option<f64>,
}

/// A trial as planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Its place in the sweep, from 0.
    pub number: u64,
    /// Which configuration it trains.
    pub configuration: u64,
    /// Which of the configuration's replicates it is.
    pub replicate: u64,
    /// Seeds everything random in it.
    pub seed: u64,
    /// The sections of a configuration.
    pub config: Node,
    /// Its learning rate; nothing for a range test, which has many.
    pub lr: Option<f64>,
}

impl Planned {
    /// What it shares with those of the same sweep that it can be trained together with; nothing where it is trained
    /// alone. They have their metric and their rungs in common as it is.
    pub fn bundle_key(&self) -> Option<String> {
        // A configuration that does not add up fails alone, and tells why.
        TrialConfig::read(&self.config).ok()?.bundle_key()
    }
}

impl Sweep {
    /// Trial number `number`. All configurations come once before any comes with a second seed, so
    /// that a sweep cut short has seen the whole space.
    pub fn plan(&self, number: u64) -> Planned {
        let Place { configuration, lr, .. } = self.place(number);
        let replicate = number / self.configurations;
        let config = self.configuration(configuration);
        let seed = (self.seed + replicate) & i64::MAX.unsigned_abs();
        Planned { number, configuration, replicate, seed, config, lr }
    }

    /// Where trial number `number` stands: as much of its plan as is quick to say of a hundred thousand.
    pub fn place(&self, number: u64) -> Place {
        let configuration = number % self.configurations;
        let varies = self.parameters.iter().position(|it| it.path() == "optimizer.lr");
        let fixed =
            || self.base.get("optimizer").and_then(|it| it.get("lr")).and_then(Node::number);
        let rate = || varies.map_or_else(fixed, |at| self.values(configuration)[at].1.number());
        let lr = if self.is_range_test(configuration) { None } else { rate() };
        Place { number, configuration, lr }
    }

    /// Configuration number `index`: the base with each parameter's value put in.
    fn configuration(&self, index: u64) -> Node {
        let mut config = self.base.clone();
        for (name, value) in self.values(index) {
            config.put(full_path(&name), value);
        }
        match self.method {
            Method::RangeTest => ramp::put(&mut config, &self.parameters),
            Method::Find if self.is_range_test(index) => self.put_range_test(&mut config),
            Method::Grid | Method::Random | Method::Sobol | Method::Find => (),
        }
        config
    }

    /// The values that configuration number `index` gives the parameters.
    pub fn values(&self, index: u64) -> Vec<(String, Node)> {
        let named = |values: Vec<Node>| {
            self.parameters.iter().map(|it| it.name.clone()).zip(values).collect::<Vec<_>>()
        };
        match self.method {
            Method::Grid => {
                let index = if self.stopping.is_some() {
                    spread(index, self.configurations)
                } else {
                    index
                };
                named(cell(self.parameters.iter().map(|it| &it.distribution), index))
            }
            Method::Random => {
                let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
                rng.set_stream(index);
                named(self.parameters.iter().map(|it| it.distribution.at(unit(&mut rng))).collect())
            }
            Method::Sobol => {
                let point = Sobol::new(self.parameters.len(), self.seed).point(index);
                let value = |(it, u): (&Parameter, f64)| it.distribution.at(u);
                named(self.parameters.iter().zip(point).map(value).collect())
            }
            Method::RangeTest => self.ramp(index),
            Method::Find => {
                let width = self.rates() + 1;
                let mut values = self.ramp(index / width);
                let lr = self.parameters.iter().position(|it| it.path() == "optimizer.lr");
                if let (Some(at), Some(rate)) = (lr, (index % width).checked_sub(1)) {
                    let lr = &self.parameters[at];
                    values.insert(at, (lr.name.clone(), lr.distribution.point(rate)));
                }
                values
            }
        }
    }

    /// A range test varies the rate within a trial, and whatever else is listed between them.
    fn ramp(&self, index: u64) -> Vec<(String, Node)> {
        let others = || self.parameters.iter().filter(|it| it.path() != "optimizer.lr");
        let values = cell(others().map(|it| &it.distribution), index);
        others().map(|it| it.name.clone()).zip(values).collect()
    }
}

/// The cell that is trained as number `index` of `cells` where trials are stopped early: in golden strides, so that
/// whichever have been trained so far are spread over the whole grid. In a grid's own order each rate up to the best
/// is the best so far, and nothing is stopped; spread out, the best third of any number spans a third of the grid.
fn spread(index: u64, cells: u64) -> u64 {
    // Cells are at most as many as trials, so nothing overflows.
    let mut stride = (cells * 618 / 1_000).max(1);
    while greatest_divisor(stride, cells) != 1 {
        stride += 1;
    }
    // The first ones are not stopped, having nobody to be compared with: they begin in the middle.
    (index * stride + cells / 2) % cells
}

fn greatest_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

/// Cell number `index` of a grid; the last distribution moves fastest.
fn cell<'a>(of: impl DoubleEndedIterator<Item = &'a Distribution>, mut index: u64) -> Vec<Node> {
    let mut values: Vec<Node> = of
        .rev()
        .map(|distribution| {
            let points = distribution.points().unwrap_or(1);
            let value = distribution.point(index % points);
            index /= points;
            value
        })
        .collect();
    values.reverse();
    values
}

/// A number in [0, 1), from the generator's upper 53 bits.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}
