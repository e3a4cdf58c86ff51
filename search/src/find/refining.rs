//! The later stages: further rates around the best, and further seeds where rates cannot be told apart.

use super::{Search, Stage, Wanted, words};
use crate::{
    answer::{Analysis, Interval, Observation, analyze},
    sweep::RATES_A_DECADE,
};

/// Where the best rate may lie beyond those tried, the next one lies half a decade on.
const STRIDE: u64 = RATES_A_DECADE / 2;

/// The best rate is not believed before it was seen with so many seeds, where it may have as many: a curve through
/// single trials may be narrow by luck.
const SEEDS_MIN: u64 = 2;

impl Search<'_> {
    /// What is wanted next, or why nothing is.
    pub(super) fn refine(&self) -> Result<Wanted, String> {
        let analysis = analyze(&self.observations, self.sweep.metric.goal, self.sweep.seed);
        let best = analysis
            .best
            .and_then(|best| self.tried.iter().position(|it| it.rate == best.configuration));
        let Some(best) = best else { return self.lower() };
        if let Some(wanted) = self.beyond(best) {
            return Ok(wanted);
        }
        if let Some(interval) = analysis.interval
            && interval.high / interval.low <= self.find.interval
        {
            let is_sure = self.tried[best].seeds >= self.sweep.replicates.min(SEEDS_MIN);
            return if is_sure {
                self.narrow_enough(&interval)
            } else {
                self.seeds(best, &analysis)
            };
        }
        match self.closer(best) {
            Some(wanted) => Ok(wanted),
            None => self.seeds(best, &analysis),
        }
    }

    /// The interval is as narrow as asked. Where no rate inside it was tried, the one in its middle is.
    fn narrow_enough(&self, interval: &Interval) -> Result<Wanted, String> {
        let (low, high) = (words(interval.low), words(interval.high));
        let middle = self.nearest(interval.middle);
        let is_inside = |it: &Observation| (interval.low..=interval.high).contains(&it.lr);
        if self.observations.iter().any(is_inside) || self.tried.iter().any(|it| it.rate == middle)
        {
            return Err(format!("the best rate lies between {low} and {high}, as narrow as asked"));
        }
        let why = format!("the best rate lies between {low} and {high}; the middle of that");
        Ok(self.rates_wanted(vec![middle], &why))
    }

    /// No rate has a mean: lower ones may train.
    fn lower(&self) -> Result<Wanted, String> {
        let lowest = self.tried.first().map_or(0, |it| it.rate);
        if self.tried.iter().all(|it| it.diverged == 0) {
            return Err(
                "no trial came to a result; `retry` trains those that failed again".to_owned()
            );
        }
        if lowest == 0 {
            let rate = self.rate(0);
            return Err(format!(
                "every rate diverged, down to {rate}; search lower ones, with a smaller `min`"
            ));
        }
        let mut rates = vec![lowest.saturating_sub(STRIDE), lowest.saturating_sub(2 * STRIDE)];
        rates.dedup();
        Ok(self.rates_wanted(rates, "every rate so far diverged; lower ones"))
    }

    /// A rate beyond those tried, where the best stands at their end.
    fn beyond(&self, best: usize) -> Option<Wanted> {
        let best = self.tried[best].rate;
        let last = self.sweep.rates() - 1;
        let (first, end) = (self.tried.first()?.rate, self.tried.last()?.rate);
        let (next, which) = if best == first && best > 0 {
            (best.saturating_sub(STRIDE), "lowest")
        } else if best == end && best < last {
            ((best + STRIDE).min(last), "highest")
        } else {
            return None;
        };
        let why = format!("{} is the {which} rate so far and the best; beyond it", self.rate(best));
        Some(self.rates_wanted(vec![next], &why))
    }

    /// Rates half-way to the neighbours of the best, where those lie farther than the interval asked for allows.
    fn closer(&self, at: usize) -> Option<Wanted> {
        let best = self.tried[at].rate;
        let below = at.checked_sub(1).map(|it| self.tried[it].rate);
        let above = self.tried.get(at + 1).map(|it| it.rate);
        let is_far = |it: &u64| it.abs_diff(best) > self.gap_max();
        let rates: Vec<u64> = [below, above]
            .into_iter()
            .flatten()
            .filter(is_far)
            .map(|it| it.midpoint(best))
            .collect();
        let why =
            format!("{} is the best rate so far; half-way to its neighbours", self.rate(best));
        (!rates.is_empty()).then(|| self.rates_wanted(rates, &why))
    }

    /// How far a neighbour of the best may lie on the lattice, so that the two bound an interval as narrow as asked.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a few dozen"
    )]
    fn gap_max(&self) -> u64 {
        let steps = self.find.interval.log10() * RATES_A_DECADE as f64 / 2.0;
        (steps as u64).max(1)
    }

    fn rates_wanted(&self, rates: Vec<u64>, why: &str) -> Wanted {
        let numbers = rates.into_iter().map(|it| self.number(it, 0)).collect();
        Wanted { numbers, stage: Stage::Rates, why: why.to_owned() }
    }

    /// One more seed for the rates that cannot be told apart and have the fewest, or why there is none.
    fn seeds(&self, best: usize, analysis: &Analysis) -> Result<Wanted, String> {
        let rivals = self.rivals(best, analysis);
        let open: Vec<(u64, u64)> =
            rivals.iter().filter_map(|it| Some((*it, self.next_seed(*it)?))).collect();
        let Some(fewest) = open.iter().map(|it| it.1).min() else {
            let known = match analysis.interval {
                Some(it) => format!("between {} and {}", words(it.low), words(it.high)),
                None => format!("nowhere for certain ({})", analysis.why.join("; ")),
            };
            let seeds = self.sweep.replicates;
            return Err(format!(
                "the best rate lies {known}; `replicates: {seeds}` allows no more seeds"
            ));
        };
        let chosen = open.into_iter().filter(|it| it.1 == fewest);
        let numbers = chosen.map(|(rate, seed)| self.number(rate, seed)).collect();
        let why = format!("seed number {} for rates that cannot be told apart", fewest + 1);
        Ok(Wanted { numbers, stage: Stage::Seeds, why })
    }

    /// The rates that the best one is among: itself, those tied with it and its neighbours. Worse ones nearby
    /// say as much about where the lowest point lies as the best does itself. Those nearest to the best come first.
    fn rivals(&self, best: usize, analysis: &Analysis) -> Vec<u64> {
        let tied: Vec<u64> = analysis.tied.iter().flatten().map(|it| it.configuration).collect();
        let is_near = |at: usize| at.abs_diff(best) <= 1;
        let all = self.tried.iter().enumerate().filter(|(_, it)| it.is_candidate());
        let rivals = all.filter(|(at, it)| is_near(*at) || tied.contains(&it.rate));
        let mut rivals: Vec<u64> = rivals.map(|it| it.1.rate).collect();
        rivals.sort_by_key(|it| it.abs_diff(self.tried[best].rate));
        rivals
    }
}
