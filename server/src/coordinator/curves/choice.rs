//! Which curves are shown of more trials than a plot can show.

use std::collections::BTreeSet;

use search::metric::Goal;

use crate::{
    coordinator::Coordinator,
    error::Error,
    store::{Key, Order, Stored, StoredSweep, TrialFilter, TrialPlace},
};

/// Which trials of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// By their numbers, those after this one.
    After(Option<u64>),
    /// The best, and others from all over the sweep.
    Fair,
}

/// One of so many in a fair choice is one of the best.
const BEST_SHARE: u64 = 20;
/// The fractional parts of its multiples are spread evenly, and keep step with no grid.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

impl Coordinator {
    /// Up to `max` trials of a sweep that have reported, by number, and whether there are more after them.
    pub(super) async fn chosen(
        &self,
        sweep: &StoredSweep,
        goal: Goal,
        choice: Choice,
        max: u32,
    ) -> Result<(Vec<Stored>, bool), Error> {
        let begun = begun(sweep);
        let after = match choice {
            Choice::Fair if begun > u64::from(max) => {
                return Ok((self.fairly_chosen(sweep, goal, begun, max).await?, false));
            }
            Choice::Fair => None,
            Choice::After(after) => after,
        };
        let after = after.map(|number| TrialPlace { number, key: None });
        let filter = TrialFilter { measured: true, after, ..TrialFilter::default() };
        // One more than is wanted tells whether there are more.
        let mut trials = self.trials(&sweep.id, &filter, max + 1).await?;
        let goes_on = trials.len() > max as usize;
        trials.truncate(max as usize);
        Ok((trials, goes_on))
    }

    async fn fairly_chosen(
        &self,
        sweep: &StoredSweep,
        goal: Goal,
        begun: u64,
        max: u32,
    ) -> Result<Vec<Stored>, Error> {
        let best = u64::from(max).div_ceil(BEST_SHARE);
        let order = Order { by: Key::Value, descending: goal == Goal::Maximize };
        let filter = TrialFilter { measured: true, order, ..TrialFilter::default() };
        let best = self.trials(&sweep.id, &filter, u32::try_from(best).unwrap_or(max)).await?;
        let mut numbers: BTreeSet<u64> = best.iter().map(|it| it.number).collect();
        numbers.extend(spread(begun, u64::from(max) - numbers.len() as u64));
        let mut trials = self.store.trials_numbered(&sweep.id, numbers.iter().copied()).await?;
        trials.retain(|it| it.next_seq > 0);
        Ok(trials)
    }
}

/// How many trials of a sweep have begun. Of those that were cancelled hardly any had.
pub(super) fn begun(sweep: &StoredSweep) -> u64 {
    let counts = &sweep.counts;
    u64::try_from(counts.all() - counts.queued - counts.cancelled).unwrap_or(0)
}

/// One number of each of `count` stretches of the numbers below `all`, of which there are at least as many.
fn spread(all: u64, count: u64) -> impl Iterator<Item = u64> {
    (0..count).map(move |stretch| {
        let (from, to) = (stretch * all / count, (stretch + 1) * all / count);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of a stretch"
        )]
        let part = ((stretch as f64 * GOLDEN).fract() * (to - from) as f64) as u64;
        from + part.min(to - from - 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_each_stretch_is_taken() {
        let numbers: Vec<u64> = spread(100_000, 475).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b));
        assert!(numbers[0] < 211 && numbers[474] > 99_788, "{} {}", numbers[0], numbers[474]);
        assert_eq!(spread(7, 7).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn what_repeats_within_the_sweep_is_met_at_each_of_its_places() {
        for period in [2, 4, 10, 200] {
            let met: BTreeSet<u64> = spread(100_000, 475).map(|it| it % period).collect();
            assert!(met.len() as u64 > period * 4 / 5, "{} of {period}", met.len());
        }
    }
}
