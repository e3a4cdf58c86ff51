//! The attempts that this worker holds: waiting for a slot, in training, or ended and not yet
//! acknowledged. The training threads and the tasks that talk to the coordinator meet here.
//!
//! The lock is never held while anybody waits for the network.

mod bundles;
mod fitting;
mod roster;
mod wanted;

pub(crate) use self::wanted::Wanted;

use std::{sync::Arc, time::Duration};

use parking_lot::{Condvar, Mutex};
use proto::v1::{Assignment, Failed, Verdict};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use trainer::Ending;

use crate::{
    attempt::{Attempt, Ended, Order, farewell},
    clock,
    held::roster::Roster,
    room::Room,
    run::Summary,
};

/// The attempts that this worker holds.
#[derive(Debug)]
pub(crate) struct Held {
    roster: Mutex<Roster>,
    room: Arc<Room>,
    /// Wakes training threads.
    work: Condvar,
    /// Wakes the reporter.
    news: Notify,
    /// Wakes a reporter that waits for more to tell.
    haste: Notify,
    /// Wakes the leaser.
    hunger: Notify,
    /// Nothing new is started any more.
    draining: CancellationToken,
}

impl Held {
    /// Nothing yet, for so many slots, each of which trains up to `bundle` trials together.
    pub(crate) fn new(slots: usize, bundle: usize) -> Self {
        Self {
            roster: Mutex::new(Roster::new(slots, bundle)),
            room: Arc::default(),
            work: Condvar::new(),
            news: Notify::new(),
            haste: Notify::new(),
            hunger: Notify::new(),
            draining: CancellationToken::new(),
        }
    }

    /// The next attempt for `slot`, or those of the next bundle. Waits for them; nothing once there will be none.
    pub(crate) fn take(&self, slot: usize) -> Option<Vec<Arc<Attempt>>> {
        let mut roster = self.roster.lock();
        loop {
            if let Some(attempts) = roster.start(slot, clock::now()) {
                return Some(attempts);
            }
            if roster.closed {
                return None;
            }
            self.work.wait(&mut roster);
        }
    }

    /// `slot` is done with `attempt`.
    pub(crate) fn finish(
        &self,
        slot: usize,
        attempt: &Arc<Attempt>,
        result: Result<Ending, Failed>,
        took: Duration,
    ) {
        let order = attempt.order();
        let mut roster = self.roster.lock();
        if !roster.finish(slot, attempt, (order == Order::Train).then_some(took)) {
            // It took too long to stop, and was handed back meanwhile.
            return;
        }
        if let Some(farewell) = farewell(order, result) {
            roster.end(Arc::clone(attempt), farewell, took);
            self.news.notify_one();
        }
        self.wake_if_hungry(&roster);
    }

    /// Waits until a slot is idle and no completion is about to ask for more. Returns what to ask for; nothing once there
    /// is no more to ask for.
    pub(crate) async fn hungry(&self) -> Option<Wanted> {
        while !self.draining.is_cancelled() {
            let wanted = {
                let mut roster = self.roster.lock();
                roster.asked = if roster.is_hungry() { roster.wanted() } else { 0 };
                Wanted::of(roster.asked, &roster)
            };
            if wanted.is_some() {
                return wanted;
            }
            tokio::select! {
                () = self.hunger.notified() => (),
                () = self.draining.cancelled() => (),
            }
        }
        None
    }

    /// What to ask for beside a completion, if anything.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        let roster = self.roster.lock();
        Wanted::of(roster.wanted(), &roster)
    }

    /// The answer to what [`Self::hungry`] said to ask for.
    pub(crate) fn leased(&self, assignments: Vec<Assignment>) {
        self.roster.lock().asked = 0;
        self.exchange(&[], assignments);
    }

    /// The coordinator has heard the last of `settled`, and sends `assignments`.
    pub(crate) fn exchange(&self, settled: &[Ended], assignments: Vec<Assignment>) {
        let mut roster = self.roster.lock();
        for ended in settled {
            roster.settle(ended);
        }
        for assignment in assignments {
            roster.accept(assignment, &self.room);
        }
        self.work.notify_all();
        self.news.notify_one();
        self.wake_if_hungry(&roster);
        drop(roster);
        for ended in settled {
            ended.attempt.settle();
        }
    }

    /// Waits until something happened that the reporter should look at.
    pub(crate) async fn news(&self) {
        self.news.notified().await;
    }

    /// The attempts that ended since the last call.
    pub(crate) fn ended(&self) -> Vec<Ended> {
        self.roster.lock().take_ended()
    }

    /// The attempts in training.
    pub(crate) fn running(&self) -> Vec<Arc<Attempt>> {
        self.roster.lock().training().cloned().collect()
    }

    /// An attempt has something to tell at once.
    pub(crate) fn hurry(&self, attempt: &Attempt) {
        attempt.hurry();
        self.haste.notify_one();
        self.news.notify_one();
    }

    /// All attempts that the coordinator believes to be here.
    pub(crate) fn all(&self) -> Vec<Arc<Attempt>> {
        self.roster.lock().all.values().cloned().collect()
    }

    /// Waits for more to tell as long as that costs nothing: until slots could run out of trials, or something is urgent.
    pub(crate) async fn gathered(&self) {
        let patience = self.roster.lock().patience();
        if patience.is_zero() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(patience) => (),
            () = self.haste.notified() => (),
            () = self.draining.cancelled() => (),
        }
    }

    /// Whether no attempt is here.
    pub(crate) fn is_empty(&self) -> bool {
        self.roster.lock().is_empty()
    }

    /// Whether everything has been said and nothing will come any more.
    pub(crate) fn is_over(&self) -> bool {
        let roster = self.roster.lock();
        roster.closed && roster.is_empty() && roster.asked == 0
    }

    /// Hands back what lies ready where every slot turns out to be busy for long.
    pub(crate) fn recall(&self) {
        let trials = self.roster.lock().recall(clock::now());
        if trials > 0 {
            tracing::info!(trials, "trials take longer now: handing back those that lay ready");
            self.news.notify_one();
        }
    }

    /// Does what the coordinator says about `attempt`, as long as it has not ended.
    pub(crate) fn obey(&self, attempt: &Arc<Attempt>, verdict: Verdict) {
        match verdict {
            // Unspecified is a word of a newer coordinator. Going on is harmless.
            Verdict::Unspecified | Verdict::Ok => (),
            Verdict::Fenced => self.fence(attempt),
            Verdict::Stop => self.stop(attempt, Order::Stop),
            Verdict::Cancel => self.stop(attempt, Order::Cancel),
        }
    }

    /// Stops `attempt`; it says farewell as `order` has it.
    pub(crate) fn stop(&self, attempt: &Arc<Attempt>, order: Order) {
        attempt.tell(order);
        let mut roster = self.roster.lock();
        if roster.unwait(attempt)
            && let Some(farewell) = farewell(attempt.order(), Ok(Ending::Stopped))
        {
            roster.end(Arc::clone(attempt), farewell, Duration::ZERO);
            self.news.notify_one();
        }
    }

    fn fence(&self, attempt: &Arc<Attempt>) {
        let mut roster = self.roster.lock();
        // One that ended has its own call on the way, whose answer tells; it may be recorded.
        if roster.unwait(attempt) || roster.trains(attempt) {
            attempt.fence();
            roster.remove(attempt);
            self.news.notify_one();
            self.wake_if_hungry(&roster);
        }
    }

    /// Starts nothing new: finishes what is in training and hands the rest back.
    pub(crate) fn drain(&self) {
        let mut roster = self.roster.lock();
        if !roster.closed {
            tracing::info!("draining: no further trials are leased");
            roster.closed = true;
            roster.hand_back();
        }
        self.draining.cancel();
        self.work.notify_all();
        self.news.notify_one();
    }

    /// Ends when nothing new should be started any more.
    pub(crate) async fn draining(&self) {
        self.draining.cancelled().await;
    }

    /// Drains, and stops what is in training.
    pub(crate) fn leave(&self) {
        self.drain();
        for attempt in self.running() {
            self.stop(&attempt, Order::HandBack);
        }
    }

    /// Hands back what is still in training, without waiting for it to stop.
    pub(crate) fn abandon(&self) {
        self.roster.lock().abandon();
        self.news.notify_one();
    }

    /// What was done so far.
    pub(crate) fn summary(&self) -> Summary {
        self.roster.lock().summary()
    }

    fn wake_if_hungry(&self, roster: &Roster) {
        if roster.is_hungry() {
            self.hunger.notify_one();
        }
    }
}
