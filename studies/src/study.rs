//! Which studies there are, and the sweeps of each.

use search::document::Node;

use crate::{Error, Records, Report, horizon, memorisation, patterns, range_test, smith};

/// An experiment whose outcome is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Study {
    /// A batch that grows does what a rate that falls does.
    Smith,
    /// Large rates keep wrong labels from being learnt by heart.
    Memorisation,
    /// A decay of the rate lets complex patterns be learnt.
    Patterns,
    /// A range test and a few trials do as well as a grid.
    RangeTest,
    /// The best rate falls with the length of a run.
    Horizon,
}

impl Study {
    /// Every study.
    pub const ALL: [Self; 5] =
        [Self::Smith, Self::Memorisation, Self::Patterns, Self::RangeTest, Self::Horizon];

    /// The study that is called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smith => "smith",
            Self::Memorisation => "memorisation",
            Self::Patterns => "patterns",
            Self::RangeTest => "range-test",
            Self::Horizon => "horizon",
        }
    }

    /// What it asks.
    pub fn question(self) -> &'static str {
        match self {
            Self::Smith => smith::QUESTION,
            Self::Memorisation => memorisation::QUESTION,
            Self::Patterns => patterns::QUESTION,
            Self::RangeTest => range_test::QUESTION,
            Self::Horizon => horizon::QUESTION,
        }
    }

    /// The sweeps that are to be run next, after those in `records`; none when all is there. `seeds` is how
    /// many replicates each has, in the place of what the study has of its own.
    pub fn next(self, seeds: Option<u64>, records: &Records) -> Result<Vec<Node>, Error> {
        let texts = match self {
            Self::Smith => smith::SWEEPS.as_slice(),
            Self::Memorisation => &memorisation::SWEEPS,
            Self::Patterns => &patterns::SWEEPS,
            Self::RangeTest => return range_test::next(seeds, records),
            Self::Horizon => &horizon::SWEEPS,
        };
        if records.is_empty() {
            return Ok(texts.iter().map(|it| sweep(it, seeds)).collect());
        }
        Ok(Vec::new())
    }

    /// Judges what all its sweeps have told.
    pub fn judge(self, records: &Records) -> Result<Report, Error> {
        match self {
            Self::Smith => smith::judge(records),
            Self::Memorisation => memorisation::judge(records),
            Self::Patterns => patterns::judge(records),
            Self::RangeTest => range_test::judge(records),
            Self::Horizon => horizon::judge(records),
        }
    }
}

/// An embedded sweep with so many replicates, or its own where nothing is said.
pub(crate) fn sweep(text: &str, seeds: Option<u64>) -> Node {
    let mut sweep = Node::from_yaml(text).expect("the tests read every sweep of a study");
    if let Some(seeds) = seeds {
        let seeds = i64::try_from(seeds).unwrap_or(i64::MAX);
        sweep.put("replicates", Node::Integer(seeds));
    }
    sweep
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use search::sweep::Sweep;

    use super::*;

    #[test]
    fn every_study_is_found_by_its_name() {
        for study in Study::ALL {
            assert_eq!(Study::named(study.name()), Some(study));
        }
        assert_eq!(Study::named("studies"), None);
    }

    #[test]
    fn every_sweep_of_every_study_is_valid_and_has_the_seeds_that_were_asked_for() {
        for study in Study::ALL {
            for node in study.next(Some(2), &Records::default()).unwrap() {
                let sweep = Sweep::read(&node).unwrap_or_else(|it| panic!("{node:?}: {it:?}"));
                assert_eq!(sweep.replicates, 2);
                assert!(sweep.name.starts_with(study.name()), "{}", sweep.name);
            }
        }
    }

    #[test]
    fn every_file_belongs_to_a_study_is_named_after_its_sweep_and_says_what_it_is_for() {
        let named: BTreeSet<String> = Study::ALL
            .into_iter()
            .flat_map(|it| it.next(None, &Records::default()).unwrap())
            .map(|it| Sweep::read(&it).unwrap().name)
            .collect();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sweeps");
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let name = Sweep::read(&Node::from_yaml(&text).unwrap()).unwrap().name;
            assert_eq!(path.file_stem().unwrap().to_str(), Some(name.as_str()));
            assert!(named.contains(&name), "{name} belongs to no study");
            assert!(text.starts_with("# "), "{name} says nothing of itself");
        }
    }
}
