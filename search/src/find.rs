//! Searching in stages: which trials of a `find` sweep are to exist, given what those that do came to.
//!
//! A search has no memory of its own. What it has decided is the set of its trials, and what it decides next follows
//! from that set and its results; so a decision may be taken again by anybody, at any time, and comes out the same.
//! Each combination of the other parameters' values is searched on its own, within a budget of its own.

mod bracketing;
mod cost;
mod history;
mod refining;
mod tried;

use std::collections::BTreeMap;

pub use cost::{GRID_POINTS, budget, grid_cost, spent};
pub use history::{History, history};

use crate::{
    answer::Observation,
    curve::Series,
    sweep::{Find, Sweep},
    trial::Outcome,
};
use tried::Tried;

/// What became of the trials of a search that exist. Those that are under way are not here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trials {
    /// How each of them ended, by its number.
    pub ended: BTreeMap<u64, Ended>,
    /// What the range tests among them reported.
    pub curves: BTreeMap<u64, Vec<Series>>,
}

/// How a trial ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ended {
    /// With a result.
    With(Outcome),
    /// Without one: it failed or was cancelled, and its place is not tried again.
    Lost,
}

/// What a search does next, once all of its trials have ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Trains the trials with these numbers.
    Train {
        /// Which; none of them exists.
        numbers: Vec<u64>,
        /// What they are for.
        stage: Stage,
        /// The same in words.
        why: String,
    },
    /// Nothing: it is over.
    Done {
        /// What it ended with, in words.
        why: String,
    },
}

/// What trials of a search are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Range tests: between which rates it is worth searching.
    RangeTest,
    /// The first rates between those.
    Bracket,
    /// Further rates, around the best.
    Rates,
    /// Further seeds, where rates cannot be told apart.
    Seeds,
    /// Nothing more.
    Done,
}

impl Stage {
    /// The stage's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::RangeTest => "range_test",
            Self::Bracket => "bracket",
            Self::Rates => "rates",
            Self::Seeds => "seeds",
            Self::Done => "done",
        }
    }
}

/// The numbers of the trials that exist from a sweep's beginning: all, and of a search those of its first stage.
pub fn opening(sweep: &Sweep) -> Vec<u64> {
    match next(sweep, &Trials::default()) {
        Some(Decision::Train { numbers, .. }) => numbers,
        Some(Decision::Done { .. }) => Vec::new(),
        None => (0..sweep.trials()).collect(),
    }
}

/// What a search does next, now that `trials`, all that exist, have ended. Nothing for a sweep that is no search.
pub fn next(sweep: &Sweep, trials: &Trials) -> Option<Decision> {
    let find = sweep.find?;
    let combinations = 0..sweep.configurations / (sweep.rates() + 1);
    let decisions = combinations.map(|it| Search::new(sweep, find, it, trials).decide());
    decisions.reduce(together)
}

/// What two combinations are to do, side by side. One that is over does not hold the other up.
fn together(a: Decision, b: Decision) -> Decision {
    let both = |a: String, b: String| if a == b { a } else { format!("{a}; {b}") };
    match (a, b) {
        (
            Decision::Train { numbers: mut all, stage, why },
            Decision::Train { numbers, stage: other, why: also },
        ) => {
            all.extend(numbers);
            Decision::Train { numbers: all, stage: stage.min(other), why: both(why, also) }
        }
        (train @ Decision::Train { .. }, Decision::Done { .. })
        | (Decision::Done { .. }, train @ Decision::Train { .. }) => train,
        (Decision::Done { why }, Decision::Done { why: also }) => {
            Decision::Done { why: both(why, also) }
        }
    }
}

/// The search of one combination.
struct Search<'a> {
    sweep: &'a Sweep,
    find: Find,
    /// Which combination of the other parameters' values.
    combination: u64,
    trials: &'a Trials,
    /// The rates tried so far, ascending.
    tried: Vec<Tried>,
    /// What they came to. A configuration is a rate of the lattice here.
    observations: Vec<Observation>,
}

/// Trials that are wanted, before it is known whether they can be afforded; what is wanted most comes first.
struct Wanted {
    numbers: Vec<u64>,
    stage: Stage,
    /// What they are, but for their rates.
    why: String,
}

impl<'a> Search<'a> {
    fn new(sweep: &'a Sweep, find: Find, combination: u64, trials: &'a Trials) -> Self {
        let (tried, observations) = (Vec::new(), Vec::new());
        let mut search = Self { sweep, find, combination, trials, tried, observations };
        search.gather();
        search
    }

    fn decide(&self) -> Decision {
        let wanted = match self.range_tests() {
            Some(wanted) => Ok(wanted),
            None if self.tried.is_empty() => Ok(self.first_rates()),
            None => self.refine(),
        };
        match wanted {
            Ok(wanted) => self.afford(wanted),
            Err(why) => Decision::Done { why },
        }
    }

    /// As much of what is wanted as the budget is enough for, the first of it first.
    fn afford(&self, wanted: Wanted) -> Decision {
        let Wanted { mut numbers, stage, why } = wanted;
        let mut left = self.find.budget - self.spent();
        let affordable = numbers.iter().take_while(|it| {
            left -= self.cost(**it);
            left >= -1e-9
        });
        numbers.truncate(affordable.count());
        if numbers.is_empty() {
            let budget = self.find.budget;
            let why = format!(
                "the budget of {budget} trial-equivalents is spent; next would come: {why}"
            );
            return Decision::Done { why };
        }
        let rates: Vec<String> = numbers.iter().map(|it| self.rate_of(*it)).collect();
        let why = match stage {
            Stage::Rates | Stage::Seeds => format!("{why}: {}", rates.join(", ")),
            Stage::RangeTest | Stage::Bracket | Stage::Done => why,
        };
        Decision::Train { numbers, stage, why }
    }

    /// The number of the trial that trains rate number `rate` of the lattice with seed `replicate`.
    fn number(&self, rate: u64, replicate: u64) -> u64 {
        self.range_test_number(replicate) + rate + 1
    }

    /// The number of the range test with seed `replicate`.
    fn range_test_number(&self, replicate: u64) -> u64 {
        self.combination * (self.sweep.rates() + 1) + replicate * self.sweep.configurations
    }

    /// Rate number `index` of the lattice, in words.
    fn rate(&self, index: u64) -> String {
        self.rate_of(self.number(index, 0))
    }

    /// The rate of trial number `number`, in words.
    fn rate_of(&self, number: u64) -> String {
        words(self.sweep.place(number).lr.unwrap_or_default())
    }
}

/// A rate with three digits that mean something.
fn words(lr: f64) -> String {
    let rounded: f64 = format!("{lr:.2e}").parse().unwrap_or(lr);
    if (1e-3..1e5).contains(&rounded) { format!("{rounded}") } else { format!("{rounded:e}") }
}
