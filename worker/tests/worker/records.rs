//! What the coordinator for tests remembers, and the rules by which it answers.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use proto::v1::{
    Ack, Assignment, CompleteReply, CompleteRequest, HeartbeatReply, HeartbeatRequest, Held,
    LeaseReply, LeaseRequest, RegisterReply, RegisterRequest, ReleaseReply, ReleaseRequest,
    ReportReply, ReportRequest, Series, Verdict, completion::Outcome,
};
use tonic::Status;

/// A signs-of-life interval that tests need not wait for.
const HEARTBEAT_MS: u64 = 20;

/// What the real coordinator insists on, in a call.
const POINTS_MAX: usize = 1_000;

/// What the coordinator remembers, and how it is to behave.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Trials that nobody trains.
    pub(crate) queue: VecDeque<Assignment>,
    /// The trials that workers hold.
    pub(crate) leased: HashMap<String, Assignment>,
    /// The points of each trial's last attempt: step and value.
    pub(crate) points: BTreeMap<String, Vec<(u64, f64)>>,
    /// How trials ended, and in which attempt.
    pub(crate) outcomes: BTreeMap<String, (u32, Outcome)>,
    /// Trials that were handed back, and kept out of the queue.
    pub(crate) released: Vec<String>,
    /// Which trials were spoken of, in order.
    pub(crate) spoken: Vec<String>,
    /// What was asked for.
    pub(crate) asked: Vec<LeaseRequest>,
    /// How many completions each call carried.
    pub(crate) batches: Vec<usize>,
    /// How many registrations there were, and who is known.
    pub(crate) registered: Vec<RegisterRequest>,
    pub(crate) known: HashSet<String>,
    /// How many calls there were.
    pub(crate) calls: HashMap<&'static str, u32>,
    /// Rules that a worker broke.
    pub(crate) broken: Vec<String>,
    /// What was given for each request.
    given: HashMap<String, Vec<Assignment>>,

    /// So many answers to these calls are lost.
    pub(crate) lose: HashMap<&'static str, u32>,
    /// What is to be said about these trials.
    pub(crate) verdicts: HashMap<String, Verdict>,
    /// Calls with points of these trials are refused.
    pub(crate) unacceptable: HashSet<String>,
    /// So many series lose their second half.
    pub(crate) forgetful: u32,
    /// Leases give all there is, whatever was asked for.
    pub(crate) generous: bool,
    /// Workers are sent away.
    pub(crate) drain: bool,
    /// Leases are refused.
    pub(crate) closed: bool,
}

impl Records {
    pub(crate) fn register(&mut self, request: RegisterRequest) -> RegisterReply {
        self.known.insert(request.worker.clone());
        self.registered.push(request);
        RegisterReply { lease_ms: 30_000, heartbeat_ms: HEARTBEAT_MS }
    }

    pub(crate) fn has_nothing_for(&self, request: &LeaseRequest) -> bool {
        let waits = !self.drain && !self.closed && self.known.contains(&request.worker);
        waits && self.queue.is_empty() && !self.given.contains_key(&request.request)
    }

    pub(crate) fn lease(&mut self, request: &LeaseRequest) -> Result<LeaseReply, Status> {
        self.knows(&request.worker)?;
        if self.closed {
            return Err(Status::permission_denied("no trials for you"));
        }
        Ok(LeaseReply { assignments: self.give(request), drain: self.drain })
    }

    pub(crate) fn heartbeat(
        &mut self,
        request: &HeartbeatRequest,
    ) -> Result<HeartbeatReply, Status> {
        self.knows(&request.worker)?;
        let verdicts = request.held.iter().map(|it| self.verdict(it).into()).collect();
        Ok(HeartbeatReply { verdicts, drain: self.drain })
    }

    pub(crate) fn report(&mut self, request: ReportRequest) -> Result<ReportReply, Status> {
        self.knows(&request.worker)?;
        self.accepts(&request.series)?;
        let acks = request.series.into_iter().map(|it| self.store(it).0).collect();
        Ok(ReportReply { acks, drain: self.drain })
    }

    pub(crate) fn complete(&mut self, request: CompleteRequest) -> Result<CompleteReply, Status> {
        self.knows(&request.worker)?;
        self.accepts(request.completions.iter().filter_map(|it| it.series.as_ref()))?;
        self.batches.push(request.completions.len());
        let mut acks = Vec::new();
        for completion in request.completions {
            let series = completion.series.unwrap();
            let (trial, attempt) = (series.trial.clone(), series.attempt);
            let outcome = completion.outcome.unwrap();
            if self.outcomes.get(&trial) == Some(&(attempt, outcome.clone())) {
                acks.push(Ack { verdict: Verdict::Ok.into(), next_seq: u64::MAX });
                continue;
            }
            let (ack, whole) = self.store(series);
            let obeyed = matches!(outcome, Outcome::Cancelled(_) | Outcome::Stopped(_));
            if whole && (ack.verdict() == Verdict::Ok || obeyed) {
                self.leased.remove(&trial);
                self.outcomes.insert(trial, (attempt, outcome));
                acks.push(Ack { verdict: Verdict::Ok.into(), ..ack });
            } else {
                acks.push(ack);
            }
        }
        let assignments = request.next.map(|it| self.give(&it)).unwrap_or_default();
        Ok(CompleteReply { acks, assignments, drain: self.drain })
    }

    pub(crate) fn release(&mut self, request: &ReleaseRequest) -> Result<ReleaseReply, Status> {
        self.knows(&request.worker)?;
        let verdicts = request.held.iter().map(|it| {
            let verdict = self.verdict(it);
            if self.leased.remove(&it.trial).is_some() {
                self.released.push(it.trial.clone());
            }
            verdict.into()
        });
        Ok(ReleaseReply { verdicts: verdicts.collect() })
    }

    fn knows(&self, worker: &str) -> Result<(), Status> {
        let known = self.known.contains(worker);
        known.then_some(()).ok_or_else(|| Status::not_found("no such worker"))
    }

    fn accepts<'a>(&self, series: impl IntoIterator<Item = &'a Series>) -> Result<(), Status> {
        let mut bad = series.into_iter();
        let bad = bad.find(|it| !it.points.is_empty() && self.unacceptable.contains(&it.trial));
        bad.map_or(Ok(()), |it| Err(Status::invalid_argument(format!("{} is bad", it.trial))))
    }

    /// The same trials for the same request.
    fn give(&mut self, request: &LeaseRequest) -> Vec<Assignment> {
        if let Some(given) = self.given.get(&request.request) {
            return given.clone();
        }
        let most = if self.generous { usize::MAX } else { request.trials_max as usize };
        self.asked.push(request.clone());
        let given: Vec<Assignment> = self.queue.drain(..most.min(self.queue.len())).collect();
        self.leased.extend(given.iter().map(|it| (it.trial.clone(), it.clone())));
        if !given.is_empty() {
            self.given.insert(request.request.clone(), given.clone());
        }
        given
    }

    fn verdict(&mut self, held: &Held) -> Verdict {
        self.spoken.push(held.trial.clone());
        let told = self.verdicts.get(&held.trial).copied();
        let current = self.leased.get(&held.trial).is_some_and(|it| it.attempt == held.attempt);
        told.unwrap_or(if current { Verdict::Ok } else { Verdict::Fenced })
    }

    /// Stores what is new in `series`. Returns whether there is no gap before its last point.
    fn store(&mut self, series: Series) -> (Ack, bool) {
        let Series { trial, attempt, first_seq, points } = series;
        let verdict = self.verdict(&Held { trial: trial.clone(), attempt });
        if verdict == Verdict::Fenced {
            return (Ack { verdict: verdict.into(), next_seq: 0 }, false);
        }
        let mut rows: Vec<(u64, f64)> = Vec::new();
        for run in points {
            rows.extend(run.steps.into_iter().zip(run.values));
        }
        if rows.len() > POINTS_MAX {
            self.broken.push(format!("{} points of {trial} in a call", rows.len()));
        }
        let stored = self.points.entry(trial.clone()).or_default();
        let end = first_seq + rows.len() as u64;
        if self.forgetful > 0 && rows.len() > 1 {
            self.forgetful -= 1;
            rows.truncate(rows.len() / 2);
        }
        for (row, seq) in rows.into_iter().zip(usize::try_from(first_seq).unwrap()..) {
            match stored.get(seq) {
                None if seq == stored.len() => stored.push(row),
                None => self.broken.push(format!("a gap before point {seq} of {trial}")),
                Some(was) if *was == row => (),
                Some(_) => self.broken.push(format!("another point {seq} of {trial}")),
            }
        }
        let next_seq = stored.len() as u64;
        (Ack { verdict: verdict.into(), next_seq }, next_seq >= end)
    }
}
