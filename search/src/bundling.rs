//! Handing out trials so that bundles fill up.

use std::cell::OnceCell;

/// Which of those that wait are handed out, bundle by bundle: the first, with the next ones of the same `key`; then the
/// first of those that are left, and so on.
///
/// There is room for `trials_max` in bundles of up to `bundle_max`. One without a key is a bundle by itself, and one that
/// does not fill up takes the place of a whole one: it keeps a slot as busy. A key is asked for only where it matters.
pub fn choose<T>(
    waiting: Vec<T>,
    key: impl Fn(&T) -> Option<String>,
    [trials_max, bundle_max]: [u32; 2],
) -> Vec<Vec<T>> {
    let mut left: Vec<Waiting<T>> = waiting.into_iter().map(Waiting::new).collect();
    let (mut room, mut bundles) = (trials_max, Vec::new());
    while room > 0 && !left.is_empty() {
        let size = usize::try_from(room.min(bundle_max).max(1)).unwrap_or(usize::MAX);
        let wanted = left[0].key(&key).map(str::to_owned);
        let mut taken = 0;
        let bundle = left.extract_if(.., |it| {
            let alike = |it: &Waiting<T>| wanted.is_some() && it.key(&key) == wanted.as_deref();
            let fits = taken == 0 || taken < size && alike(it);
            taken += usize::from(fits);
            fits
        });
        bundles.push(bundle.map(|it| it.trial).collect());
        room = room.saturating_sub(bundle_max.max(1));
    }
    bundles
}

/// A trial that waits, and its key once that was asked for.
struct Waiting<T> {
    trial: T,
    key: OnceCell<Option<String>>,
}

impl<T> Waiting<T> {
    fn new(trial: T) -> Self {
        Self { trial, key: OnceCell::new() }
    }

    fn key(&self, key: impl Fn(&T) -> Option<String>) -> Option<&str> {
        self.key.get_or_init(|| key(&self.trial)).as_deref()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// The bundles that are made of trials with these keys, by their place; a dot is one without a key.
    fn chosen(keys: &str, trials_max: u32, bundle_max: u32) -> Vec<Vec<usize>> {
        let waiting: Vec<(usize, char)> = keys.chars().enumerate().collect();
        let key = |it: &(usize, char)| (it.1 != '.').then(|| it.1.to_string());
        let bundles = choose(waiting, key, [trials_max, bundle_max]);
        bundles.into_iter().map(|it| it.into_iter().map(|it| it.0).collect()).collect()
    }

    #[test]
    fn a_bundle_is_filled_before_the_next_one_begins() {
        let three = [vec![0, 2, 4], vec![1, 3, 5], vec![6]];
        assert_eq!(chosen("abababab", 9, 3), three);
        assert_eq!(chosen("abababab", 4, 32), [[0, 2, 4, 6]]);
        assert_eq!(chosen("aaaa", 3, 2), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_bundle_that_does_not_fill_up_takes_the_place_of_a_whole_one() {
        assert_eq!(chosen("aabb", 8, 8), [[0, 1]]);
        assert_eq!(chosen("aabb", 9, 8), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn one_without_a_key_is_a_bundle_by_itself() {
        assert_eq!(chosen("..a.a", 12, 4), [vec![0], vec![1], vec![2, 4]]);
        assert_eq!(chosen("a..a", 4, 4), [[0, 3]]);
    }

    #[test]
    fn where_bundles_are_of_one_the_order_is_that_of_the_queue() {
        for one in [0, 1] {
            assert_eq!(chosen("abab", 3, one), [[0], [1], [2]]);
        }
        assert_eq!(chosen("abab", 0, 8), [[0; 0]; 0]);
        assert_eq!(chosen("", 3, 8), [[0; 0]; 0]);
    }

    #[test]
    fn a_key_is_worked_out_once_and_none_beyond_a_full_bundle() {
        let asked = Cell::new(0);
        let key = |_: &usize| {
            asked.set(asked.get() + 1);
            Some("a".to_owned())
        };
        assert_eq!(choose((0..512).collect(), key, [4, 4]), [[0, 1, 2, 3]]);
        assert_eq!(asked.get(), 4);
    }
}
