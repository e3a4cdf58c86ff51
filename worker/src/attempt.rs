//! One attempt at a trial, from the moment it is leased until the coordinator has had its end.
//! How that end is told is in `farewell`.

mod farewell;

pub(crate) use self::farewell::{Ended, Farewell, farewell};

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::{Condvar, Mutex};
use proto::v1::{self, Assignment};
use trainer::Point;

use crate::{
    buffer::{Acked, Buffer, Part},
    room::Room,
};

/// One attempt at a trial.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// What the coordinator said.
    pub(crate) assignment: Assignment,
    /// A call about this attempt and others was refused: it speaks alone from now on.
    suspect: AtomicBool,
    /// It has reached a rung since it last spoke: what it has to say is urgent.
    urgent: AtomicBool,
    order: Mutex<Order>,
    told: Condvar,
    buffer: Mutex<Buffer>,
    room: Arc<Room>,
    afterwards: Mutex<Option<Afterwards>>,
}

/// What is to be done at last.
struct Afterwards(Box<dyn FnOnce() + Send>);

impl fmt::Debug for Afterwards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Afterwards").finish_non_exhaustive()
    }
}

/// What an attempt has been told to do. A later variant overrules an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Order {
    /// To go on.
    Train,
    /// To stop: the trial is handed back unfinished.
    HandBack,
    /// To stop: early stopping ends the trial.
    Stop,
    /// To stop: somebody cancelled the trial.
    Cancel,
    /// To stop: the coordinator refuses its points, for this reason.
    GiveUp(String),
    /// To stop and say nothing more: the attempt is over.
    Forget,
}

impl Attempt {
    pub(crate) fn new(assignment: Assignment, room: Arc<Room>) -> Self {
        Self {
            assignment,
            suspect: AtomicBool::new(false),
            urgent: AtomicBool::new(false),
            order: Mutex::new(Order::Train),
            told: Condvar::new(),
            buffer: Mutex::default(),
            room,
            afterwards: Mutex::new(None),
        }
    }

    /// Its name on the wire.
    pub(crate) fn held(&self) -> v1::Held {
        v1::Held { trial: self.assignment.trial.clone(), attempt: self.assignment.attempt }
    }

    /// What it shares with those that it can be trained together with; nothing for one to be trained by itself.
    pub(crate) fn bundle(&self) -> Option<&str> {
        Some(self.assignment.bundle.as_str()).filter(|it| !it.is_empty())
    }

    /// What it has been told.
    pub(crate) fn order(&self) -> Order {
        self.order.lock().clone()
    }

    /// Whether it should go on.
    pub(crate) fn trains(&self) -> bool {
        *self.order.lock() == Order::Train
    }

    /// Whether nothing more may be said about it.
    pub(crate) fn is_forgotten(&self) -> bool {
        *self.order.lock() == Order::Forget
    }

    /// Tells it what to do, unless it was told something weightier.
    pub(crate) fn tell(&self, order: Order) {
        let mut current = self.order.lock();
        if *current >= order {
            return;
        }
        let silent = matches!(order, Order::Forget | Order::GiveUp(_));
        *current = order;
        drop(current);
        if silent {
            self.silence();
        }
        self.told.notify_all();
        self.room.nudge();
    }

    /// It is over: the trial is finished or in other hands, and nothing said for it counts.
    pub(crate) fn fence(&self) {
        let Assignment { trial, attempt, .. } = &self.assignment;
        tracing::info!(trial.id = %trial, attempt, "the attempt is over: leaving it");
        self.tell(Order::Forget);
    }

    /// Sees to it that this is done once the coordinator has heard the last of the attempt, and not before.
    pub(crate) fn afterwards(&self, act: impl FnOnce() + Send + 'static) {
        *self.afterwards.lock() = Some(Afterwards(Box::new(act)));
    }

    /// The coordinator has heard the last of it. Nothing is done for one that was over before: the trial is another
    /// attempt's.
    pub(crate) fn settle(&self) {
        let afterwards = self.afterwards.lock().take();
        if let Some(Afterwards(act)) = afterwards
            && !self.is_forgotten()
        {
            act();
        }
    }

    /// Lets time pass, unless the attempt is told to stop. Returns whether it should go on.
    pub(crate) fn rest(&self, time: Duration) -> bool {
        let mut order = self.order.lock();
        if !time.is_zero() {
            self.told.wait_while_for(&mut order, |it| *it == Order::Train, time);
        }
        *order == Order::Train
    }

    /// Keeps a point for the coordinator. Waits as long as there is no room for it.
    pub(crate) fn keep(&self, point: &Point<'_>) {
        self.room.wait(|| self.trains());
        let grown = self.buffer.lock().push(point.step, point.metrics);
        self.room.take(grown);
    }

    /// The coordinator judges the trial by the points it has: they should be told at once.
    pub(crate) fn hurry(&self) {
        self.urgent.store(true, Ordering::Relaxed);
    }

    /// Whether there is something to be told at once. Asked once; then it counts as told.
    pub(crate) fn take_hurry(&self) -> bool {
        self.urgent.swap(false, Ordering::Relaxed)
    }

    /// How many points wait for the coordinator.
    pub(crate) fn pending(&self) -> usize {
        self.buffer.lock().len()
    }

    /// How many bytes they take at most on the wire.
    pub(crate) fn pending_bytes(&self) -> usize {
        self.buffer.lock().bytes()
    }

    /// Whether all points that wait can be sent at once within these bounds.
    pub(crate) fn fits(&self, points_max: usize, bytes_max: usize) -> bool {
        self.buffer.lock().fits(points_max, bytes_max)
    }

    /// The first points that wait, within these bounds.
    pub(crate) fn peek(&self, points_max: usize, bytes_max: usize) -> Part {
        self.buffer.lock().peek(points_max, bytes_max)
    }

    /// The coordinator has stored `next_seq` points, after those before `end_seq` were sent.
    pub(crate) fn acked(&self, next_seq: u64, end_seq: u64) -> Acked {
        let (acked, freed) = self.buffer.lock().acked(next_seq, end_seq);
        self.room.free(freed);
        acked
    }

    /// Drops the points that wait, and those to come.
    pub(crate) fn silence(&self) {
        let freed = self.buffer.lock().close();
        self.room.free(freed);
    }

    /// A call about it was refused (or no longer).
    pub(crate) fn suspect(&self, suspect: bool) {
        self.suspect.store(suspect, Ordering::Relaxed);
    }

    /// Whether a call about it and others was refused.
    pub(crate) fn is_suspect(&self) -> bool {
        self.suspect.load(Ordering::Relaxed)
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.silence();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt() -> Attempt {
        Attempt::new(Assignment::default(), Arc::new(Room::of(1)))
    }

    fn point(step: u64) -> Point<'static> {
        Point { step, metrics: &[("loss", 1.0)] }
    }

    #[test]
    fn a_weightier_order_overrules_and_a_lighter_one_does_not() {
        let attempt = attempt();
        attempt.tell(Order::Cancel);
        attempt.tell(Order::HandBack);
        assert_eq!(attempt.order(), Order::Cancel);
        attempt.tell(Order::Forget);
        assert!(attempt.is_forgotten());
    }

    #[test]
    fn an_attempt_that_is_told_to_stop_neither_rests_nor_waits_for_room() {
        let attempt = attempt();
        attempt.keep(&point(0));
        attempt.tell(Order::HandBack);
        assert!(!attempt.rest(Duration::from_hours(1)));
        attempt.keep(&point(1));
        assert_eq!(attempt.pending(), 2);
    }

    #[test]
    fn an_attempt_that_is_gone_takes_no_room() {
        let room = Arc::new(Room::of(1));
        let attempt = Attempt::new(Assignment::default(), Arc::clone(&room));
        attempt.keep(&point(0));
        drop(attempt);
        room.wait(|| panic!("no room"));
    }
}
