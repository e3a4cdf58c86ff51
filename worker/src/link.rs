//! The line to the coordinator: calls that are repeated until they are answered. `contact` makes
//! connections, `retry` says what to do about a failure.

mod contact;
mod retry;

pub(crate) use self::contact::Client;

use std::{fmt, future::Future, time::Duration};

use parking_lot::Mutex;
use proto::v1::{RegisterReply, RegisterRequest};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use tonic::{Response, Status};
use uuid::Uuid;

use crate::{
    config::{Config, Setup},
    error::Error,
    link::{
        contact::Contact,
        retry::{LONGEST, Remedy, remedy},
    },
};

/// So long an answer may take, unless the call asks the coordinator to wait.
pub(crate) const CALL: Duration = Duration::from_secs(10);

/// Signs of life come no faster and no slower than this, whatever the coordinator says.
const BEAT: [Duration; 2] = [Duration::from_millis(10), Duration::from_mins(1)];

/// The line to the coordinator.
pub(crate) struct Link {
    introduction: RegisterRequest,
    line: Mutex<Line>,
    registered: tokio::sync::Mutex<()>,
}

struct Line {
    contact: Contact,
    /// How often the worker has registered.
    registrations: u64,
    heartbeat: Duration,
    chance: ChaCha8Rng,
}

/// The coordinator's answer is no, and will stay so.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Status);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.0.message(), self.0.code())
    }
}

impl Link {
    /// A line to the coordinator that `config` names; nothing is sent yet.
    pub(crate) fn new(config: &Config, setup: &Setup) -> Result<Self, Error> {
        let id = Uuid::now_v7();
        let line = Line {
            contact: Contact::new(&config.server)?,
            registrations: 0,
            heartbeat: BEAT[1],
            chance: ChaCha8Rng::from_seed(seed(id)),
        };
        let introduction = introduction(config, setup, id);
        let registered = tokio::sync::Mutex::default();
        Ok(Self { introduction, line: Mutex::new(line), registered })
    }

    /// The worker's id.
    pub(crate) fn worker(&self) -> &str {
        &self.introduction.worker
    }

    /// How often the coordinator wants a sign of life.
    pub(crate) fn heartbeat(&self) -> Duration {
        self.line.lock().heartbeat
    }

    /// Makes the worker known, as soon as there is a coordinator.
    pub(crate) async fn register(&self) -> Result<(), Refused> {
        self.register_after(0).await
    }

    /// Calls with `request` until there is an answer, registering again where the coordinator has
    /// lost sight of this worker. `limit` is how long one answer may take.
    pub(crate) async fn call<Q: Clone, R, F>(
        &self,
        request: &Q,
        limit: Duration,
        send: impl Fn(Client, Q) -> F,
    ) -> Result<R, Refused>
    where
        F: Future<Output = Result<Response<R>, Status>>,
    {
        let mut strangers = 0;
        loop {
            let registrations = self.line.lock().registrations;
            match self.persist(request, limit, &send).await {
                Err(Refused(status)) if remedy(&status) == Remedy::Register => {
                    // Registering may have been quick; being forgotten again at once must not spin.
                    self.pause(strangers, &status).await;
                    strangers += 1;
                    self.register_after(registrations).await?;
                }
                answered => return answered,
            }
        }
    }

    /// Registers, unless somebody has since the worker had registered `registrations` times.
    async fn register_after(&self, registrations: u64) -> Result<(), Refused> {
        let _one_at_a_time = self.registered.lock().await;
        if self.line.lock().registrations > registrations {
            return Ok(());
        }
        let send = |mut client: Client, it| async move { client.register(it).await };
        let RegisterReply { heartbeat_ms, .. } =
            self.persist(&self.introduction, CALL, &send).await?;
        let mut line = self.line.lock();
        line.registrations += 1;
        line.heartbeat = Duration::from_millis(heartbeat_ms).clamp(BEAT[0], BEAT[1]);
        let again = if registrations > 0 { " again" } else { "" };
        tracing::info!(worker.id = %self.worker(), worker.name = %self.introduction.name, "registered{again}");
        Ok(())
    }

    /// Calls with `request` until the coordinator answers, or refuses.
    async fn persist<Q: Clone, R, F>(
        &self,
        request: &Q,
        limit: Duration,
        send: &impl Fn(Client, Q) -> F,
    ) -> Result<R, Refused>
    where
        F: Future<Output = Result<Response<R>, Status>>,
    {
        let mut tries = 0;
        loop {
            let (client, clients) = self.line.lock().contact.client();
            let answer = tokio::time::timeout(limit, send(client, request.clone())).await;
            let late = |_| Err(Status::deadline_exceeded("no answer in time"));
            let status = match answer.unwrap_or_else(late) {
                Ok(reply) => {
                    self.line.lock().contact.heard();
                    return Ok(reply.into_inner());
                }
                Err(status) => status,
            };
            match remedy(&status) {
                Remedy::Reconnect => self.line.lock().contact.missed(&status, clients),
                Remedy::Repeat => {
                    self.line.lock().contact.heard();
                    if tries == 0 {
                        let why = Refused(status.clone());
                        tracing::warn!("the coordinator cannot answer now, trying again: {why}");
                    }
                }
                Remedy::Register | Remedy::GiveUp => {
                    self.line.lock().contact.heard();
                    return Err(Refused(status));
                }
            }
            tries += 1;
            self.pause(tries, &status).await;
        }
    }

    /// Waits before the repetition number `tries`.
    async fn pause(&self, tries: u32, status: &Status) {
        let draw = self.line.lock().chance.next_u64();
        let wait = retry::wait(tries, draw).max(retry::asked(status).unwrap_or_default());
        tokio::time::sleep(wait.min(LONGEST)).await;
    }
}

fn introduction(config: &Config, setup: &Setup, id: Uuid) -> RegisterRequest {
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    RegisterRequest {
        stops: true,
        worker: id.to_string(),
        name: config.name(),
        slots: count(setup.slots),
        bundle: count(setup.bundle),
        device: setup.choice.place.to_string(),
        device_reason: setup.choice.reason.clone(),
        labels: config.labels.clone().into_iter().collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// A seed that differs from worker to worker.
fn seed(id: Uuid) -> [u8; 32] {
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(id.as_bytes());
    seed
}
