//! The later stages: further rates around the best, and further seeds where rates cannot be told apart.

use super::{
    Search, Stage, Wanted,
    bracketing::between,
    standing::{Standing, standing},
};
use crate::sweep::RATES_A_DECADE;

/// Where the best rate may lie beyond those tried, the next one lies half a decade on.
const STRIDE: u64 = RATES_A_DECADE / 2;

impl Search<'_> {
    /// What is wanted next, or why nothing is.
    pub(super) fn refine(&self) -> Result<Wanted, String> {
        let Some(standing) = standing(&self.tried) else { return self.lower() };
        match self.beyond(&standing).or_else(|| self.closer(&standing)) {
            Some(wanted) => Ok(wanted),
            None => self.seeds(&standing),
        }
    }

    /// No rate has a mean: lower ones may train.
    fn lower(&self) -> Result<Wanted, String> {
        let lowest = self.tried.first().map_or(0, |it| it.rate);
        if !self.tried.iter().any(|it| it.diverged) {
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
    fn beyond(&self, standing: &Standing) -> Option<Wanted> {
        let best = self.tried[standing.best].rate;
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
    fn closer(&self, standing: &Standing) -> Option<Wanted> {
        let at = standing.best;
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
        let named: Vec<String> = rates.iter().map(|it| self.rate(*it)).collect();
        let why = format!("{why}: {}", named.join(", "));
        let numbers = rates.into_iter().map(|it| self.number(it, 0)).collect();
        Wanted { numbers, stage: Stage::Rates, why }
    }

    /// One more seed for the rates that cannot be told apart and have the fewest; or why none is needed, or of use.
    fn seeds(&self, standing: &Standing) -> Result<Wanted, String> {
        let bounds = standing.bounds.map(|(low, high)| (self.lr(low), self.lr(high)));
        if let Some((low, high)) = bounds
            && high / low <= self.find.interval * (1.0 + 1e-9)
        {
            return Err(format!("the best rate lies {}, as narrow as asked", between(low, high)));
        }
        // While nothing is known of the noise the neighbours may be as good.
        let end = (standing.best + 2).min(self.tried.len());
        let around: Vec<usize> = (standing.best.saturating_sub(1)..end).collect();
        let rivals = if bounds.is_some() { &standing.tied } else { &around };
        let trained = rivals.iter().map(|it| &self.tried[*it]).filter(|it| it.mean().is_some());
        let rivals: Vec<u64> = trained.map(|it| it.rate).collect();
        let open = rivals.iter().filter_map(|it| Some((*it, self.next_seed(*it)?)));
        let fewest = open.clone().map(|it| it.1).min();
        let Some(fewest) = fewest else {
            let known = bounds
                .map_or("nowhere certain, with one seed each".to_owned(), |(low, high)| {
                    between(low, high)
                });
            let seeds = self.sweep.replicates;
            return Err(format!(
                "the best rate lies {known}; {seeds} seeds a rate, the most asked for, tell no more"
            ));
        };
        let chosen: Vec<(u64, u64)> = open.filter(|it| it.1 == fewest).collect();
        let named: Vec<String> = chosen.iter().map(|it| self.rate(it.0)).collect();
        let numbers = chosen.into_iter().map(|(rate, seed)| self.number(rate, seed)).collect();
        let why = format!(
            "seed number {} for the rates that cannot be told apart: {}",
            fewest + 1,
            named.join(", ")
        );
        Ok(Wanted { numbers, stage: Stage::Seeds, why })
    }

    /// The rate that stands at place `at` among those tried.
    fn lr(&self, at: usize) -> f64 {
        self.sweep.place(self.number(self.tried[at].rate, 0)).lr.unwrap_or(f64::NAN)
    }
}
