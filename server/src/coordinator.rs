//! What the coordinator can be asked to do, whoever is asking and however they ask.
//!
//! It keeps no acknowledged state in memory: what is here can be lost at any moment, and a
//! coordinator that starts anew goes on where the last one stopped.

mod answering;
mod assigning;
mod best_rates;
mod catalog;
mod counting;
mod curves;
mod finding;
mod heat;
mod ids;
mod judging;
mod kept;
mod landscape;
mod leasing;
mod ledger;
mod range_testing;
mod reading;
mod reaping;
mod reporting;
mod selecting;
mod steering;
mod submitting;
mod thinning;
mod timeline;
mod watching;
mod workers;

pub use answering::{Answer, Best, Detail, Divergence, Group, Horizon, Ranked};
pub use assigning::Assignment;
pub use curves::{Choice, Curves, CurvesWanted};
pub use heat::{HeatCell, HeatMap};
pub use landscape::{Landscape, Shown};
pub use leasing::{LeaseRequest, Leased};
pub use range_testing::{ConfigurationReading, RangeCurve, RangeTest};
pub use reading::{Liveness, Overview, Seen};
pub use reporting::{Ack, Completion, Series, Verdict, bounds};
pub use selecting::{STATES, selected};
pub use submitting::{Accepted, DryRun};
pub use thinning::thin;
pub use timeline::{Lane, Stretch, Timeline};
pub use watching::{News, Watch};
pub use workers::{Claim, Registration};

use std::{sync::Arc, time::Duration};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    store::{Store, Tried},
};
use catalog::Catalog;
use ids::Ids;
use kept::Kept;

/// How often a worker gives a sign of life, as a share of the lease.
const HEARTBEATS_A_LEASE: u32 = 3;
/// Of so many sweeps the answer is kept, and how each configuration has done, which may be a hundred thousand.
const ANSWERS_KEPT: usize = 256;
const TRIED_KEPT: usize = 4;

/// The service behind both doors.
#[derive(Clone)]
pub struct Coordinator {
    /// What is remembered.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// How long a silent worker keeps its trials.
    pub lease: Duration,
    /// Ends whatever waits.
    pub shutdown: CancellationToken,
    catalog: Catalog,
    answers: Kept<Answer>,
    tried: Kept<Arc<[Tried]>>,
    ids: Ids,
    /// Wakes those who wait for trials.
    work: Arc<Notify>,
    /// Wakes those who watch.
    news: Arc<Notify>,
}

impl Coordinator {
    /// A coordinator over `store`, whose silent workers keep their trials for `lease`.
    pub fn new(store: Store, clock: Clock, lease: Duration) -> Self {
        Self {
            store,
            ids: Ids::new(clock.clone()),
            clock,
            lease,
            shutdown: CancellationToken::new(),
            catalog: Catalog::default(),
            answers: Kept::new(ANSWERS_KEPT),
            tried: Kept::new(TRIED_KEPT),
            work: Arc::default(),
            news: Arc::default(),
        }
    }

    /// How often a worker should give a sign of life.
    pub fn heartbeat(&self) -> Duration {
        self.lease / HEARTBEATS_A_LEASE
    }

    /// Ends when something may have changed that somebody watches. Ask for it before looking.
    pub fn news(&self) -> Arc<Notify> {
        self.news.clone()
    }

    fn wake_workers(&self) {
        self.work.notify_waiters();
        self.news.notify_waiters();
    }
}
