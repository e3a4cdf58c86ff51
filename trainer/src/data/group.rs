//! Rows that are worth scoring apart, each group as a metric of its own.

use super::{Samples, samples::Mark};

/// A metric's name, the rows that it is measured on, and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What the share of its rows that are told rightly is reported as.
    pub metric: &'static str,
    /// Whose rows they are.
    pub part: Part,
    /// Which rows.
    pub rows: Vec<u32>,
}

/// A part of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is learnt from.
    Training,
    /// What is only scored.
    Validation,
}

/// What is measured of which rows. The metric is the model's accuracy by the labels that the rows
/// have: for those with a wrong label it says how many of them were learnt by heart.
const GROUPS: [(&str, Part, Mark); 4] = [
    ("memorised", Part::Training, Mark::Wrong),
    ("clean_accuracy", Part::Training, Mark::Clean),
    ("simple_accuracy", Part::Validation, Mark::Simple),
    ("complex_accuracy", Part::Validation, Mark::Complex),
];

/// The groups that have rows.
pub(super) fn all(train: &Samples, validation: &Samples) -> Vec<Group> {
    let group = |(metric, part, mark)| {
        let samples = if part == Part::Training { train } else { validation };
        Group { metric, part, rows: samples.with_mark(mark) }
    };
    GROUPS.into_iter().map(group).filter(|it| !it.rows.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use search::config::BESIDES;

    use super::*;

    #[test]
    fn a_sweep_may_be_decided_by_each_group() {
        assert!(GROUPS.iter().all(|it| BESIDES.contains(&it.0)));
    }
}
