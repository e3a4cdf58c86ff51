//! What is known of bundles here: how many trials go into one of each kind, and which are to be trained by themselves.

use std::collections::VecDeque;

/// So many kinds of bundles are remembered. A sweep has one or a few.
const KINDS_MAX: usize = 64;

/// So many trials are remembered that are to be trained by themselves: several times what a worker holds.
const LONERS_MAX: usize = 4_096;

/// What is known of bundles.
#[derive(Debug)]
pub(super) struct Bundles {
    /// So many members a bundle may have; 1 where each trial is trained by itself.
    pub(super) most: usize,
    /// How many members a bundle of each kind has; the kind that was trained last is the last.
    sizes: Vec<(String, usize)>,
    /// Trials whose bundle broke down.
    loners: VecDeque<String>,
}

impl Bundles {
    pub(super) fn new(most: usize) -> Self {
        Self { most: most.max(1), sizes: Vec::new(), loners: VecDeque::new() }
    }

    /// Whether trials are trained together at all.
    pub(super) fn are_made(&self) -> bool {
        self.most > 1
    }

    /// How many members a bundle of this kind has, if that was found out.
    pub(super) fn known(&self, kind: &str) -> Option<usize> {
        self.sizes.iter().find(|(it, _)| it == kind).map(|(_, size)| *size)
    }

    /// How many members a bundle of this kind may have, as far as is known.
    pub(super) fn size(&self, kind: &str) -> usize {
        self.known(kind).unwrap_or(self.most)
    }

    /// How many members the next bundle is likely to have: as many as the last one could.
    pub(super) fn likely(&self) -> usize {
        self.sizes.last().map_or(self.most, |(_, size)| *size)
    }

    /// There is room for so many trials of this kind. Returns how many go into a bundle.
    pub(super) fn learn(&mut self, kind: &str, room: usize) -> usize {
        let size = room.clamp(1, self.most);
        self.sizes.retain(|(it, _)| it != kind);
        if self.sizes.len() >= KINDS_MAX {
            self.sizes.remove(0);
        }
        self.sizes.push((kind.to_owned(), size));
        size
    }

    /// This trial is to be trained by itself if it comes here again.
    pub(super) fn part(&mut self, trial: &str) {
        if self.loners.len() >= LONERS_MAX {
            self.loners.pop_front();
        }
        self.loners.push_back(trial.to_owned());
    }

    /// Whether this trial is to be trained by itself.
    pub(super) fn is_loner(&self, trial: &str) -> bool {
        self.loners.iter().any(|it| it == trial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_has_as_many_members_as_fit_and_as_the_operator_allows() {
        let mut bundles = Bundles::new(8);
        assert_eq!((bundles.size("a"), bundles.likely()), (8, 8));
        assert_eq!(
            [bundles.learn("a", 100), bundles.learn("b", 3), bundles.learn("c", 0)],
            [8, 3, 1]
        );
        assert_eq!((bundles.known("b"), bundles.known("d"), bundles.likely()), (Some(3), None, 1));
        bundles.learn("b", 2);
        assert_eq!((bundles.size("b"), bundles.likely()), (2, 2));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut bundles = Bundles::new(8);
        for it in 0..=KINDS_MAX {
            assert_eq!(bundles.learn(&it.to_string(), 5), 5);
        }
        assert_eq!((bundles.known("0"), bundles.known("1")), (None, Some(5)));
        (0..=LONERS_MAX).for_each(|it| bundles.part(&it.to_string()));
        assert!(!bundles.is_loner("0") && bundles.is_loner("1"));
    }
}
