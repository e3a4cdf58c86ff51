//! What a search has done so far, and how it stands. Nobody has kept it: it is decided again from the beginning.

use super::{Decision, Stage, Trials, budget, grid_cost, next, spent};
use crate::sweep::Sweep;

/// What a search has done so far.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// What it is at.
    pub stage: Stage,
    /// Each decision in words, and how many trials it brought.
    pub decisions: Vec<(String, u64)>,
    /// What it has cost, in trials, with what is under way.
    pub cost: f64,
    /// What it may cost.
    pub budget: f64,
    /// What a plain grid would cost.
    pub grid_cost: f64,
    /// How it ended, where it has.
    pub end: Option<String>,
}

/// What the search `sweep` has done so far. `ended` are the trials that are over, `open` the numbers of the others.
/// Nothing for a sweep that is no search.
pub fn history(sweep: &Sweep, ended: &Trials, open: &[u64]) -> Option<History> {
    let mut history = History {
        stage: Stage::RangeTest,
        decisions: Vec::new(),
        cost: spent(sweep, &with(ended, open)),
        budget: budget(sweep)?,
        grid_cost: grid_cost(sweep),
        end: None,
    };
    let mut known = Trials::default();
    loop {
        match next(sweep, &known)? {
            Decision::Done { why } => {
                history.stage = Stage::Done;
                history.end = Some(why);
                return Some(history);
            }
            Decision::Train { numbers, stage, why } => {
                history.stage = stage;
                let exists = |it: &u64| ended.ended.contains_key(it) || open.contains(it);
                if !numbers.iter().all(exists) {
                    return Some(history);
                }
                history.decisions.push((why, numbers.len() as u64));
                if numbers.iter().any(|it| open.contains(it)) {
                    return Some(history);
                }
                for number in numbers {
                    known.ended.extend(ended.ended.get(&number).map(|it| (number, *it)));
                    known.curves.extend(ended.curves.get(&number).map(|it| (number, it.clone())));
                }
            }
        }
    }
}

/// `ended` and those that are under way, for what they cost.
fn with(ended: &Trials, open: &[u64]) -> Trials {
    let mut all = Trials { ended: ended.ended.clone(), ..Trials::default() };
    all.ended.extend(open.iter().map(|it| (*it, super::Ended::Lost)));
    all
}
