//! What the coordinator is asked for.

use super::roster::Roster;

/// What to ask the coordinator for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// So many trials: as many as the kind that was trained last has room for.
    pub(crate) trials: u32,
    /// In bundles of so many at most. Another kind may have more room than that one.
    pub(crate) bundle: u32,
}

impl Wanted {
    pub(super) fn of(trials: usize, roster: &Roster) -> Option<Self> {
        let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        (trials > 0).then(|| Self { trials: count(trials), bundle: count(roster.bundles.most) })
    }
}
