//! A coordinator for tests: a real gRPC server whose memory outlives it, and that misbehaves as
//! told. It keeps the rules that the real one keeps, and writes down where a worker breaks one.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use proto::v1::{
    CompleteReply, CompleteRequest, HeartbeatReply, HeartbeatRequest, LeaseReply, LeaseRequest,
    RegisterReply, RegisterRequest, ReleaseReply, ReleaseRequest, ReportReply, ReportRequest,
    coordinator_server::{Coordinator, CoordinatorServer},
};
use tokio::{runtime::Runtime, sync::watch};
use tonic::{
    Request, Response, Status,
    transport::{Server, server::TcpIncoming},
};

use crate::records::Records;

/// So long an event may take. Far more than any needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A coordinator that can be stopped and started.
pub(crate) struct Fake {
    memory: Memory,
    address: SocketAddr,
    running: Option<Runtime>,
}

/// What the coordinator remembers, and a bell that rings when that changes.
#[derive(Clone)]
struct Memory {
    records: Arc<Mutex<Records>>,
    changed: watch::Sender<()>,
}

impl Fake {
    /// A coordinator with an address, which nobody serves yet.
    pub(crate) fn stopped() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let memory = Memory { records: Arc::default(), changed: watch::Sender::default() };
        Self { memory, address: free.local_addr().unwrap(), running: None }
    }

    pub(crate) fn started() -> Self {
        let mut fake = Self::stopped();
        fake.start();
        fake
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves at the same address as ever.
    pub(crate) fn start(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let guard = runtime.enter();
        let incoming = TcpIncoming::bind(self.address).unwrap().with_nodelay(Some(true));
        let service = CoordinatorServer::new(self.memory.clone());
        runtime.spawn(Server::builder().add_service(service).serve_with_incoming(incoming));
        drop(guard);
        self.running = Some(runtime);
    }

    /// Breaks every connection off, as a kill would.
    pub(crate) fn stop(&mut self) {
        if let Some(runtime) = self.running.take() {
            thread::spawn(|| runtime.shutdown_timeout(PATIENCE)).join().unwrap();
        }
    }

    /// Reads or rewrites what the coordinator remembers.
    pub(crate) fn with<T>(&self, see: impl FnOnce(&mut Records) -> T) -> T {
        let seen = see(&mut self.memory.records.lock().unwrap());
        self.memory.changed.send_replace(());
        seen
    }

    /// Waits until the memory is as `seen` wants it.
    pub(crate) async fn until(&self, seen: impl Fn(&Records) -> bool) {
        let mut changes = self.memory.changed.subscribe();
        let wait = async {
            while !seen(&self.memory.records.lock().unwrap()) {
                changes.changed().await.unwrap();
            }
        };
        let came = tokio::time::timeout(PATIENCE, wait).await.is_ok();
        assert!(came, "it did not come to pass: {:#?}", self.memory.records.lock().unwrap());
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Memory {
    /// Does what a call says, and answers, unless the answer is to be lost.
    fn answer<R>(
        &self,
        call: &'static str,
        does: impl FnOnce(&mut Records) -> Result<R, Status>,
    ) -> Result<Response<R>, Status> {
        let mut records = self.records.lock().unwrap();
        let done = does(&mut records);
        *records.calls.entry(call).or_default() += 1;
        let lost = records.lose.get_mut(call).filter(|it| **it > 0).map(|it| *it -= 1);
        drop(records);
        self.changed.send_replace(());
        match lost {
            Some(()) => Err(Status::unavailable("the answer is lost")),
            None => done.map(Response::new),
        }
    }
}

#[tonic::async_trait]
impl Coordinator for Memory {
    async fn register(
        &self,
        request: Request<RegisterRequest>,
    ) -> Result<Response<RegisterReply>, Status> {
        self.answer("register", |it| Ok(it.register(request.into_inner())))
    }

    async fn lease(&self, request: Request<LeaseRequest>) -> Result<Response<LeaseReply>, Status> {
        let request = request.into_inner();
        let mut changes = self.changed.subscribe();
        let nothing = || self.records.lock().unwrap().has_nothing_for(&request);
        let wait = async { while nothing() && changes.changed().await.is_ok() {} };
        let waited = tokio::time::timeout(Duration::from_millis(request.wait_ms), wait).await;
        drop(waited);
        self.answer("lease", |it| it.lease(&request))
    }

    async fn heartbeat(
        &self,
        request: Request<HeartbeatRequest>,
    ) -> Result<Response<HeartbeatReply>, Status> {
        self.answer("heartbeat", |it| it.heartbeat(&request.into_inner()))
    }

    async fn report(
        &self,
        request: Request<ReportRequest>,
    ) -> Result<Response<ReportReply>, Status> {
        self.answer("report", |it| it.report(request.into_inner()))
    }

    async fn complete(
        &self,
        request: Request<CompleteRequest>,
    ) -> Result<Response<CompleteReply>, Status> {
        self.answer("complete", |it| it.complete(request.into_inner()))
    }

    async fn release(
        &self,
        request: Request<ReleaseRequest>,
    ) -> Result<Response<ReleaseReply>, Status> {
        self.answer("release", |it| it.release(&request.into_inner()))
    }
}
