//! What `find` may choose from: a lattice of rates so fine that a search never has to leave it, and a range test.
//!
//! Every trial that a search could ask for has its number before the search begins. For each combination of the
//! other parameters' values configuration 0 is the range test, and each later one a rate of the lattice. So a trial's
//! plan follows from its number, as in every other sweep; which of them come to exist is decided in [`crate::find`].

use super::{Distribution, Method, Parameter, Shape, Sweep, ramp};
use crate::{
    config::Budget,
    document::{Fields, Node, Value},
    range_test,
};

/// So many rates a decade can be told apart: the next one is 5 % higher, which moves no result.
pub const RATES_A_DECADE: u64 = 48;

/// How `find` is to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Find {
    /// What one combination may cost, in trial-equivalents.
    pub budget: f64,
    /// The search is over once the best rate is known to lie between two whose ratio is this.
    pub interval: f64,
    /// So many rates are tried in the bracket at first.
    pub points: u64,
    /// The range tests that it begins with.
    pub range_test: RangeTests,
}

/// The range tests that a search begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeTests {
    /// How many updates each has; where nothing is said, that follows from the trials' own length.
    pub steps: Option<u64>,
    /// How many differ in the seed alone.
    pub replicates: u64,
}

/// A range test lasts at most so many updates unless told otherwise, and a quarter of a trial where that is less:
/// then it and five trials cost no more than five and a quarter. Below the least, the curve says little.
const STEPS_MAX: u64 = 100;
const STEPS_MIN: u64 = 40;

impl Default for Find {
    fn default() -> Self {
        let range_test = RangeTests { steps: None, replicates: 1 };
        Self { budget: 21.0, interval: 2.0, points: 5, range_test }
    }
}

impl Find {
    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let default = Self::default();
        let fields = value.fields()?;
        let budget = fields.or("budget", default.budget, |it| {
            it.number("a number from 1 to 10000", |it| (1.0..=10_000.0).contains(&it))
        });
        let interval = fields.or("interval", default.interval, |it| {
            it.number("a ratio from 1.1 to 100", |it| (1.1..=100.0).contains(&it))
        });
        let points = fields.or("points", default.points, |it| it.whole(3, 50));
        let range_test = fields.or("range_test", default.range_test, RangeTests::read);
        fields.finish();
        Some(Self {
            budget: budget?,
            interval: interval?,
            points: points?,
            range_test: range_test?,
        })
    }
}

impl RangeTests {
    fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let longest = range_test::UPDATES_MAX as u64;
        let steps = fields.optional("steps", |it| it.whole(20, longest));
        let replicates = fields.or("replicates", 1, |it| it.whole(1, 20));
        fields.finish();
        Some(Self { steps: steps?, replicates: replicates? })
    }
}

/// Gives `lr` the lattice, for `find` needs a range of rates to choose from.
pub(super) fn check(
    fields: &Fields<'_>,
    find: &Find,
    replicates: u64,
    parameters: &mut [Parameter],
    unread: &[String],
) {
    let lr = parameters.iter_mut().find(|it| it.path() == "optimizer.lr");
    match lr.map(|it| &mut it.distribution) {
        Some(Distribution::Range { shape: Shape::LogUniform, min, max, points }) if *min < *max => {
            *points = Some(lattice(*min, *max));
        }
        None if unread.iter().any(|it| it == "optimizer.lr") => (),
        Some(_) | None => {
            let message = "find needs `lr`, log-uniform with `min` below `max`";
            fields.note::<()>("parameters", message);
        }
    }
    if find.range_test.replicates > replicates {
        let message = format!("must be no more than `replicates`, which is {replicates}");
        fields.note::<()>("find.range_test.replicates", message);
    }
}

/// How many rates lie between `min` and `max`, both counted.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "numbers of any size span some 600 decades"
)]
fn lattice(min: f64, max: f64) -> u64 {
    ((max.log10() - min.log10()) * RATES_A_DECADE as f64).ceil().max(1.0) as u64 + 1
}

impl Sweep {
    /// How many rates a search may choose from; 0 for the other methods.
    pub fn rates(&self) -> u64 {
        let lr = self.parameters.iter().find(|it| it.path() == "optimizer.lr");
        let points = lr.and_then(|it| it.distribution.points());
        if self.method == Method::Find { points.unwrap_or(0) } else { 0 }
    }

    /// Whether configuration number `index` is a range test.
    pub fn is_range_test(&self, index: u64) -> bool {
        match self.method {
            Method::RangeTest => true,
            Method::Find => index.is_multiple_of(self.rates() + 1),
            Method::Grid | Method::Random | Method::Sobol => false,
        }
    }

    /// How many updates a trial has, where that is known without looking at the data.
    pub fn updates(&self) -> Option<u64> {
        let config = self.example()?;
        match config.train.budget {
            Budget::Steps(steps) => Some(steps),
            Budget::Epochs(epochs) => {
                let rows = config.train.rows()?;
                Some(epochs.saturating_mul(rows.div_ceil(config.train.batch_size)))
            }
        }
    }

    /// How many updates a range test has that a search begins with.
    pub fn range_test_updates(&self) -> u64 {
        let quarter = self.updates().map_or(STEPS_MAX, |it| it / 4);
        let steps = self.find.and_then(|it| it.range_test.steps);
        steps.unwrap_or_else(|| quarter.clamp(STEPS_MIN, STEPS_MAX))
    }

    /// Makes the range test of a search out of `config`, a trial's configuration without a rate.
    pub(super) fn put_range_test(&self, config: &mut Node) {
        let steps = Node::Integer(self.range_test_updates().cast_signed());
        let train = config.get("train");
        let is_synthetic = train.and_then(|it| it.get("synthetic")).is_some();
        config.put(if is_synthetic { "train.synthetic.steps" } else { "train.steps" }, steps);
        config.remove("train.epochs");
        config.remove("train.report_every");
        ramp::put(config, &self.parameters);
    }
}
