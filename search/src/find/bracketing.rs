//! The first two stages: range tests, and a few rates in the bracket that they name.

use super::{Search, Stage, Wanted};
use crate::{
    config::TrialConfig,
    range_test::{Bracket, Readings, Updates},
    sweep::RATES_A_DECADE,
};

/// Where a range test names no bracket, rates are tried at least this far apart over the whole range: half a decade,
/// as wide as a good rate's surroundings usually are.
const COARSE: u64 = RATES_A_DECADE / 2;

impl Search<'_> {
    /// The range tests that are still to be run.
    pub(super) fn range_tests(&self) -> Option<Wanted> {
        let seeds = self.find.range_test.replicates;
        let numbers: Vec<u64> = (0..seeds)
            .map(|it| self.range_test_number(it))
            .filter(|it| !self.trials.ended.contains_key(it))
            .collect();
        let last = self.sweep.rates().saturating_sub(1);
        let why = format!(
            "range tests, {seeds} of {} updates each, from {} to {}",
            self.sweep.range_test_updates(),
            self.rate(0),
            self.rate(last)
        );
        (!numbers.is_empty()).then_some(Wanted { numbers, stage: Stage::RangeTest, why })
    }

    /// The rates that are tried first: evenly spread over the bracket, or over everything where there is none.
    pub(super) fn first_rates(&self) -> Wanted {
        let last = self.sweep.rates().saturating_sub(1);
        let (low, high, points, why) = match self.bracket() {
            Ok(bracket) => {
                let (low, high) = (self.nearest(bracket.low), self.nearest(bracket.high));
                let why = format!("between {} and {}", self.rate(low), self.rate(high));
                (low, high, self.find.points, format!("{why}, where the range test points"))
            }
            Err(why) => {
                let points = self.find.points.max(last.div_ceil(COARSE) + 1);
                (
                    0,
                    last,
                    points,
                    format!("over the whole range, for the range test names no bracket ({why})"),
                )
            }
        };
        let mut rates: Vec<u64> = (0..points)
            .map(|it| low + ((high - low) * it + (points - 1) / 2) / (points - 1))
            .collect();
        rates.dedup();
        let why = format!("{} rates {why}", rates.len());
        let numbers = rates.into_iter().map(|it| self.number(it, 0)).collect();
        Wanted { numbers, stage: Stage::Bracket, why }
    }

    /// Where the range tests say that it is worth searching, or why they do not say.
    fn bracket(&self) -> Result<Bracket, String> {
        let number = self.range_test_number(0);
        let config = TrialConfig::read(&self.sweep.plan(number).config);
        let updates = config.ok().and_then(|it| Updates::of(&it)).ok_or("it has no updates")?;
        let seeds = (0..self.find.range_test.replicates).map(|it| self.range_test_number(it));
        let curves: Vec<_> = seeds.filter_map(|it| self.trials.curves.get(&it).cloned()).collect();
        if curves.is_empty() {
            return Err("none was run to its end".to_owned());
        }
        let readings = Readings::of(&updates, &curves, &self.sweep.metric, None);
        let why = || readings.reading.why.clone().unwrap_or_else(|| "it says nothing".to_owned());
        readings.reading.bracket.ok_or_else(why)
    }

    /// The rate of the lattice that lies nearest to `lr`.
    pub(super) fn nearest(&self, lr: f64) -> u64 {
        let distance = |rate: &u64| {
            let it = self.sweep.place(self.number(*rate, 0)).lr.unwrap_or(f64::INFINITY);
            (it / lr).ln().abs()
        };
        let rates = 0..self.sweep.rates();
        rates.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }
}
