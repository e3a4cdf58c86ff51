//! Tells the coordinator what the training threads measured: one call at a time, each with
//! everything that has gathered since the last. `batch` says what goes into a call, `reply` what
//! its answer means.

mod batch;
mod reply;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use proto::v1::{CompleteRequest, ReleaseRequest, ReportRequest, Series};
use tokio_util::sync::CancellationToken;

use crate::{
    attempt::{Attempt, Ended, Farewell, Order},
    clock,
    held::Held,
    leaser,
    link::{CALL, Client, Link, Refused},
    reporter::{batch::Sent, reply::fitting},
};

/// Points of running trials are sent this often.
const EVERY: Duration = Duration::from_millis(500);

/// Tells the coordinator what was measured.
pub(crate) struct Reporter<'a> {
    link: &'a Link,
    held: &'a Held,
    /// Once cancelled, points of unfinished trials are left unsent.
    hurry: &'a CancellationToken,
    /// Attempts that ended and are not settled.
    ended: Vec<Ended>,
    /// When points were sent last.
    reported: Instant,
    /// There were more points then than a call carries.
    more: bool,
    /// Who comes first in the next report, so that everybody does in turn.
    turn: usize,
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(link: &'a Link, held: &'a Held, hurry: &'a CancellationToken) -> Self {
        let (ended, reported) = (Vec::new(), clock::now());
        Self { link, held, hurry, ended, reported, more: false, turn: 0 }
    }

    /// Reports until everything has been said and nothing will come any more.
    pub(crate) async fn run(mut self) {
        while !(self.ended.is_empty() && self.held.is_over()) {
            if self.ended.is_empty() && !self.more {
                self.wait().await;
            }
            self.gather();
            self.complete().await;
            self.report().await;
            self.release().await;
        }
    }

    /// Waits for news, or until points should be sent.
    async fn wait(&self) {
        let due = tokio::time::Instant::from_std(self.reported + EVERY);
        tokio::select! {
            biased;
            () = self.held.news() => (),
            () = tokio::time::sleep_until(due), if !self.held.is_empty() => return,
        }
        self.held.gathered().await;
    }

    /// Takes over what has ended, and drops what nobody wants to hear about any more.
    fn gather(&mut self) {
        self.held.recall();
        self.ended.extend(self.held.ended());
        let over = self.ended.extract_if(.., |it| it.attempt.is_forgotten());
        let over: Vec<Ended> = over.collect();
        if !over.is_empty() {
            self.held.exchange(&over, Vec::new());
        }
    }

    /// Tells how attempts ended, and asks for the next trials.
    async fn complete(&mut self) {
        let (completions, said) = batch::completions(&mut self.ended);
        if said.is_empty() {
            return;
        }
        // A suspect asks for nothing: were it the asking that is refused, this tells.
        let suspicious = said.iter().any(|(it, _)| it.attempt.is_suspect());
        let wanted = if suspicious { None } else { self.held.wanted() };
        let request = CompleteRequest {
            worker: self.link.worker().to_owned(),
            completions,
            next: wanted.map(|it| leaser::request(self.link, it, Duration::ZERO)),
        };
        let call = |mut client: Client, it| async move { client.complete(it).await };
        let reply = self.link.call(&request, CALL, call).await;
        match reply.and_then(|it| fitting(it.acks.len(), said.len(), it)) {
            Ok(reply) => {
                if reply.drain {
                    self.held.drain();
                }
                let mut said: Vec<_> = said.into_iter().zip(&reply.acks).collect();
                let settled = said
                    .extract_if(.., |((it, end_seq), ack)| reply::is_settled(it, ack, *end_seq));
                let settled: Vec<Ended> = settled.map(|((it, _), _)| it).collect();
                self.ended.extend(said.into_iter().map(|((it, _), _)| it));
                self.held.exchange(&settled, reply.assignments);
            }
            Err(refused) => {
                let mut said: Vec<Ended> = said.into_iter().map(|(it, _)| it).collect();
                match said.as_mut_slice() {
                    [alone] => reply::refuse(alone, &refused),
                    many => many.iter().for_each(|it| it.attempt.suspect(true)),
                }
                self.ended.append(&mut said);
            }
        }
    }

    /// Sends points: those of running attempts when it is time, and those that must be there
    /// before an end can be told.
    async fn report(&mut self) {
        let ended = self.ended.iter().filter(|it| self.reports_first(it));
        let mut attempts: Vec<_> = ended.map(|it| Arc::clone(&it.attempt)).collect();
        let now = clock::now();
        let running = self.held.running();
        // Each is asked, so that none of them is urgent twice.
        let urgent = running.iter().filter(|it| it.take_hurry()).count() > 0;
        if self.more || urgent || now >= self.reported + EVERY {
            self.reported = now;
            attempts.extend(running);
            let first = self.turn % attempts.len().max(1);
            attempts.rotate_left(first);
        }
        let (series, sent) = batch::reports(&attempts);
        self.turn = self.turn.wrapping_add(sent.len());
        if !sent.is_empty() {
            self.send(series, &sent).await;
        }
        self.more = attempts.iter().any(|it| batch::is_full(it));
    }

    async fn send(&mut self, series: Vec<Series>, sent: &[Sent<Arc<Attempt>>]) {
        let request = ReportRequest { worker: self.link.worker().to_owned(), series };
        let call = |mut client: Client, it| async move { client.report(it).await };
        let reply = self.link.call(&request, CALL, call).await;
        match reply.and_then(|it| fitting(it.acks.len(), sent.len(), it)) {
            Ok(reply) => {
                if reply.drain {
                    self.held.drain();
                }
                for ((attempt, end_seq), ack) in sent.iter().zip(&reply.acks) {
                    if reply::is_lost(self.held, attempt, ack, *end_seq) {
                        self.hand_back(attempt);
                    }
                }
            }
            Err(refused) => match sent {
                [(alone, _)] => self.refuse(alone, &refused),
                many => many.iter().for_each(|(it, _)| it.suspect(true)),
            },
        }
    }

    /// Hands unfinished trials back.
    async fn release(&mut self) {
        let mut ended = std::mem::take(&mut self.ended);
        let released = batch::releases(&mut ended, |it| !self.reports_first(it));
        self.ended = ended;
        if released.is_empty() {
            return;
        }
        let held = released.iter().map(|it| it.attempt.held()).collect();
        let request = ReleaseRequest { worker: self.link.worker().to_owned(), held };
        let call = |mut client: Client, it| async move { client.release(it).await };
        match self.link.call(&request, CALL, call).await {
            Ok(_) => self.held.exchange(&released, Vec::new()),
            Err(refused) if released.len() == 1 => {
                tracing::error!("the coordinator does not take a trial back: {refused}");
                // Its lease will run out.
                released[0].attempt.tell(Order::Forget);
                self.ended.extend(released);
            }
            Err(_) => {
                for it in &released {
                    it.attempt.suspect(true);
                }
                self.ended.extend(released);
            }
        }
    }

    /// Whether points of an ended attempt must be sent before its end can be told.
    fn reports_first(&self, ended: &Ended) -> bool {
        match ended.farewell {
            Farewell::Complete(_) => batch::is_too_long(&ended.attempt),
            Farewell::Release => ended.attempt.pending() > 0 && !self.hurry.is_cancelled(),
        }
    }

    /// Hands `attempt` back, whatever it is at.
    fn hand_back(&mut self, attempt: &Arc<Attempt>) {
        attempt.silence();
        match self.ended.iter_mut().find(|it| Arc::ptr_eq(&it.attempt, attempt)) {
            Some(ended) => ended.farewell = Farewell::Release,
            None => self.held.stop(attempt, Order::HandBack),
        }
    }

    /// The coordinator does not take the points of `attempt`.
    fn refuse(&mut self, attempt: &Arc<Attempt>, refused: &Refused) {
        match self.ended.iter_mut().find(|it| Arc::ptr_eq(&it.attempt, attempt)) {
            Some(ended) => reply::refuse(ended, refused),
            None => self.held.stop(attempt, reply::order(attempt, refused)),
        }
    }
}
