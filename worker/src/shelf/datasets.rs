//! Data sets in memory, loaded once and shared by the trials that learn from them.

use std::sync::Arc;

use parking_lot::Mutex;
use search::config::Dataset;

use super::Stamp;

/// So many data sets stay in memory. A sweep has one; several sweeps may take turns.
const SETS_MAX: usize = 8;

/// Data sets in memory; the one used last is the last. `T` is the loaded set.
#[derive(Debug)]
pub(super) struct Datasets<T> {
    sets: Mutex<Vec<(Dataset, Place<T>)>>,
}

/// Where a set lies once it is loaded, and how its files looked then. Whoever loads it holds the lock.
type Place<T> = Arc<Mutex<Option<(Stamp, Arc<T>)>>>;

impl<T> Default for Datasets<T> {
    fn default() -> Self {
        Self { sets: Mutex::default() }
    }
}

impl<T> Datasets<T> {
    /// The data set, loaded with `load` unless it is here already, of files that looked as they do now. A load that fails
    /// is tried again by the next trial that asks.
    pub(super) fn get<E>(
        &self,
        dataset: &Dataset,
        stamp: Stamp,
        load: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let place = self.place(dataset);
        let mut loaded = place.lock();
        if let Some((_, set)) = loaded.as_ref().filter(|(then, _)| *then == stamp) {
            return Ok(Arc::clone(set));
        }
        // Trials under way keep the old one.
        *loaded = None;
        let set = Arc::new(load()?);
        *loaded = Some((stamp, Arc::clone(&set)));
        Ok(set)
    }

    fn place(&self, dataset: &Dataset) -> Place<T> {
        let mut sets = self.sets.lock();
        let found = sets.iter().position(|(it, _)| it == dataset);
        let entry = found.map(|at| sets.remove(at));
        let (_, place) = entry.unwrap_or_else(|| (dataset.clone(), Place::default()));
        if sets.len() >= SETS_MAX {
            // Trials under way keep theirs; it is only not found here any more.
            sets.remove(0);
        }
        sets.push((dataset.clone(), Arc::clone(&place)));
        place
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::{
            Barrier,
            atomic::{AtomicU32, Ordering},
        },
        thread,
    };

    use search::config::{Generated, LabelNoise, Split};

    use super::*;

    fn moons(seed: u64) -> Dataset {
        let split = Split { validation: 0.2, seed };
        let (shape, noise) = (Generated::Moons { noise: 0.1 }, LabelNoise::default());
        Dataset::Generated { shape, samples: 10, seed, split, noise }
    }

    fn get<T, E>(
        datasets: &Datasets<T>,
        dataset: &Dataset,
        load: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        datasets.get(dataset, Stamp::default(), load)
    }

    #[test]
    fn two_trials_that_ask_at_once_load_a_set_once() {
        let (datasets, loads, start) = (Datasets::default(), AtomicU32::new(0), Barrier::new(2));
        let ask = || {
            start.wait();
            let load = || Ok::<_, Infallible>(loads.fetch_add(1, Ordering::SeqCst));
            get(&datasets, &Dataset::Digits { noise: LabelNoise::default() }, load).unwrap()
        };
        thread::scope(|scope| {
            let other = scope.spawn(ask);
            assert!(Arc::ptr_eq(&ask(), &other.join().unwrap()));
        });
        assert_eq!(loads.into_inner(), 1);
    }

    #[test]
    fn however_many_slots_train_there_is_one_copy() {
        let (datasets, start) = (Datasets::default(), Barrier::new(8));
        let load = || Ok::<_, Infallible>(vec![0_u8; 1_000]);
        let slots = || {
            let set = get(&datasets, &moons(0), load).unwrap();
            start.wait();
            let held = Arc::strong_count(&set);
            start.wait();
            held
        };
        let held = thread::scope(|scope| {
            let slots: Vec<_> = (0..8).map(|_| scope.spawn(slots)).collect();
            slots.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
        });
        // One for each slot and one for whoever comes next.
        assert_eq!(held, [9; 8]);
    }

    #[test]
    fn a_load_that_failed_is_tried_again() {
        let datasets = Datasets::default();
        assert_eq!(get(&datasets, &moons(0), || Err("no disk")), Err("no disk"));
        assert_eq!(*get(&datasets, &moons(0), || Ok::<_, &str>(7)).unwrap(), 7);
    }

    #[test]
    fn the_set_that_was_not_used_for_longest_leaves() {
        let datasets = Datasets::default();
        let load =
            |seed| *get(&datasets, &moons(seed), || Ok::<_, Infallible>(seed + 100)).unwrap();
        let again = |seed| get(&datasets, &moons(seed), || Err(())).is_err();
        for seed in (0..SETS_MAX as u64).chain([0, 99]) {
            assert_eq!(load(seed), seed + 100);
        }
        assert_eq!([again(0), again(99), again(1)], [false, false, true]);
    }
}
