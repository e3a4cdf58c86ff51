//! The memory that unacknowledged points may take, shared by all attempts of a worker.

use parking_lot::{Condvar, Mutex};

/// So many bytes of points wait for the coordinator at most: hours of ordinary training.
const BYTES_MAX: usize = 64 << 20;

/// Memory for points. Each training thread may exceed it by one point.
#[derive(Debug)]
pub(crate) struct Room {
    used: Mutex<usize>,
    freed: Condvar,
    max: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self::of(BYTES_MAX)
    }
}

impl Room {
    /// Room for `max` bytes.
    pub(crate) fn of(max: usize) -> Self {
        Self { used: Mutex::default(), freed: Condvar::new(), max }
    }

    /// Waits until there is room, or `patient` says that waiting is over (see [`Self::nudge`]).
    pub(crate) fn wait(&self, patient: impl Fn() -> bool) {
        let mut used = self.used.lock();
        while *used >= self.max && patient() {
            self.freed.wait(&mut used);
        }
    }

    /// Takes `bytes`.
    pub(crate) fn take(&self, bytes: usize) {
        *self.used.lock() += bytes;
    }

    /// Gives `bytes` back.
    pub(crate) fn free(&self, bytes: usize) {
        if bytes > 0 {
            let mut used = self.used.lock();
            let was_full = *used >= self.max;
            *used -= bytes;
            if was_full {
                self.freed.notify_all();
            }
        }
    }

    /// Lets everybody who waits ask again whether to.
    pub(crate) fn nudge(&self) {
        // Whoever asked just now holds the lock until it really waits.
        drop(self.used.lock());
        self.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicBool, Ordering},
        thread,
    };

    use super::*;

    #[test]
    fn a_full_room_blocks_until_some_of_it_is_freed() {
        let room = Room::of(10);
        room.take(10);
        let freed = AtomicBool::new(false);
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                room.wait(|| true);
                freed.load(Ordering::SeqCst)
            });
            freed.store(true, Ordering::SeqCst);
            room.free(1);
            assert!(waiter.join().unwrap(), "it did not wait");
        });
    }

    #[test]
    fn who_waits_for_room_can_be_called_off() {
        let room = Room::of(0);
        let patient = AtomicBool::new(true);
        thread::scope(|scope| {
            scope.spawn(|| room.wait(|| patient.load(Ordering::SeqCst)));
            patient.store(false, Ordering::SeqCst);
            room.nudge();
        });
    }
}
